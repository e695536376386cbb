internal import CSys
internal import Glibc

/// How far a process can go in what it gives its children: hard limits, niceness, and the adjustment of
/// the kernel's choice when memory runs out (oom_score_adj). An ordinary user's process can lower the
/// first and raise the others, and not go back.
package struct Reach: Hashable, Sendable {
    /// The highest hard limits, each at its number in getrlimit(2); nil where that is not known.
    package var hardLimits: [UInt64?]
    /// The lowest niceness.
    package var niceness: Int32
    /// The lowest oom_score_adj.
    package var outOfMemoryScore: Int32

    package init(hardLimits: [UInt64?], niceness: Int32, outOfMemoryScore: Int32) {
        self.hardLimits = hardLimits
        self.niceness = niceness
        self.outOfMemoryScore = outOfMemoryScore
    }

    /// What a process needs in order to give these to a child.
    package init(for surroundings: Surroundings) {
        self.init(surroundings.limits, surroundings.niceness, surroundings.outOfMemoryScore)
    }

    private init(_ limits: [ResourceLimit], _ niceness: Int32, _ outOfMemoryScore: Int32?) {
        hardLimits = []
        for limit in limits { hardLimits.set(limit.hard, at: Int(limit.resource)) }
        self.niceness = niceness
        self.outOfMemoryScore = outOfMemoryScore ?? .max
    }

    /// What a process needs in order to give a child what this process has.
    package static func needed() -> Reach {
        Reach(
            Surroundings.currentLimits(), Surroundings.currentNiceness(),
            Processes.outOfMemoryScore())
    }

    /// That of this process, with its privileges (capabilities(7)).
    package static func own() -> Reach {
        let limits = Surroundings.currentLimits()
        var result = Reach(
            limits, Surroundings.currentNiceness(), Processes.lowestOutOfMemoryScore())
        let privileges = Privileges.own()
        if privileges.setsNiceness {
            result.niceness = -20
        } else if let limit = limits.first(where: { $0.resource == Self.niceLimit }) {
            // It counts from 20 for a niceness of 0 to 40 for -20.
            result.niceness = min(result.niceness, 20 - Int32(min(limit.hard, 40)))
        }
        if privileges.setsLimits {
            result.hardLimits = result.hardLimits.map { _ in .max }
            result.outOfMemoryScore = -1000
        }
        return result
    }

    private static let niceLimit: Int32 = 13

    /// What a process of this reach can't give where `needed` is needed, in words; nil where it can.
    package func lack(for needed: Reach) -> String? {
        for (resource, limit) in needed.hardLimits.enumerated() {
            let most = hardLimits.indices.contains(resource) ? hardLimits[resource] : nil
            guard let limit, limit > most ?? .max else { continue }
            return "a hard limit \(Self.name(of: resource)) of "
                + (limit == .max ? "unlimited" : "\(limit)")
        }
        if needed.niceness < niceness { return "a niceness of \(needed.niceness)" }
        if needed.outOfMemoryScore < outOfMemoryScore {
            return "an oom_score_adj of \(needed.outOfMemoryScore)"
        }
        return nil
    }

    /// The name of a limit in getrlimit(2), by its number on Linux.
    private static func name(of resource: Int) -> String {
        let names = [
            "CPU", "FSIZE", "DATA", "STACK", "CORE", "RSS", "NPROC", "NOFILE", "MEMLOCK", "AS",
            "LOCKS", "SIGPENDING", "MSGQUEUE", "NICE", "RTPRIO", "RTTIME",
        ]
        return names.indices.contains(resource) ? "RLIMIT_" + names[resource] : "\(resource)"
    }

    // MARK: As text

    /// Words on a line: niceness, oom_score_adj, and the limits as `NUMBER=LIMIT`.
    package var text: String {
        var text = "\(niceness) \(outOfMemoryScore)"
        for (resource, limit) in hardLimits.enumerated() {
            if let limit { text += " \(resource)=\(limit)" }
        }
        return text
    }

    /// What such words say; nil where they are no such words.
    package init?(_ words: some Collection<ByteString>) {
        let first = words.prefix(2).compactMap { Int32($0) }
        guard first.count == 2 else { return nil }
        var limits: [UInt64?] = []
        for word in words.dropFirst(2) {
            let parts = word.split(on: UInt8(ascii: "="))
            guard parts.count == 2, let resource = Int(parts[0]), let limit = UInt64(parts[1])
            else { return nil }
            limits.set(limit, at: resource)
        }
        self.init(hardLimits: limits, niceness: first[0], outOfMemoryScore: first[1])
    }
}

