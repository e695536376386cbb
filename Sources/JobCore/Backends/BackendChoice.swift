/// What carries jobs out, and why that.
package struct BackendChoice: Sendable {
    package let backend: BackendName
    package let origin: Origin

    /// What `--backend` asked for, else `$CJOBS_BACKEND`, else `[queue] backend`; `auto` and nothing
    /// at all mean the local queue.
    /// - Throws: `Failure` (78) for a name that is no backend's.
    package init(asked: ByteString?, _ configuration: Configuration) throws(Failure) {
        if let asked {
            (backend, origin) = (Self.backend(asked), .commandLine)
            return
        }
        if let text = Surroundings.variable("CJOBS_BACKEND"), !text.isEmpty {
            guard BackendName.words.contains(text.printable) else {
                throw Failure(
                    "CJOBS_BACKEND: '\(text.printable)' is not \(SettingTable.backend.type.expected)",
                    status: .configuration)
            }
            (backend, origin) = (Self.backend(text), .environment("CJOBS_BACKEND"))
            return
        }
        for row in [SettingTable.backend, SettingTable.queueType] {
            guard let text = try configuration.text(row), text != "auto",
                let place = try configuration.entry(
                    ByteString(row.key), in: ByteString(row.section))
            else { continue }
            (backend, origin) = (Self.backend(text), place.origin)
            return
        }
        (backend, origin) = (.local, .builtIn)
    }

    private static func backend(_ text: ByteString) -> BackendName {
        BackendName(named: text.printable) ?? .local
    }
}
