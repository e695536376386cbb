import JobCore

/// The marks of a time axis: round moments on the user's clock, at most so many.
struct TimeScale {
    /// Milliseconds between two marks.
    let step: Int
    /// The marks, in milliseconds since 1970.
    let marks: [Int]

    init(from beginning: Int, to end: Int, atMost count: Int) {
        let most = max(1, count)
        step =
            Self.steps.first { (end - beginning) / $0 < most } ?? Self.longest(end, beginning, most)
        var marks: [Int] = []
        let midnight = Self.midnight(before: beginning)
        var number = max(0, (beginning - midnight) / step)
        while marks.count <= most {
            let mark = Self.mark(number, step, midnight)
            if mark > end { break }
            if mark >= beginning { marks.append(mark) }
            number += 1
        }
        self.marks = marks
    }

    private static let day = 86_400_000
    private static let steps =
        [1, 2, 5, 10, 20, 50, 100, 200, 500]
        + [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].map { $0 * 1000 }
        + [1, 2, 3, 6, 12, 24, 48, 7 * 24, 14 * 24, 28 * 24].map { $0 * 3_600_000 }

    private static func longest(_ end: Int, _ beginning: Int, _ most: Int) -> Int {
        ((end - beginning) / most / day + 1) * day
    }

    private static func midnight(before time: Int) -> Int {
        var date = LocalDate(WallTime(milliseconds: time))
        (date.hour, date.minute, date.second) = (0, 0, 0)
        return min(time, date.wallTime.milliseconds)
    }

    /// Days begin at midnight, also where one of them has 23 hours.
    private static func mark(_ number: Int, _ step: Int, _ midnight: Int) -> Int {
        guard step >= day else { return midnight + number * step }
        var date = LocalDate(WallTime(milliseconds: midnight))
        date.day += number * (step / day)
        return date.wallTime.milliseconds
    }

    /// What stands at a mark: `16:05`, `16:05:30`, `16:05:30.250`, or a date.
    func label(_ mark: Int) -> String {
        let text = WallTime(milliseconds: mark).local
        if step >= Self.day { return String(text.prefix(10)) }
        let time = text.dropFirst(11)
        if step % 60_000 == 0 { return String(time.prefix(5)) }
        if step % 1000 == 0 { return String(time) }
        let thousandths = DurationText.seconds(milliseconds: mark % 1000).dropFirst(1)
        return String(time + thousandths)
    }

    /// `2026-11-22 09:30:05`.
    static func moment(_ time: Int) -> String {
        WallTime(milliseconds: time).local.replacing("T", with: " ")
    }
}
