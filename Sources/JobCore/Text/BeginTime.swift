/// The moments of `--begin`, as sbatch(1) reads them.
package enum BeginTime {
    /// `16:00`, `2026-12-24T18:00[:30]`, `2026-12-24`, `now`, `now+90` (seconds), `now+1hour`,
    /// `today`, `tomorrow`, `midnight`, `noon`, `fika` (15:00), `teatime` (16:00). A time of day
    /// that has passed is tomorrow's. Nil for anything else.
    package static func moment(_ text: String, now: WallTime) -> WallTime? {
        let word = text.lowercased()
        switch word {
        case "now": return now
        // Midnight, as sbatch has it: the one that was, and the one to come.
        case "today", "tomorrow":
            var date = LocalDate(now)
            (date.hour, date.minute, date.second) = (0, 0, 0)
            if word == "tomorrow" { date.day += 1 }
            return date.wallTime
        case "midnight": return next(hour: 0, minute: 0, second: 0, after: now)
        case "noon": return next(hour: 12, minute: 0, second: 0, after: now)
        case "fika": return next(hour: 15, minute: 0, second: 0, after: now)
        case "teatime": return next(hour: 16, minute: 0, second: 0, after: now)
        default: break
        }
        if word.hasPrefix("now+") {
            return later(word.dropFirst(4)).map {
                WallTime(milliseconds: now.milliseconds + $0)
            }
        }
        let parts = text.split(whereSeparator: { $0 == "T" || $0 == " " })
        switch parts.count {
        case 1:
            if let time = timeOfDay(parts[0]) {
                return next(hour: time.0, minute: time.1, second: time.2, after: now)
            }
            return date(parts[0], hour: 0, minute: 0, second: 0)
        case 2:
            guard let time = timeOfDay(parts[1]) else { return nil }
            return date(parts[0], hour: time.0, minute: time.1, second: time.2)
        default: return nil
        }
    }

    /// A moment that was: `2h` and `1d12h` are that long ago, and so is `now-2hours`; a time of day is
    /// the last one; `today`, `yesterday` and a date alone are their midnight. Nil for anything else.
    package static func past(_ text: String, now: WallTime) -> WallTime? {
        let word = text.lowercased()
        let back = word.hasPrefix("now-") ? later(word.dropFirst(4)) : DurationText.units(word)
        if let back { return WallTime(milliseconds: now.milliseconds - back) }
        if word == "yesterday" || word == "tomorrow" || word.hasPrefix("now+") {
            return word == "yesterday" ? dayBefore(moment("today", now: now)) : nil
        }
        guard let moment = moment(text, now: now) else { return nil }
        // A time of day, and not a date.
        return moment > now && !text.contains("-") ? dayBefore(moment) : moment
    }

    private static func dayBefore(_ moment: WallTime?) -> WallTime? {
        moment.map { moment in
            var date = LocalDate(moment)
            date.day -= 1
            return date.wallTime
        }
    }

    private static func later(_ text: Substring) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), count < 1_000_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "", "s", "second", "seconds": return count * 1000
        case "m", "minute", "minutes": return count * 60_000
        case "h", "hour", "hours": return count * 3_600_000
        case "d", "day", "days": return count * 86_400_000
        case "week", "weeks": return count * 604_800_000
        default: return nil
        }
    }

    private static func numbers(_ text: Substring, separator: Character) -> [Int]? {
        var result: [Int] = []
        for part in text.split(separator: separator, omittingEmptySubsequences: false) {
            guard part.count <= 4, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(part)
            else { return nil }
            result.append(number)
        }
        return result
    }

    private static func timeOfDay(_ text: Substring) -> (Int, Int, Int)? {
        guard let parts = numbers(text, separator: ":"), (2...3).contains(parts.count) else {
            return nil
        }
        let second = parts.count == 3 ? parts[2] : 0
        guard parts[0] < 24, parts[1] < 60, second < 60 else { return nil }
        return (parts[0], parts[1], second)
    }

    private static func date(_ text: Substring, hour: Int, minute: Int, second: Int) -> WallTime? {
        guard let parts = numbers(text, separator: "-"), parts.count == 3, parts[0] >= 1970,
            (1...12).contains(parts[1]), (1...31).contains(parts[2])
        else { return nil }
        var date = LocalDate(WallTime(milliseconds: 0))
        (date.year, date.month, date.day) = (parts[0], parts[1], parts[2])
        (date.hour, date.minute, date.second) = (hour, minute, second)
        // No 31 February.
        let moment = date.wallTime
        return LocalDate(moment).day == parts[2] ? moment : nil
    }

    private static func next(hour: Int, minute: Int, second: Int, after now: WallTime) -> WallTime {
        var date = LocalDate(now)
        (date.hour, date.minute, date.second) = (hour, minute, second)
        let today = date.wallTime
        if today > now { return today }
        date.day += 1
        return date.wallTime
    }
}
