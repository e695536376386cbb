/// PBS's spellings of numbers, sizes and times. Nil for what can't be read.
enum PBSValues {
    /// Milliseconds of `00:10:00` or `90`; days may be in front.
    static func clock(_ text: ByteString) -> Int? {
        var seconds = 0
        let parts = text.split(on: UInt8(ascii: ":"))
        guard parts.count <= 4 else { return nil }
        for (place, part) in parts.enumerated() {
            guard let number = part.string.flatMap({ Int($0) }),
                (0..<1_000_000_000).contains(number)
            else { return nil }
            seconds = seconds * (place == 1 && parts.count == 4 ? 24 : 60) + number
        }
        return seconds * 1000
    }

    /// Bytes of `100mb` or `0kb`; `w` in place of `b` counts words of eight bytes.
    static func size(_ text: ByteString) -> Int? {
        let digits = text.bytes.prefix { (0x30...0x39).contains($0) }
        guard (1...15).contains(digits.count),
            let number = Int(String(decoding: digits, as: UTF8.self))
        else { return nil }
        var letters = String(decoding: text.bytes.dropFirst(digits.count), as: UTF8.self)
            .lowercased()
        var unit = 1
        if letters.hasSuffix("w") { unit = 8 }
        if letters.hasSuffix("w") || letters.hasSuffix("b") { letters.removeLast() }
        let scales = ["", "k", "m", "g", "t", "p"]
        guard let scale = scales.firstIndex(of: letters) else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit << (10 * scale))
        return overflow ? nil : bytes
    }

    /// All processors of `2:ppn=4+1:ppn=2`, or of `node1:ppn=4`; nil where none are named.
    static func processors(ofNodes text: ByteString) -> Int? {
        var total = 0
        for part in text.printable.split(separator: "+") {
            let words = part.split(separator: ":")
            let count = words.first.flatMap { Int($0) } ?? 1
            let each =
                words.first { $0.hasPrefix("ppn=") }.flatMap { Int($0.dropFirst(4)) } ?? 1
            guard (0..<1_000_000).contains(count), (0..<1_000_000).contains(each) else {
                return nil
            }
            total += count * each
        }
        return total > 0 ? total : nil
    }

    /// The machines of `node1/0-3+node2/0*4`.
    static func hosts(_ text: ByteString) -> String {
        let names = text.printable.split(separator: "+").map { $0.prefix { $0 != "/" } }
        return names.unique.joined(separator: ",")
    }

    /// Seconds since 1970, as in XML, or `Sun Nov 22 07:47:29 2026` on the local clock (ctime(3)).
    static func time(_ text: ByteString) -> WallTime? {
        guard let text = text.string else { return nil }
        if let seconds = Int(text) {
            guard (1..<1_000_000_000_000).contains(seconds) else { return nil }
            return WallTime(milliseconds: seconds * 1000)
        }
        let words = text.split(separator: " ")
        guard words.count == 5, let month = months.firstIndex(of: String(words[1])),
            let day = Int(words[2]), let year = Int(words[4]), (1970..<10_000).contains(year)
        else { return nil }
        let clock = words[3].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (1...31).contains(day), (0..<24).contains(clock[0]),
            (0..<60).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        var date = LocalDate(WallTime(milliseconds: 0))
        (date.year, date.month, date.day) = (year, month + 1, day)
        (date.hour, date.minute, date.second) = (clock[0], clock[1], clock[2])
        return date.wallTime
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    // MARK: Exit statuses

    /// What an exit status of Torque's means (`resource_limits`, JOB_EXEC_* of pbs_error_db.h).
    static func outcome(ofTorque status: Int) -> (state: JobState, end: ProcessEnd?) {
        switch status {
        case -11, -12: (.timeout, nil)
        case -10: (.outOfMemory, nil)
        default: outcome(status)
        }
    }

    /// What an exit status of OpenPBS's means (JOB_EXEC_* of job.h).
    static func outcome(ofOpenPBS status: Int) -> (state: JobState, end: ProcessEnd?) {
        switch status {
        case -28, -29: (.timeout, nil)
        case -26, -27: (.outOfMemory, nil)
        default: outcome(status)
        }
    }

    /// From 256 on it is a signal that the batch system sent; below it is the script's own.
    private static func outcome(_ status: Int) -> (state: JobState, end: ProcessEnd?) {
        switch status {
        case 0: (.complete, .exited(0))
        // The shell's word for a signal (bash(1), EXIT STATUS).
        case 129...192: (.failed, .killed(by: Int32(status - 128)))
        case 1...255: (.failed, .exited(Int32(status)))
        // qdel: SIGTERM, then SIGKILL.
        case 256 + 15, 256 + 9: (.cancelled, nil)
        case 257...320: (.failed, .killed(by: Int32(status - 256)))
        // It could not be started.
        default: (.failed, nil)
        }
    }
}
