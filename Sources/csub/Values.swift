import ArgumentParser
import JobCore

/// A whole number from 1.
struct Count: ExpressibleByArgument {
    let value: Int

    init?(argument: String) {
        guard let number = Int(argument), (1...1_000_000).contains(number) else { return nil }
        value = number
    }
}

/// A whole number from 0.
struct Number: ExpressibleByArgument {
    let value: Int

    init?(argument: String) {
        guard let number = Int(argument), (0...1_000_000_000).contains(number) else { return nil }
        value = number
    }
}

/// `--mem`.
struct Memory: ExpressibleByArgument {
    let bytes: Int

    init?(argument: String) {
        if argument == "none" {
            bytes = 0
        } else {
            guard let size = MemorySize.bytes(argument) else { return nil }
            bytes = size
        }
    }
}

/// `--time`.
struct TimeLimit: ExpressibleByArgument {
    let milliseconds: Int

    init?(argument: String) {
        guard let limit = DurationText.limit(argument), limit > 0 else { return nil }
        milliseconds = limit
    }
}

/// `--begin`.
struct Begin: ExpressibleByArgument {
    private let text: String

    init?(argument: String) {
        guard BeginTime.moment(argument, now: Session.now()) != nil else { return nil }
        text = argument
    }

    func moment(now: WallTime) -> WallTime { BeginTime.moment(text, now: now) ?? now }
}

/// `--depend`: `L7,L8`, `afterany:L7:L8`, `singleton`, or `-`.
struct Dependencies: ExpressibleByArgument {
    let isStandardInput: Bool
    var dependencies: [Dependency] = []

    init?(argument: String) {
        isStandardInput = argument == "-"
        if isStandardInput { return }
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            if part == "singleton" {
                dependencies.append(.singleton)
                continue
            }
            var words = part.split(separator: ":", omittingEmptySubsequences: false)[...]
            var condition = Dependency.Condition.afterok
            if words.count > 1 {
                guard let word = words.popFirst(),
                    let named = Dependency.Condition(rawValue: String(word))
                else { return nil }
                condition = named
            }
            for word in words {
                guard let ids = JobID.range(String(word)) else { return nil }
                dependencies += ids.map { .job($0, condition) }
            }
        }
    }
}
