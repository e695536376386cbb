/// What is to be other than it was for a job that waits: `cqueue --set`, `cqueue --top`.
package struct JobChange: Sendable {
    package private(set) var priority: Int?
    /// Milliseconds that one attempt may run; 0 for any time.
    package private(set) var timeLimit: Int?
    package private(set) var cores: Int?
    /// What it waits for from now on, in place of what it waited for.
    package var dependencies: [Dependency]?
    /// It is to start before all others of the user that wait.
    package private(set) var isFirst = false
    /// The scripts that csub gave to a batch system, by the job, where one must be looked at.
    var scripts: [JobID: ByteString] = [:]

    /// A job of mine before all others.
    package static var first: JobChange {
        var change = JobChange()
        change.isFirst = true
        return change
    }

    private init() {}

    /// Reads `KEY=VALUE,…`. A comma within a value is one of its own where no `KEY=` follows.
    /// - Throws: `Failure` (64) for a key that can't be changed, or a value that it can't have.
    package init(_ lists: [ByteString], now: WallTime) throws(Failure) {
        var entries: [(key: ByteString, value: ByteString)] = []
        for list in lists {
            for part in list.split(on: UInt8(ascii: ",")) {
                if let equals = part.bytes.firstIndex(of: UInt8(ascii: "=")) {
                    entries.append(
                        (
                            ByteString(part.bytes[..<equals]),
                            ByteString(part.bytes[(equals + 1)...])
                        ))
                } else if let last = entries.indices.last {
                    entries[last].value += "," + part
                } else {
                    throw Failure(
                        "--set: '\(part.printable)' is not KEY=VALUE", status: .usage)
                }
            }
        }
        for (key, value) in entries { try take(key, value, now) }
    }

    private mutating func take(
        _ key: ByteString, _ value: ByteString, _ now: WallTime
    ) throws(Failure) {
        guard let row = OptionTable.builtIn.keyword(key.printable),
            Self.rows.contains(where: { $0.name == row.name })
        else {
            let names = Self.rows.map(\.name)
            throw Failure(
                "--set: '\(key.printable)' can't be changed; what can is "
                    + names.joined(separator: ", ")
                    + Spellings.suggestion(for: key.printable, among: names), status: .usage)
        }
        let isNothing = ["", "none"].contains(value.lowercased)
        if isNothing, row.name == JobOptions.depend.name {
            dependencies = []
            return
        }
        if isNothing, row.name == JobOptions.time.name {
            timeLimit = 0
            return
        }
        let choice = try Choice(
            row, text: value, spelling: "--set \(key.printable)", origin: .commandLine, now: now)
        switch choice.value {
        case .number(let number) where row.name == JobOptions.priority.name: priority = number
        case .number(let number): cores = number
        case .time(let time): timeLimit = time
        case .dependencies(let list):
            guard list.reading == nil, list.parents.isEmpty else {
                throw Failure(
                    "--set \(key.printable): '\(value.printable)' is for csub", status: .usage)
            }
            dependencies = list.dependencies
        default: break
        }
    }

    /// What can be changed.
    static let rows = [
        JobOptions.priority, JobOptions.time, JobOptions.cores, JobOptions.depend,
    ]
}

extension Request {
    /// Takes over what a change says of the job alone: priority, time limit and cores.
    package mutating func apply(_ change: JobChange) {
        if let priority = change.priority { self.priority = priority }
        if let limit = change.timeLimit { timeLimit = limit == 0 ? nil : limit }
        if let cores = change.cores { resources.cores = cores }
    }
}
