/// Lengths of time as users write them.
package enum DurationText {
    /// Milliseconds of a `--time`, as sbatch(1) reads it: `90` is minutes, `MM:SS`, `HH:MM:SS`,
    /// `D-HH`, `D-HH:MM`, `D-HH:MM:SS`; and `90s`, `30m`, `2h`, `1d12h`. Nil for anything else.
    package static func limit(_ text: String) -> Int? {
        if let minutes = number(text[...]) { return scaled(minutes, by: 60_000) }
        return clock(text) ?? units(text)
    }

    /// Milliseconds of a waiting time, as timeout(1) reads it: a bare number is seconds, with or
    /// without a fraction; else as `limit`.
    package static func wait(_ text: String) -> Int? {
        if let seconds = Double(text), seconds >= 0, seconds < 1e12,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E })
        {
            return Int((seconds * 1000).rounded())
        }
        return clock(text) ?? units(text) ?? fraction(text)
    }

    /// `0.5s` or `1.5h`, as timeout(1) has it.
    private static func fraction(_ text: String) -> Int? {
        let weights: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last, let weight = weights[unit],
            let seconds = wait(String(text.dropLast()))
        else { return nil }
        let total = Double(seconds) * weight
        return total < 1e15 ? Int(total.rounded()) : nil
    }

    /// `1-02:03:04` or `2:03:04` or `3:04`: what squeue(1) shows for a time.
    package static func clock(milliseconds: Int) -> String {
        var text: [UInt8] = []
        appendClock(milliseconds: milliseconds, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends what `clock` gives.
    /// - Returns: how many characters that are.
    @discardableResult
    static func appendClock(milliseconds: Int, to text: inout [UInt8]) -> Int {
        let start = text.count
        let seconds = milliseconds / 1000
        let (days, hours) = (seconds / 86400, seconds / 3600 % 24)
        if days > 0 {
            text.append(decimal: days)
            text.append(UInt8(ascii: "-"))
        }
        if days > 0 || hours > 0 {
            text.append(decimal: hours, width: days > 0 ? 2 : 1)
            text.append(UInt8(ascii: ":"))
        }
        text.append(decimal: seconds / 60 % 60, width: days > 0 || hours > 0 ? 2 : 1)
        text.append(UInt8(ascii: ":"))
        text.append(decimal: seconds % 60, width: 2)
        return text.count - start
    }

    /// `2 s` or `0.5 s`.
    package static func short(_ milliseconds: Int) -> String {
        var text = seconds(milliseconds: milliseconds)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text + " s"
    }

    /// `1.250`.
    package static func seconds(milliseconds: Int) -> String {
        let rest = "\(milliseconds % 1000)"
        let zeros = String(repeating: "0", count: 3 - rest.utf8.count)
        return "\(milliseconds / 1000).\(zeros)\(rest)"
    }

    /// `02:03:04`, or `1-02:03:04` from a day on: what sbatch(1) takes. A part of a second counts
    /// as a whole one.
    package static func fullClock(milliseconds: Int) -> String {
        let seconds = (milliseconds + 999) / 1000
        let clock = hoursClock(seconds: seconds % 86_400)
        return seconds < 86_400 ? clock : "\(seconds / 86_400)-\(clock)"
    }

    /// `26:03:04`, with hours beyond a day: what qsub(1B) takes for a walltime.
    package static func hoursClock(seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    private static func clock(_ text: String) -> Int? {
        var rest = text[...]
        var days: Int?
        if let dash = rest.firstIndex(of: "-") {
            guard let number = number(rest[..<dash]) else { return nil }
            days = number
            rest = rest[rest.index(after: dash)...]
        }
        var fields: [Int] = []
        for part in rest.split(separator: ":", omittingEmptySubsequences: false) {
            guard let field = number(part) else { return nil }
            fields.append(field)
        }
        // With days the first field is hours; without, two fields are minutes and seconds.
        let weights = [3_600_000, 60_000, 1000]
        guard (days == nil ? 2...3 : 1...3).contains(fields.count) else { return nil }
        let first = days == nil ? 3 - fields.count : 0
        var total = 0
        if let days {
            guard let whole = scaled(days, by: 86_400_000) else { return nil }
            total = whole
        }
        for (field, weight) in zip(fields, weights[first...]) {
            guard let part = scaled(field, by: weight) else { return nil }
            total += part
        }
        return total
    }

    /// Milliseconds of `90s`, `30m`, `2h`, `1d12h`; nil for anything else.
    package static func units(_ text: String) -> Int? {
        let weights: [Character: Int] = [
            "d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000,
        ]
        var total = 0
        var digits = text[text.startIndex..<text.startIndex]
        var last = Int.max
        for index in text.indices {
            if let weight = weights[text[index]] {
                guard weight < last, let count = number(digits),
                    let part = scaled(count, by: weight)
                else { return nil }
                total += part
                last = weight
                digits = text[text.index(after: index)..<text.index(after: index)]
            } else {
                digits = text[digits.startIndex...index]
            }
        }
        return digits.isEmpty && last != .max ? total : nil
    }

    /// Only digits, and few enough that no sum of scaled ones can overflow.
    private static func number(_ text: Substring) -> Int? {
        guard (1...10).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }

    private static func scaled(_ number: Int, by weight: Int) -> Int? {
        // Ten thousand years will do.
        let (product, overflow) = number.multipliedReportingOverflow(by: weight)
        return overflow || product > 315_360_000_000_000 ? nil : product
    }
}
