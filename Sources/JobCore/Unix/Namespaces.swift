internal import Glibc

/// Where a process is, as the kernel numbers it: its namespaces (namespaces(7)) and its root directory.
/// Two processes that agree in all of them see the same files, networks, users and processes.
package struct Namespaces: Hashable, Sendable {
    /// The start of the machine that the numbers belong to: another one gives them anew.
    package let boot: ByteString
    /// A number for each of `kinds`, and two for the root directory; 0 where the kernel does not tell.
    private var numbers: [UInt64]

    /// The name in `/proc/PID/ns`, what a person calls it, and the number of the one that the machine
    /// starts with, where the kernel fixes that.
    private static let kinds: [(file: ByteString, name: String, initial: UInt64?)] = [
        ("mnt", "mount namespace", nil), ("net", "network namespace", nil),
        ("user", "user namespace", 0xEFFF_FFFD), ("pid", "process namespace", 0xEFFF_FFFC),
        ("uts", "host name namespace", 0xEFFF_FFFE), ("ipc", "IPC namespace", nil),
        ("cgroup", "control group namespace", nil), ("time", "time namespace", nil),
    ]
    /// In `kinds`.
    private static let (user, process, hostName) = (2, 3, 4)

    private init(boot: ByteString, numbers: [UInt64]) {
        self.boot = boot
        self.numbers = numbers
    }

    /// Those of this process, which never leaves them.
    /// - Throws: `Failure` (75) where that can't be told for now.
    package static func own() throws(Failure) -> Namespaces {
        if let atFirst { return atFirst }
        return try look()
    }

    private static let atFirst = try? look()

    private static func look() throws(Failure) -> Namespaces {
        var numbers: [UInt64] = []
        for kind in kinds {
            numbers.append(try number(of: "/proc/self/ns/" + kind.file))
        }
        // The root directory is a device and an inode.
        var root = stat()
        guard retrying({ stat("/", &root) }) == 0 else { throw Self.unseen("/") }
        numbers += [UInt64(root.st_dev), UInt64(root.st_ino)]
        return Namespaces(boot: Machine.bootID, numbers: numbers)
    }

    /// The number in a link of `/proc/self/ns`, `net:[4026531840]`; 0 where there is none: an older kernel,
    /// or no `/proc`. It is the inode's, which takes twice as long to ask for.
    private static func number(of link: ByteString) throws(Failure) -> UInt64 {
        var space = [CChar](repeating: 0, count: 64)
        let length = link.withCString { link in
            retrying { readlink(link, &space, space.count - 1) }
        }
        guard length >= 0 else {
            if errno == ENOENT { return 0 }
            throw unseen(link)
        }
        let digits = ByteString(cString: space).bytes.drop { $0 != UInt8(ascii: "[") }.dropFirst()
        guard let number = UInt64(ByteString(digits.dropLast())) else { throw unseen(link) }
        return number
    }

    private static func unseen(_ path: ByteString) -> Failure {
        Failure(system: "cannot look at '\(path.printable)'", status: .tryLater)
    }

    /// What a person calls the first difference between this place and another; nil where what runs in
    /// the one may as well run in the other.
    ///
    /// Of another start of the machine all namespaces are gone: what is left of the question is whether
    /// both are within a container, or neither.
    package func difference(from other: Namespaces) -> String? {
        if boot == other.boot {
            for (index, kind) in Self.kinds.enumerated() where differs(from: other, at: index) {
                return kind.name
            }
            let (root, others) = (numbers[Self.kinds.count...], other.numbers[Self.kinds.count...])
            let isTold = root.last != 0 && others.last != 0
            return isTold && root != others ? "root directory" : nil
        }
        for index in [Self.user, Self.process] where isInitial(index) != other.isInitial(index) {
            return Self.kinds[index].name
        }
        return nil
    }

    /// Whether both have the same name of the host, whatever that is.
    package func sharesHostName(with other: Namespaces) -> Bool {
        boot == other.boot
            ? !differs(from: other, at: Self.hostName)
            : isInitial(Self.hostName) == other.isInitial(Self.hostName)
    }

    /// Whether process numbers and start times of the other mean the same here.
    package func sharesProcesses(with other: Namespaces) -> Bool {
        boot == other.boot && !differs(from: other, at: Self.process)
    }

    private func differs(from other: Namespaces, at index: Int) -> Bool {
        let (one, two) = (numbers[index], other.numbers[index])
        return one != two && one != 0 && two != 0
    }

    private func isInitial(_ index: Int) -> Bool {
        numbers[index] == 0 || numbers[index] == Self.kinds[index].initial
    }

    // MARK: As text

    /// Words on a line: the machine's start and the numbers.
    package var text: String {
        numbers.reduce(into: String(decoding: boot.bytes, as: UTF8.self)) { $0 += " \($1)" }
    }

    /// What such words say; nil where they are no such words.
    package init?(_ words: some Collection<ByteString>) {
        let numbers = words.dropFirst().compactMap { UInt64($0) }
        guard let boot = words.first, numbers.count == Self.kinds.count + 2,
            words.count == numbers.count + 1
        else { return nil }
        self.init(boot: boot, numbers: numbers)
    }
}
