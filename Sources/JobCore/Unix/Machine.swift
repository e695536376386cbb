internal import CSys
internal import Glibc

/// Facts about the machine that this process runs on.
package enum Machine {
    /// The host's name up to its first dot.
    package static func hostName() -> ByteString {
        var space = [CChar](repeating: 0, count: 256)
        guard gethostname(&space, 255) == 0 else { return "localhost" }
        let name = space.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { ByteString(cString: $0) } ?? ""
        }
        return name.split(on: UInt8(ascii: "."))[0]
    }

    /// What stays the same for an installation of the system, whatever it is called (machine-id(5)); nil
    /// where it has none.
    package static func identity() -> ByteString? {
        guard let file = try? File(open: "/etc/machine-id", .read),
            let text = try? file.readAll(limit: 256)
        else { return nil }
        let id = ByteString(text).split(on: UInt8(ascii: "\n"))[0]
        return id.count == 32 ? id : nil
    }

    /// What changes with every start of the kernel (random(4), boot_id).
    package static let bootID: ByteString = {
        guard let file = try? File(open: "/proc/sys/kernel/random/boot_id", .read),
            let text = try? file.readAll()
        else { return "unknown" }
        return ByteString(text.filter { $0 != UInt8(ascii: "\n") })
    }()

    /// Lets this process run on every processor that its cpuset has, whatever its parent was tied
    /// to, and counts them; a control group's quota lowers the number.
    package static func claimProcessors() -> Int {
        let granted = Int(csys_all_processors())
        guard let quota = cgroupQuota() else { return granted }
        return max(1, min(granted, quota))
    }

    /// How many processors this process may keep busy: those it is tied to, or a control group's
    /// quota.
    package static func processors() -> Int {
        max(1, min(Int(csys_processors()), cgroupQuota() ?? .max))
    }

    /// Whole processors' worth of time that the control group allows, rounded up.
    private static func cgroupQuota() -> Int? {
        guard let file = try? File(open: "/proc/self/cgroup", .read),
            let lines = try? file.readAll()
        else { return nil }
        for line in ByteString(lines).split(on: UInt8(ascii: "\n")) where line.hasPrefix("0::") {
            let group = ByteString(line.bytes.dropFirst(3))
            for root: ByteString in ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"] {
                guard let file = try? File(open: root + group + "/cpu.max", .read),
                    let text = try? file.readAll(limit: 256)
                else { continue }
                let words = String(decoding: text, as: UTF8.self).split { $0 == " " || $0 == "\n" }
                if words.count == 2, let time = Int(words[0]), let period = Int(words[1]),
                    period > 0
                {
                    return max(1, (time + period - 1) / period)
                }
            }
        }
        return nil
    }

    /// Bytes of memory that the machine has.
    package static func memory() -> Int {
        max(0, sysconf(Int32(_SC_PHYS_PAGES))) * max(0, sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Bytes that a user may still write to the file system of an open file.
    package static func freeSpace(around file: File) -> Int {
        var (type, free) = (Int64(0), Int64(0))
        return csys_file_system(file.descriptor, &type, &free) == 0 ? Int(free) : .max
    }

    /// The name of the network file system that an open file lies on, or nil for a local one.
    /// The numbers are statfs(2)'s.
    package static func networkFileSystem(of file: File) -> String? {
        var (type, free) = (Int64(0), Int64(0))
        guard csys_file_system(file.descriptor, &type, &free) == 0 else { return nil }
        return switch UInt32(truncatingIfNeeded: type) {
        case 0x6969: "NFS"
        case 0xFF53_4D42, 0xFE53_4D42, 0x517B: "SMB"
        case 0x6573_5546: "FUSE"
        case 0x0BD0_0BD0: "Lustre"
        case 0x4750_4653: "GPFS"
        case 0x1983_0326: "BeeGFS"
        case 0x00C3_6400: "Ceph"
        case 0x5346_414F, 0x6B41_4653: "AFS"
        case 0x0102_1997: "9P"
        default: nil
        }
    }

    package static func processID() -> Int32 { getpid() }
    package static func userID() -> UInt32 { geteuid() }
}

/// Users by number and name.
package enum Users {
    /// A user's name; the number as text where there is none.
    ///
    /// `/etc/passwd` first; then what getent(1) says, which also knows the users of a directory
    /// service: a static program can't load those services' libraries itself.
    package static func name(of user: UInt32) -> ByteString {
        entry { $0.count > 2 && $0[2] == ByteString("\(user)") }?[0]
            ?? askGetent(for: ByteString("\(user)"))?[0] ?? ByteString("\(user)")
    }

    /// The number of the user of that name.
    package static func number(of name: ByteString) -> UInt32? {
        let found = entry { $0.count > 2 && $0[0] == name } ?? askGetent(for: name)
        return found?[2].string.flatMap { UInt32($0) }
    }

    /// The lines of `/etc/passwd` (passwd(5)).
    static var users: [[ByteString]] { lines(of: "/etc/passwd") }

    /// A group's line (group(5)).
    static func groupEntry(_ number: ByteString) -> [ByteString]? {
        lines(of: "/etc/group").first { $0.count > 2 && $0[2] == number }
            ?? askGetent("group", for: number)
    }

    private static func lines(of path: ByteString) -> [[ByteString]] {
        guard let file = try? File(open: path, .read), let text = try? file.readAll() else {
            return []
        }
        return fields(of: text)
    }

    private static func entry(where matches: ([ByteString]) -> Bool) -> [ByteString]? {
        users.first(where: matches)
    }

    private static func askGetent(
        _ base: ByteString = "passwd", for key: ByteString
    ) -> [ByteString]? {
        guard let answer = try? output(of: ["getent", base, key]) else { return nil }
        return fields(of: answer).first { $0.count > 2 }
    }

    private static func fields(of text: [UInt8]) -> [[ByteString]] {
        ByteString(text).split(on: UInt8(ascii: "\n")).map { $0.split(on: UInt8(ascii: ":")) }
    }
}