extension [UInt64?] {
    /// Sets one, and makes room for it. There are sixteen; a number beyond all sense is passed over.
    fileprivate mutating func set(_ limit: UInt64, at resource: Int) {
        guard (0..<64).contains(resource) else { return }
        while count <= resource { append(nil) }
        self[resource] = limit
    }
}

/// What a process may do beyond an ordinary user's (capabilities(7)), as far as limits go.
struct Privileges {
    /// CAP_SYS_RESOURCE: it may raise hard limits.
    let setsLimits: Bool
    /// CAP_SYS_NICE: it may lower its niceness.
    let setsNiceness: Bool

    /// Those of this process. Within a user namespace of its own it has none that count here.
    static func own() -> Privileges {
        var user = stat()
        guard stat("/proc/self/ns/user", &user) == 0, user.st_ino == 0xEFFF_FFFD,
            let file = try? File(open: "/proc/self/status", .read),
            let text = try? file.readAll(limit: 1 << 16),
            let line = ByteString(text).split(on: UInt8(ascii: "\n")).first(where: {
                $0.hasPrefix("CapEff:\t")
            }),
            let effective = UInt64(
                String(decoding: line.bytes.dropFirst(8), as: UTF8.self), radix: 16)
        else { return Privileges(setsLimits: false, setsNiceness: false) }
        return Privileges(
            setsLimits: effective & 1 << 24 != 0, setsNiceness: effective & 1 << 23 != 0)
    }
}

extension Processes {
    private static let scorePath: ByteString = "/proc/self/oom_score_adj"

    /// How this process's chance to be ended is adjusted when memory runs out, from -1000 to 1000
    /// (proc(5), oom_score_adj); nil where the kernel does not tell.
    package static func outOfMemoryScore() -> Int32? {
        guard let file = try? File(open: scorePath, .read), let text = try? file.readAll(limit: 64)
        else { return nil }
        return Int32(String(decoding: text, as: UTF8.self).prefix { $0 != "\n" })
    }

    /// Adjusts it, where that is allowed.
    package static func setOutOfMemoryScore(_ score: Int32) {
        guard let file = try? File(open: scorePath, .readWrite) else { return }
        try? file.write(Array("\(score)".utf8))
    }

    /// How low it may go. The kernel tells that only to those who try.
    fileprivate static func lowestOutOfMemoryScore() -> Int32 {
        guard let score = outOfMemoryScore(), score > 0 else { return outOfMemoryScore() ?? 0 }
        setOutOfMemoryScore(0)
        let lowest = outOfMemoryScore() ?? score
        setOutOfMemoryScore(score)
        return lowest
    }

    /// Frees this process from what it was started with, as far as it may go back there: soft limits are
    /// as high as the hard ones, niceness and oom_score_adj are 0.
    package static func claimReach() {
        for limit in Surroundings.currentLimits() where limit.soft != limit.hard {
            var new = rlimit()
            (new.rlim_cur, new.rlim_max) = (rlim_t(limit.hard), rlim_t(limit.hard))
            _ = setrlimit(limit.resource, &new)
        }
        if getpriority(Int32(PRIO_PROCESS.rawValue), 0) > 0 {
            _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, 0)
        }
        if let score = outOfMemoryScore(), score > 0 { setOutOfMemoryScore(0) }
    }
}
