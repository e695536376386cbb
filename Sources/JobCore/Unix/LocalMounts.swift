internal import CSys
internal import Glibc

/// Which paths can be opened at once, as far as that is known without touching what might not answer: a
/// server that hangs, an automounter, a FIFO.
package struct LocalMounts {
    /// Whether a mount answers by itself, by its number.
    private var known: [UInt64: Bool] = [:]
    /// The program that was found to be executed at once last, no script, as it was then.
    private var latest: (path: ByteString, status: FileStatus)?

    package init() {}

    /// File systems without a block device that need no server.
    private static let local: Set<String> = [
        "tmpfs", "ramfs", "devtmpfs", "overlay", "btrfs", "bcachefs", "zfs",
    ]

    /// Whether that is a directory whose name the kernel has at hand, on a local file system.
    package mutating func opensAtOnce(directory path: ByteString) -> Bool {
        hold(path).map { _ in true } ?? false
    }

    /// Whether a file of that path, there or not, is in such a directory, and no FIFO, device or link.
    package mutating func opensAtOnce(file path: ByteString) -> Bool {
        let name = path.lastComponent
        guard !name.isEmpty, let directory = hold(ByteString(path.bytes.dropLast(name.count)))
        else { return false }
        let kind = name.withCString { csys_kind(directory.descriptor, $0) }
        return kind == 0 || kind == 1
    }

    /// Whether the kernel can execute the program of that path at once: the program and, where it is a
    /// script, the interpreter that its first line names. Nil where there is no such program.
    package mutating func executesAtOnce(_ program: ByteString) -> Bool? {
        var path = program
        // An interpreter may be a script, too; the kernel follows five of them.
        for depth in 0...5 {
            let descriptor = path.withCString { csys_cached_file($0) }
            guard descriptor >= 0 else {
                guard errno == ENOENT || errno == ENOTDIR else { return false }
                return depth == 0 ? nil : true
            }
            let file = File(owning: descriptor, name: path)
            // Only of a local file may more be asked.
            guard isLocal(file), let status = try? file.status() else { return false }
            if depth == 0, let latest, latest.path == path, latest.status == status { return true }
            // A link on another file system may be at hand now, and have to be asked for again by then.
            guard hold(path.parent) != nil else { return false }
            guard status.isRegular, let next = Self.interpreter(of: path) else {
                if depth == 0 { latest = (path, status) }
                return true
            }
            path = next
        }
        return true
    }

    /// What the first line of a script names (execve(2)); nil for what is no script.
    private static func interpreter(of path: ByteString) -> ByteString? {
        guard let file = try? File(open: path, .read),
            let start = try? file.bytes(at: 0, count: 256), start.starts(with: "#!".utf8)
        else { return nil }
        let line = start.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
        let word = line.drop { $0 == 0x20 || $0 == 0x09 }.prefix { $0 != 0x20 && $0 != 0x09 }
        return word.isEmpty ? nil : ByteString(Array(word))
    }

    /// A hold on a directory of a local file system.
    private mutating func hold(_ path: ByteString) -> File? {
        let descriptor = path.withCString { csys_cached_directory($0) }
        guard descriptor >= 0 else { return nil }
        let file = File(owning: descriptor, name: path)
        return isLocal(file) ? file : nil
    }

    private mutating func isLocal(_ file: File) -> Bool {
        var (mount, isOnDevice) = (UInt64(0), Int32(0))
        guard csys_mount(file.descriptor, &mount, &isOnDevice) == 0 else { return false }
        if isOnDevice != 0 { return true }
        if known[mount] == nil { known[mount] = Self.isLocal(mount) }
        return known[mount] == true
    }

    /// Whether a mount is of a kind that needs no server (proc(5), mountinfo).
    private static func isLocal(_ mount: UInt64) -> Bool {
        guard let file = try? File(open: "/proc/self/mountinfo", .read),
            let text = try? file.readAll()
        else { return false }
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " "))
            guard let first = words.first,
                UInt64(String(decoding: first, as: UTF8.self)) == mount,
                let dash = words.firstIndex(where: { $0.elementsEqual("-".utf8) }),
                dash + 1 < words.count
            else { continue }
            return local.contains(String(decoding: words[dash + 1], as: UTF8.self))
        }
        return false
    }
}
