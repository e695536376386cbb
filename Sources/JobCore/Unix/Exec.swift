internal import CSys
internal import Glibc

/// Handing over to another program of the same name.
package enum Exec {
    /// Becomes the next program of this name on PATH that is not this very program, with these
    /// arguments behind its name. Returns only where there is none that can be executed.
    package static func next(_ name: ByteString, arguments: [ByteString]) {
        var own = stat()
        _ = stat("/proc/self/exe", &own)
        let path = Surroundings.variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
        for place in path.split(on: UInt8(ascii: ":")) {
            let candidate = (place.isEmpty ? "." : place) + "/" + name
            var status = stat()
            let found = candidate.withCString { stat($0, &status) }
            guard found == 0, status.st_mode & S_IFMT == S_IFREG,
                status.st_dev != own.st_dev || status.st_ino != own.st_ino
            else { continue }
            withCStrings([name] + arguments) { words in
                candidate.withCString { _ = execv($0, words) }
            }
        }
    }
}
