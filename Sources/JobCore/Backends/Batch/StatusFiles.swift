/// The directories in which jobs leave their exit records, watched where that can be done: on a
/// network file system the kernel does not tell what other machines write, so they are listed every
/// two seconds. A listing also shows what a cache of missing names would hide.
struct StatusFiles {
    private let watch = FileWatch()
    private var directories: Set<ByteString> = []
    /// Whether all are on this machine's disks.
    private(set) var areLocal = true
    private var isWatching = true
    private(set) var nextLook = Instant.now()

    var descriptor: Int32? { isWatching ? watch?.descriptor : nil }

    /// Whether there may be something new.
    var isDue: Bool {
        if Instant.now() >= nextLook { return true }
        return descriptor.map { !waitForInput(on: [$0], timeout: 0).isEmpty } ?? false
    }

    mutating func watch(_ path: ByteString) {
        guard directories.insert(path).inserted else { return }
        if let directory = try? Directory(open: path),
            Machine.networkFileSystem(of: directory.file) != nil
        {
            areLocal = false
        }
        if watch?.add(path, .entered) != true { isWatching = false }
    }

    /// The paths of all exit records that are there.
    mutating func scan() -> Set<ByteString> {
        watch?.drain()
        nextLook = Instant.now() + (areLocal && isWatching ? 10_000 : 2000)
        var result: Set<ByteString> = []
        for directory in directories {
            guard let names = try? Directory(open: directory).names() else { continue }
            for name in names where name.hasSuffix(".status") {
                result.insert(directory + "/" + name)
            }
        }
        return result
    }
}
