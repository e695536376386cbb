/// Slurm's spellings of numbers and lengths of time. Each reader takes the bytes of one field, and
/// gives nil for words such as `N/A`, `UNLIMITED` or `NOT_SET`, and for what it can't read.
enum SlurmValues {
    /// A number that has only digits, below 10^15.
    static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard (1...15).contains(bytes.count) else { return nil }
        var result = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            result = result * 10 + Int(byte - 0x30)
        }
        return result
    }

    /// `4`; scontrol has `4-8` for a range, of which it gives the least, and `1K` may stand for 1024.
    static func count(_ bytes: ArraySlice<UInt8>) -> Int? {
        let first = bytes.prefix { $0 != UInt8(ascii: "-") }
        if first.last == UInt8(ascii: "K") { return number(first.dropLast()).map { $0 * 1024 } }
        return number(first)
    }

    /// Milliseconds of `0:05`, `02:03:04`, `1-02:03:04`.
    static func clock(_ bytes: ArraySlice<UInt8>) -> Int? {
        var days = 0
        var rest = bytes
        if let dash = rest.firstIndex(of: UInt8(ascii: "-")) {
            guard let number = number(rest[..<dash]), number < 1_000_000 else { return nil }
            days = number
            rest = rest[(dash + 1)...]
        }
        var (seconds, fields) = (0, 0)
        while true {
            let colon = rest.firstIndex(of: UInt8(ascii: ":"))
            guard let number = number(rest[..<(colon ?? rest.endIndex)]), number < 1_000_000,
                fields < 3
            else { return nil }
            seconds = seconds * 60 + number
            fields += 1
            guard let colon else { break }
            rest = rest[(colon + 1)...]
        }
        return fields < 2 ? nil : (days * 86_400 + seconds) * 1000
    }

    /// What `100M` or `1.50G` asks for; versions before 21.08 have a letter behind it, `c` for each
    /// core or `n` for each node. Nothing at all is asked for with `0`.
    static func memory(_ bytes: ArraySlice<UInt8>) -> MemoryRequest? {
        let letter = bytes.last.flatMap { "cn".utf8.contains($0) ? $0 : nil }
        let text = letter == nil ? bytes : bytes.dropLast()
        guard text.count < 20, let size = MemorySize.bytes(String(decoding: text, as: UTF8.self)),
            size > 0
        else { return nil }
        return MemoryRequest(size: size, letter: letter)
    }

    /// An amount of memory for a job, for each of its cores, or for each of its nodes.
    struct MemoryRequest {
        var size: Int
        var letter: UInt8?

        func bytes(cores: Int, nodes: Int) -> Int? {
            let times =
                switch letter {
                case UInt8(ascii: "c"): cores
                case UInt8(ascii: "n"): nodes
                default: 1
                }
            let (product, overflow) = size.multipliedReportingOverflow(by: times)
            return overflow ? nil : product
        }
    }

    /// How a job's script ended, by `3:0`, a status and a signal.
    ///
    /// Nil for a number that is no signal's: where a job can't be launched (an output directory that
    /// is missing: `0:53`) or runs out of memory (`0:125`), Slurm has a number of its own there.
    static func processEnd(_ bytes: ArraySlice<UInt8>) -> ProcessEnd? {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let status = number(bytes[..<colon]), let signal = number(bytes[(colon + 1)...]),
            status < 256, signal < 32
        else { return nil }
        return signal > 0 ? .killed(by: Int32(signal)) : .exited(Int32(status))
    }
}

/// Reads Slurm's times, of which a table has thousands: `2026-11-22T08:09:40` on the local clock, or
/// seconds since 1970, which the clients write where SLURM_TIME_FORMAT is `%s`.
struct SlurmClock {
    /// Seconds since 1970 at a day's beginning; nil for a day on which the clock is set.
    private var days: [Int: Int?] = [:]

    /// Nil for `N/A`, `Unknown` and the like.
    mutating func time(_ bytes: ArraySlice<UInt8>) -> WallTime? {
        if let seconds = SlurmValues.number(bytes) {
            return seconds > 0 ? WallTime(milliseconds: seconds * 1000) : nil
        }
        let at = bytes.startIndex
        func field(_ start: Int, _ length: Int) -> Int? {
            SlurmValues.number(bytes[(at + start)..<(at + start + length)])
        }
        guard bytes.count == 19, bytes[at + 4] == UInt8(ascii: "-"),
            bytes[at + 7] == UInt8(ascii: "-"), bytes[at + 10] == UInt8(ascii: "T"),
            let year = field(0, 4), let month = field(5, 2), let day = field(8, 2),
            let hour = field(11, 2), let minute = field(14, 2), let second = field(17, 2),
            year >= 1970, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        let key = (year * 16 + month) * 32 + day
        let start: Int?
        if let known = days[key] {
            start = known
        } else {
            start = Self.evenStart(year, month, day)
            days[key] = .some(start)
        }
        if let start {
            let seconds = start + hour * 3600 + minute * 60 + second
            return WallTime(milliseconds: seconds * 1000)
        }
        return Self.moment(year, month, day, hour, minute, second)
    }

    /// When a day begins, if all its hours follow each other. Asking the C library for each time takes
    /// longer than all the rest of a row.
    private static func evenStart(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        let start = moment(year, month, day, 0, 0, 0).milliseconds / 1000
        let end = moment(year, month, day + 1, 0, 0, 0).milliseconds / 1000
        return end - start == 86_400 ? start : nil
    }

    private static func moment(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int
    ) -> WallTime {
        var date = LocalDate(WallTime(milliseconds: 0))
        (date.year, date.month, date.day) = (year, month, day)
        (date.hour, date.minute, date.second) = (hour, minute, second)
        return date.wallTime
    }
}

extension BatchID {
    /// `123`, `123_4`, `123_[0-3,7%2]`, `56+1`, each with `;cluster` behind it (squeue(1), `%i`). Nil
    /// for anything else.
    init?(slurm text: String) {
        // Of larger numbers its clients take the last 32 bits.
        guard let id = BatchID(text), id.server == nil, !id.hasBrackets, id.number < 0xFFFF_FFF0
        else { return nil }
        self = id
    }
}
