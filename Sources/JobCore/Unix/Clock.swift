internal import CSys
internal import Glibc

/// A moment in milliseconds of a clock that never steps and counts while the machine sleeps
/// (CLOCK_BOOTTIME). It means something only until the next boot.
package struct Instant: Comparable, Hashable, Sendable {
    package var milliseconds: Int

    package init(milliseconds: Int) { self.milliseconds = milliseconds }

    package static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Instant(milliseconds: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package static func + (instant: Instant, milliseconds: Int) -> Instant {
        Instant(milliseconds: instant.milliseconds + milliseconds)
    }

    /// Milliseconds from `right` to `left`.
    package static func - (left: Instant, right: Instant) -> Int {
        left.milliseconds - right.milliseconds
    }
}

/// The wall clock, for people and for begin times: milliseconds since 1970 (CLOCK_REALTIME).
package struct WallTime: Comparable, Hashable, Sendable {
    package var milliseconds: Int

    package init(milliseconds: Int) { self.milliseconds = milliseconds }

    package static func now() -> WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(milliseconds: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }

    package static func < (left: WallTime, right: WallTime) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// `2026-11-22T09:30:00.125Z` (ISO 8601, UTC).
    package var iso8601: String {
        var seconds = milliseconds / 1000
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return "\(Self.text(parts)).\(thousandths)Z"
    }

    /// `2026-11-22T09:30:00` on the user's clock.
    package var local: String {
        var seconds = milliseconds / 1000
        var parts = tm()
        localtime_r(&seconds, &parts)
        return Self.text(parts)
    }

    /// `20261122 09:30:00.125` on the user's clock: how the seed's log lines begin.
    package var compact: String {
        local.replacing("-", with: "").replacing("T", with: " ") + ".\(thousandths)"
    }

    /// Three digits of a second's parts.
    private var thousandths: String {
        let rest = "\(milliseconds % 1000)"
        return String(repeating: "0", count: 3 - rest.utf8.count) + rest
    }

    private static func text(_ parts: tm) -> String {
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    }
}

/// A date and time of day on the user's clock, before it is a moment.
package struct LocalDate: Sendable {
    package var year, month, day, hour, minute, second: Int

    /// The parts of a moment.
    package init(_ time: WallTime) {
        var seconds = time.milliseconds / 1000
        var parts = tm()
        localtime_r(&seconds, &parts)
        year = Int(parts.tm_year) + 1900
        month = Int(parts.tm_mon) + 1
        day = Int(parts.tm_mday)
        hour = Int(parts.tm_hour)
        minute = Int(parts.tm_min)
        second = Int(parts.tm_sec)
    }

    /// The moment, with daylight saving as it is then. Days beyond a month's end run on, as
    /// mktime(3) has it.
    package var wallTime: WallTime {
        var parts = tm()
        parts.tm_year = Int32(clamping: year - 1900)
        parts.tm_mon = Int32(clamping: month - 1)
        parts.tm_mday = Int32(clamping: day)
        parts.tm_hour = Int32(clamping: hour)
        parts.tm_min = Int32(clamping: minute)
        parts.tm_sec = Int32(clamping: second)
        parts.tm_isdst = -1
        return WallTime(milliseconds: mktime(&parts) * 1000)
    }
}

/// A timer on the wall clock that also fires when somebody sets that clock.
package final class WallTimer {
    package let descriptor: Int32

    package init() throws(Failure) {
        descriptor = csys_wall_timer()
        guard descriptor >= 0 else { throw Failure(system: "cannot make a timer") }
    }

    deinit { close(descriptor) }

    /// Fires at `time`, or never with nil.
    package func set(_ time: WallTime?) {
        _ = csys_wall_timer_set(descriptor, Int64(time.map { max($0.milliseconds, 1) } ?? 0))
    }

    /// Takes note that it fired.
    package func drain() {
        var count: UInt64 = 0
        _ = Glibc.read(descriptor, &count, 8)
    }
}
