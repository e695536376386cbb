/// Ended jobs that are held back until the files they wrote can be seen here: on a network file
/// system that may take a while.
struct LateFiles {
    private var waiting: [(end: JobEnd, paths: [ByteString], until: Instant)] = []
    private var networks: [ByteString: Bool] = [:]

    var ids: [JobID] { waiting.map(\.end.id) }
    /// When to look again.
    var nextLook: Instant? { waiting.isEmpty ? nil : Instant.now() + 200 }

    /// Those of some files that are worth waiting for: missing ones, and without `asked` only those
    /// on network file systems.
    mutating func missing(_ files: JobReport.Files, asked: Bool) -> [ByteString] {
        Set([files.output, files.error]).filter { path in
            !File.isThere(path) && !path.contains(UInt8(ascii: "%"))
                && (asked || isOnNetwork(path.parent))
        }
    }

    private mutating func isOnNetwork(_ path: ByteString) -> Bool {
        if let known = networks[path] { return known }
        let directory = try? Directory(open: path)
        let answer = directory.map { Machine.networkFileSystem(of: $0.file) != nil } ?? false
        networks[path] = answer
        return answer
    }

    mutating func hold(_ end: JobEnd, _ paths: [ByteString], for time: Int) {
        waiting.append((end, paths, Instant.now() + time))
    }

    /// Those whose files are there, or have not come in time.
    mutating func take() -> [JobEnd] {
        if waiting.isEmpty { return [] }
        let now = Instant.now()
        var names: [ByteString: Set<ByteString>] = [:]
        /// A listing also shows what a cache of missing names would hide.
        func isThere(_ path: ByteString) -> Bool {
            let place = path.parent
            let known = names[place] ?? Set((try? Directory(open: place).names()) ?? [])
            names[place] = known
            return known.contains(path.lastComponent)
        }
        var ends: [JobEnd] = []
        waiting = waiting.filter { late in
            guard let path = late.paths.first(where: { !isThere($0) }) else {
                ends.append(late.end)
                return false
            }
            guard now >= late.until else { return true }
            var end = late.end
            end.remark = end.remark ?? "'\(path.printable)' has not appeared"
            ends.append(end)
            return false
        }
        return ends
    }
}
