/// `-l nodes=2:ppn=4,mem=4gb,walltime=1:00:00`: what a Torque or PBS user asks for, as options of
/// ours.
///
/// Sources: qsub(1B); pbs_resources(7B).
package struct ResourceList {
    package private(set) var choices: [Choice] = []
    /// What means nothing here, as it was written.
    package private(set) var ignored: [ByteString] = []
    private let origin: Origin
    private let now: WallTime

    /// The names that mean something.
    static let names = [
        "nodes", "select", "ppn", "ncpus", "gpus", "ngpus", "mem", "pmem", "walltime", "qos",
    ]

    /// - Throws: `Failure` for a value that its option does not take.
    package init(_ list: ByteString, origin: Origin, now: WallTime) throws(Failure) {
        self.origin = origin
        self.now = now
        try take(list)
    }

    private mutating func take(_ list: ByteString) throws(Failure) {
        for item in list.split(on: UInt8(ascii: ",")) {
            let equals = item.bytes.firstIndex(of: UInt8(ascii: "="))
            let name = ByteString(item.bytes[..<(equals ?? item.count)]).printable
            let value = equals.map { ByteString(item.bytes[($0 + 1)...]) } ?? ""
            switch name {
            case "nodes", "select":
                let parts = value.split(on: UInt8(ascii: ":"))
                // Names of hosts, and sums of several kinds of nodes, are the scheduler's.
                guard !value.contains(UInt8(ascii: "+")),
                    parts[0].bytes.allSatisfy({ (0x30...0x39).contains($0) })
                else {
                    ignored.append(item)
                    continue
                }
                try add(JobOptions.nodes, parts[0])
                try take(ByteString.joined(Array(parts.dropFirst()), by: ","))
            case "ppn", "ncpus": try add(JobOptions.cores, value)
            case "gpus", "ngpus": try add(JobOptions.gpus, value)
            case "mem": try add(JobOptions.memory, Self.kilobytes(value))
            case "pmem": try add(JobOptions.memoryPerCore, Self.kilobytes(value))
            case "walltime":
                // A bare number is seconds there.
                let isNumber = value.bytes.allSatisfy { (0x30...0x39).contains($0) }
                try add(JobOptions.time, isNumber ? value + "s" : value)
            case "qos": try add(JobOptions.qos, value)
            case "": break
            default: ignored.append(item)
            }
        }
    }

    private mutating func add(_ row: OptionRow, _ text: ByteString) throws(Failure) {
        choices.append(try Choice(row, text: text, origin: origin, now: now))
    }

    /// A size of pbs_resources(7B), where a bare number, or one with `b`, counts bytes.
    private static func kilobytes(_ text: ByteString) -> ByteString {
        let digits = text.bytes.prefix { (0x30...0x39).contains($0) }
        let unit = ByteString(text.bytes.dropFirst(digits.count)).lowercased
        guard unit == "" || unit == "b", let bytes = ByteString(digits).string.flatMap({ Int($0) })
        else { return text }
        return ByteString("\((bytes + 1023) / 1024)K")
    }
}
