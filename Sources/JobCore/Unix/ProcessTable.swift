internal import CSys
internal import Glibc

/// One process, by its number and its start: a number alone is given to another process later.
package struct ProcessIdentity: Hashable, Sendable {
    package let number: Int32
    /// Clock ticks from the machine's start to its own (proc(5), stat, field 22).
    package let start: UInt64

    package init(number: Int32, start: UInt64) {
        self.number = number
        self.start = start
    }

    /// That of this process.
    package static func own() throws(Failure) -> ProcessIdentity {
        ProcessIdentity(
            number: getpid(), start: try ProcessFacts(reading: "/proc/self/stat").start)
    }

    /// When it started.
    package var began: Instant {
        let second = UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
        return Instant(
            milliseconds: Int(clamping: start / second * 1000 + start % second * 1000 / second))
    }
}

/// What the kernel tells of a process in one line (proc(5), stat).
package struct ProcessFacts: Sendable {
    /// The letter of its state: `Z` for one that has ended and was not reaped.
    package let state: UInt8
    package let parent: Int32
    package let session: Int32
    /// Clock ticks from the machine's start to its own.
    package let start: UInt64
    /// It ends, and executes nothing any more (PF_EXITING).
    fileprivate let isExiting: Bool
    /// How it ended, as of wait(2); 0 where it runs, or is of other credentials.
    fileprivate let waitStatus: Int32

    package var isZombie: Bool { state == UInt8(ascii: "Z") }

    /// Nil where there is no such process, or none that may be looked at.
    package init?(of process: Int32) {
        do throws(Failure) {
            self = try ProcessFacts(reading: ByteString("/proc/\(process)/stat"))
        } catch {
            return nil
        }
    }

    init(reading path: ByteString) throws(Failure) {
        let text = try File(open: path, .read).bytes(at: 0, count: 1024)
        // The name before it may hold anything, blanks and brackets too.
        guard let name = text.lastIndex(of: UInt8(ascii: ")")), name + 2 < text.count else {
            throw Failure("cannot read '\(path.printable)'", status: .inputOutput)
        }
        state = text[name + 2]
        var numbers: [UInt64] = []
        var number: UInt64?
        for byte in text[(name + 3)...] {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                number = (number ?? 0) &* 10 &+ UInt64(byte - UInt8(ascii: "0"))
            } else if byte != UInt8(ascii: "-"), let value = number {
                numbers.append(value)
                number = nil
            }
        }
        if let number { numbers.append(number) }
        // The first of them is field 4.
        guard numbers.count > 18 else {
            throw Failure("cannot read '\(path.printable)'", status: .inputOutput)
        }
        parent = Int32(truncatingIfNeeded: numbers[0])
        session = Int32(truncatingIfNeeded: numbers[2])
        isExiting = numbers[5] & 4 != 0
        start = numbers[18]
        waitStatus = numbers.count > 48 ? Int32(truncatingIfNeeded: numbers[48]) : 0
    }
}

extension Processes {
    /// A file of /proc; nil where the process is gone. Descriptors or memory may be lacking just now: who
    /// took that for no children would leave processes behind.
    private static func readPatiently(_ path: ByteString) -> [UInt8]? {
        for _ in 0..<100 {
            do throws(Failure) {
                return try File(open: path, .read).readAll()
            } catch {
                guard error.kind == .passingLack || error.kind == .interrupted else { return nil }
                pause(milliseconds: 2)
            }
        }
        return nil
    }

    /// The children of a process (proc(5), `children`), whichever of its threads started them.
    package static func children(of process: Int32) -> [Int32] {
        let threads =
            process == getpid()
            ? [ByteString("\(process)")]
            : (try? Directory(open: ByteString("/proc/\(process)/task")).names()) ?? []
        var children: [Int32] = []
        for thread in threads {
            let path = ByteString("/proc/\(process)/task/") + thread + "/children"
            guard let text = readPatiently(path) else { continue }
            children += text.split(separator: UInt8(ascii: " ")).compactMap {
                Int32(String(decoding: $0, as: UTF8.self))
            }
        }
        return children
    }

    /// What a process calls itself, as ps(1) shows it; nil where it is gone.
    package static func name(of process: Int32) -> ByteString? {
        guard let file = try? File(open: ByteString("/proc/\(process)/comm"), .read),
            let text = try? file.readAll()
        else { return nil }
        return ByteString(text.prefix { $0 != UInt8(ascii: "\n") })
    }

    /// The arguments of a process, or none where it is gone or not ours to look at.
    package static func arguments(of process: Int32) -> [ByteString] {
        guard let file = try? File(open: ByteString("/proc/\(process)/cmdline"), .read),
            let text = try? file.readAll()
        else { return [] }
        return ByteString(text).split(on: 0)
    }

    /// The variables that a process was started with.
    package static func environment(of process: Int32) -> [ByteString] {
        guard let file = try? File(open: ByteString("/proc/\(process)/environ"), .read),
            let text = try? file.readAll()
        else { return [] }
        return ByteString(text).split(on: 0)
    }

    /// Every process there is.
    package static func all() -> [Int32] {
        guard let names = try? Directory(open: "/proc").names() else { return [] }
        return names.compactMap { $0.string.flatMap { Int32($0) } }
    }

    /// Whether a process has been sent SIGKILL and is only yet to end of it (proc(5), status, SigPnd).
    package static func isBeingKilled(_ process: Int32) -> Bool {
        guard process > 0, let file = try? File(open: ByteString("/proc/\(process)/status"), .read),
            let text = try? file.readAll()
        else { return false }
        // Its own and its threads': "SigPnd:\t0000000000000100".
        return text.indices.contains { index in
            guard text[index] == UInt8(ascii: "P"), index + 21 <= text.count,
                text[index...].starts(with: "Pnd:\t".utf8),
                let pending = UInt64(digits: text[(index + 5)..<(index + 21)], radix: 16)
            else { return false }
            return pending & 1 << UInt64(SIGKILL - 1) != 0
        }
    }

    /// Whether a process has not ended, and will never execute anything of its own again.
    package static func hasRunItsLast(_ process: Int32) -> Bool {
        guard let facts = ProcessFacts(of: process), !facts.isZombie else { return false }
        return facts.isExiting || isBeingKilled(process)
    }

    /// How a process ended that nobody has reaped yet, whoever's child it was (proc(5), stat, field
    /// 52). Nil where it is none, or of other credentials: the kernel would show a 0 then.
    package static func zombieEnd(of process: Int32) -> ProcessEnd? {
        guard hasOurCredentials(process), let facts = ProcessFacts(of: process), facts.isZombie
        else { return nil }
        return ProcessEnd(waitStatus: facts.waitStatus)
    }

    private static func hasOurCredentials(_ process: Int32) -> Bool {
        guard let file = try? File(open: ByteString("/proc/\(process)/status"), .read),
            let text = try? file.readAll()
        else { return false }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        func holds(_ name: String, _ number: UInt32) -> Bool {
            guard let line = lines.first(where: { $0.hasPrefix(name) }) else { return false }
            return line.dropFirst(name.count).split(whereSeparator: \.isWhitespace)
                .allSatisfy { UInt32($0) == number }
        }
        return holds("Uid:", geteuid()) && holds("Gid:", getegid())
    }
}
