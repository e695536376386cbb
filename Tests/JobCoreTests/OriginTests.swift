import Testing

@testable import JobCore

/// What a process has, held against what another one has.
struct OriginTests {
    private func reach(_ files: UInt64 = 100, nice: Int32 = 0, score: Int32 = 0) -> Reach {
        Reach(
            hardLimits: Array(repeating: nil, count: 7) + [files], niceness: nice,
            outOfMemoryScore: score)
    }

    private func words(_ text: String) -> [ByteString] {
        ByteString(text).split(on: UInt8(ascii: " "))
    }

    @Test func `who has more, or has been less reduced, lacks nothing`() {
        #expect(reach().lack(for: reach()) == nil)
        #expect(reach(200, nice: -5, score: -100).lack(for: reach()) == nil)
        #expect(reach(.max).lack(for: reach(.max)) == nil)
    }

    @Test func `what is lacking is told`() {
        #expect(reach().lack(for: reach(101)) == "a hard limit RLIMIT_NOFILE of 101")
        #expect(reach().lack(for: reach(.max)) == "a hard limit RLIMIT_NOFILE of unlimited")
        #expect(reach(nice: 5).lack(for: reach()) == "a niceness of 0")
        #expect(reach(score: 300).lack(for: reach(score: 1)) == "an oom_score_adj of 1")
    }

    @Test func `a reach is what its text says`() {
        let reach = Reach(
            hardLimits: [.max, nil, 4096, 0], niceness: -3, outOfMemoryScore: -1000)
        #expect(Reach(words(reach.text)) == reach)
        for text in ["", "1", "x 1", "0 0 7", "0 0 7=x", "0 0 7=1=2"] {
            #expect(Reach(words(text)) == nil)
        }
    }

    /// With a number for each of mount, network, user, process, host name, IPC, control group and time
    /// namespace, and for the root directory's device and inode.
    private func place(_ numbers: [UInt64], boot: String = "a") throws -> Namespaces {
        try #require(Namespaces(([boot] + numbers.map { "\($0)" }).map { ByteString($0) }))
    }

    private let host: [UInt64] = [1, 2, 0xEFFF_FFFD, 0xEFFF_FFFC, 0xEFFF_FFFE, 6, 7, 8, 9, 10]

    @Test(arguments: [
        (0, "mount namespace"), (1, "network namespace"), (2, "user namespace"),
        (3, "process namespace"), (4, "host name namespace"), (5, "IPC namespace"),
        (6, "control group namespace"), (7, "time namespace"), (8, "root directory"),
        (9, "root directory"),
    ])
    func `each namespace counts, and the root directory`(_ index: Int, _ name: String) throws {
        var other = host
        other[index] = 77
        #expect(try place(host).difference(from: place(other)) == name)
        #expect(try place(host).difference(from: place(host)) == nil)
        other[index] = 0
        #expect(try index > 7 || place(host).difference(from: place(other)) == nil)
    }

    @Test func `after a restart of the machine only being in a container counts`() throws {
        var contained = host
        (contained[0], contained[3]) = (100, 103)
        var renumbered = contained
        (renumbered[0], renumbered[3]) = (200, 203)
        let mounted = [50] + host.dropFirst()
        #expect(try place(host).difference(from: place(mounted, boot: "b")) == nil)
        #expect(try place(contained).difference(from: place(renumbered, boot: "b")) == nil)
        #expect(
            try place(host).difference(from: place(contained, boot: "b")) == "process namespace")
    }

    @Test func `namespaces are what their text says`() throws {
        let own = try Namespaces.own()
        #expect(Namespaces(words(own.text)) == own)
        #expect(Namespaces(words("boot 1 2 3")) == nil)
        #expect(Namespaces(words("")) == nil)
    }
}
