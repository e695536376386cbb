/// How the world names a job: an opaque word, printed as the scheduler's own commands accept it.
///
/// `L12` is the local queue's, a number that only grows. `123`, `123_4`, `123_[0-8:2]`, `56+1` and
/// `123;cluster` are Slurm's; `123.server`, `123[].server` and `123[4].server` PBS's. `C3` is a job
/// that never reached a batch system, because one that it depends on had failed.
package struct JobID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Nil for what can't be an ID on any backend: nothing, or with other characters than letters,
    /// digits and `._-;[],%+:`. An `@` may stand before it, for a batch.
    package init?(_ text: String) {
        let word = text.hasPrefix("@") ? text.dropFirst() : text[...]
        let isUsable = word.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                || (0x61...0x7A).contains($0) || "._-;[],%+:".utf8.contains($0)
        }
        guard !word.isEmpty, isUsable, !word.hasPrefix("-") else { return nil }
        self.text = text
    }

    /// The local queue's job of that number.
    package init(local number: Int) { text = "L\(number)" }

    /// A job that no batch system was asked about.
    package init(unsent number: Int) { text = "C\(number)" }

    /// A batch system's job of that number.
    package init(batch number: Int) { text = "\(number)" }

    /// An ID that was put together of the parts of others.
    fileprivate init(parts text: String) { self.text = text }

    /// The number of a job of the local queue.
    package var localNumber: Int? { number(behind: "L") }

    /// The number of a job that no batch system was asked about.
    package var unsentNumber: Int? { number(behind: "C") }

    private func number(behind letter: String) -> Int? {
        guard text.hasPrefix(letter), let number = Int(text.dropFirst()), number > 0,
            text == "\(letter)\(number)"
        else { return nil }
        return number
    }

    package var description: String { text }

    /// `L7`, or all of `L7-L9`, `L7-9` and `7-9`.
    ///
    /// - Returns: nil where the text is neither, or the range is empty or beyond a million.
    package static func range(_ text: String) -> [JobID]? {
        let letter = text.hasPrefix("L") ? "L" : ""
        if let dash = text.firstIndex(of: "-"),
            let first = Int(text[..<dash].dropFirst(letter.count))
        {
            var last = text[text.index(after: dash)...]
            if last.hasPrefix(letter) { last = last.dropFirst(letter.count) }
            guard let end = Int(last), first > 0, end >= first, end - first < 1_000_000 else {
                return nil
            }
            return (first...end).map { letter.isEmpty ? JobID(batch: $0) : JobID(local: $0) }
        }
        return JobID(text).map { [$0] }
    }

    /// IDs with commas between; those within brackets belong to an ID.
    package static func list(_ text: String) -> [String] {
        parts(of: text).filter { !$0.isEmpty }
    }

    /// The same, with nothing left out, and maybe with another separator.
    static func parts(of text: String, separator: Character = ",") -> [String] {
        var parts = [""]
        var isInBrackets = false
        for character in text {
            if character == separator, !isInBrackets {
                parts.append("")
                continue
            }
            if character == "[" { isInBrackets = true }
            if character == "]" { isInBrackets = false }
            parts[parts.count - 1].append(character)
        }
        return parts
    }
}

/// A batch system's ID, taken apart.
package struct BatchID: Hashable, Sendable {
    /// The job's number; for an array, that of the array.
    package var number: Int
    /// The tasks of an array that are meant; nil for all of them, or for a job that is no array.
    package var tasks: ArrayTasks?
    /// The component of a heterogeneous job; nil for all of them.
    package var component: Int?
    /// The cluster that has it, where that was said.
    package var cluster: String?
    /// The server that gave the number, where that was said.
    package var server: String?
    /// Whether tasks are written `123[4]`, and their array `123[]`, as PBS does; else `123_4`, `123`.
    package var hasBrackets = false

    package init(number: Int, tasks: ArrayTasks? = nil) {
        self.number = number
        self.tasks = tasks
    }

    /// `123`, `123_4`, `123_[0-3,7%2]`, `56+1`, each with `;cluster` behind it (squeue(1), `%i`);
    /// `123.server`, `123[].server`, `123[4].server`, the last two without the server as well
    /// (qstat(1B), "job identifier"). Nil for anything else.
    package init?(_ text: String) {
        // Nearly all are only a number, and a list has thousands.
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        guard (1...10).contains(digits.count) else { return nil }
        number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        var rest = text[digits.endIndex...]
        if rest.isEmpty {
            if number == 0 { return nil }
            return
        }
        if let semicolon = rest.firstIndex(of: ";") {
            cluster = String(rest[rest.index(after: semicolon)...])
            rest = rest[..<semicolon]
            if cluster?.isEmpty ?? true { return nil }
        } else if let dot = rest.firstIndex(of: ".") {
            server = String(rest[rest.index(after: dot)...])
            rest = rest[..<dot]
            if server?.isEmpty ?? true { return nil }
        }
        switch rest.first {
        case nil: break
        case "_":
            rest = rest.dropFirst()
            if rest.first == "[" {
                guard rest.last == "]" else { return nil }
                rest = rest.dropFirst().dropLast()
            }
            guard let tasks = ArrayTasks(rest) else { return nil }
            self.tasks = tasks
        case "[":
            guard rest.last == "]" else { return nil }
            hasBrackets = true
            rest = rest.dropFirst().dropLast()
            if rest.isEmpty { break }
            guard let tasks = ArrayTasks(rest) else { return nil }
            self.tasks = tasks
        case "+":
            guard let component = Int(rest.dropFirst()), component >= 0 else { return nil }
            self.component = component
        default: return nil
        }
        // Only PBS begins at 0.
        if number == 0, server == nil, !hasBrackets { return nil }
        if server != nil, !hasBrackets, !rest.isEmpty { return nil }
        if cluster != nil, hasBrackets { return nil }
    }

    /// Whether it is written as PBS writes IDs; a bare number may be anybody's.
    package var isOfPBS: Bool { hasBrackets || server != nil }

    /// The ID of the job, or of the whole array that a task is of.
    package var whole: JobID { id(hasBrackets ? "[]" : "") }

    /// The ID of one of its tasks.
    package func task(_ index: Int) -> JobID {
        id(isOfPBS ? "[\(index)]" : "_\(index)")
    }

    /// The ID of some of its tasks: `123_[0-3,7]`, or that of the one that there is.
    package func some(_ tasks: ArrayTasks) -> JobID {
        if tasks.count == 1 { return task(tasks.indices[0]) }
        return id(isOfPBS ? "[\(tasks.text)]" : "_[\(tasks.text)]")
    }

    private func id(_ task: String) -> JobID {
        JobID(
            parts: "\(number)" + task + (cluster.map { ";\($0)" } ?? "")
                + (server.map { ".\($0)" } ?? ""))
    }

    /// Whether it is of the job, or the array, that somebody named: who names no server means any.
    package func isOfSameJob(as named: BatchID) -> Bool {
        number == named.number && cluster == named.cluster
            && (named.server == nil || server == named.server)
    }
}

extension [JobID] {
    /// The first ten, and how many more there are.
    package var summary: String {
        prefix(10).map(\.text).joined(separator: " ")
            + (count > 10 ? " and \(count - 10) more" : "")
    }
}
