/// Ended jobs that are held back until the files they wrote can be seen here: on a network file
/// system that may take a while.
struct LateFiles {
    private var waiting: [(end: JobEnd, paths: [ByteString], until: Instant)] = []
    private var networks: [ByteString: Bool] = [:]
    /// Milliseconds between two looks.
    private static let pause = 200

    var ids: [JobID] { waiting.map(\.end.id) }
    /// When to look again.
    private(set) var nextLook: Instant?

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
        let now = Instant.now()
        waiting.append((end, paths, now + time))
        nextLook = nextLook ?? now + Self.pause
    }

    /// Those whose files are there, or have not come in time.
    mutating func take() -> [JobEnd] {
        let now = Instant.now()
        guard let due = nextLook, now >= due else { return [] }
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
            let word = "'\(path.printable)' has not appeared"
            end.remark = end.remark.map { "\($0); \(word)" } ?? word
            ends.append(end)
            return false
        }
        nextLook = waiting.isEmpty ? nil : Instant.now() + Self.pause
        return ends
    }
}
