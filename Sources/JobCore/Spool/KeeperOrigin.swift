/// What a keeper is run with: where it is, and how far its jobs may go. It stands in the file `keeper`
/// as long as no other keeper comes, and is compared with what a submitter has.
struct KeeperOrigin: Hashable {
    /// The number of its pair.
    let pair: Int
    /// The keeper's own process.
    let process: ProcessIdentity
    let namespaces: Namespaces
    let reach: Reach

    /// That of this process, which is to be the keeper of a pair.
    static func own(pair: Int) throws(Failure) -> KeeperOrigin {
        KeeperOrigin(pair: pair, process: try .own(), namespaces: try .own(), reach: .own())
    }

    /// Why a job with these surroundings can't run under this keeper, in words; nil where it can.
    func obstacle(to surroundings: Surroundings) -> String? {
        if let other = surroundings.namespaces, let difference = namespaces.difference(from: other)
        {
            return "submitted in another \(difference)"
        }
        return reach.lack(for: Reach(for: surroundings)).map { "its keeper can't give it \($0)" }
    }

    // MARK: In the file

    /// Room for all of it, so that a keeper's text replaces that of the one before in one write.
    private static let size = 1024

    /// Writes it into a file. Where the disk is full nobody knows of it, and a submitter takes the
    /// keeper for one like itself.
    func write(to file: File) {
        let lines = [
            "pair \(pair)", "process \(process.number) \(process.start)",
            "namespaces \(namespaces.text)", "reach \(reach.text)", "end \(pair)", "",
        ]
        var bytes = Array(lines.joined(separator: "\n").utf8)
        bytes += Array(repeating: UInt8(ascii: "\n"), count: max(0, Self.size - bytes.count))
        try? file.write(bytes, at: 0)
    }

    /// What a file tells of the latest keeper; nil where there was none, or it could not write.
    init?(in file: File) throws(Failure) {
        let text = try file.bytes(at: 0, count: Self.size)
        let lines = text.split(separator: UInt8(ascii: "\n")).map {
            ByteString($0).split(on: UInt8(ascii: " "))
        }
        guard lines.count == 5,
            zip(lines, ["pair", "process", "namespaces", "reach", "end"])
                .allSatisfy({ $0.first == $1 }),
            let pair = lines[0].last.flatMap({ Int($0) }),
            lines[4].last.flatMap({ Int($0) }) == pair,
            lines[1].count == 3, let number = Int32(lines[1][1]), let start = UInt64(lines[1][2]),
            let namespaces = Namespaces(lines[2].dropFirst()),
            let reach = Reach(lines[3].dropFirst())
        else { return nil }
        self.pair = pair
        process = ProcessIdentity(number: number, start: start)
        self.namespaces = namespaces
        self.reach = reach
    }

    private init(pair: Int, process: ProcessIdentity, namespaces: Namespaces, reach: Reach) {
        self.pair = pair
        self.process = process
        self.namespaces = namespaces
        self.reach = reach
    }
}
