/// What records of a running job have in common: the start of its attempt, and what it waits for.
extension Job.Start {
    func write(to lines: inout JournalLine.Writer) {
        lines.field("at", at.milliseconds)
        lines.field("up", instant.milliseconds)
        lines.field("boot", boot)
        if let outputEdition { lines.field("outputs", outputEdition) }
    }

    init(_ line: JournalLine) {
        self.init(
            at: WallTime(milliseconds: 0), instant: Instant(milliseconds: 0), boot: "")
        var result = self
        line.forEachField { key, value in
            switch String(decoding: key, as: UTF8.self) {
            case "at": result.at = WallTime(milliseconds: JournalLine.number(value) ?? 0)
            case "up": result.instant = Instant(milliseconds: JournalLine.number(value) ?? 0)
            case "boot": result.boot = JournalLine.decode(value)
            case "outputs": result.outputEdition = JournalLine.number(value)
            default: break
            }
        }
        self = result
    }
}

extension Waiting {
    /// `by=PID:START` for each process, START in clock ticks since boot; `for=9-12,15`; `more=1`;
    /// `back=1`.
    func write(to lines: inout JournalLine.Writer) {
        for process in processes.sorted(by: { $0.number < $1.number }) {
            lines.field("by", ByteString("\(process.number):\(process.start)"))
        }
        if !jobs.isEmpty { lines.field("for", ByteString(jobs.text)) }
        if isForMore { lines.field("more", 1) }
        if isReturning { lines.field("back", 1) }
    }

    /// Nil for a job that waits no more.
    init?(_ line: JournalLine) {
        self.init(processes: [], jobs: NumberList([]))
        var result = self
        line.forEachField { key, value in
            let text = String(decoding: value, as: UTF8.self)
            switch String(decoding: key, as: UTF8.self) {
            case "by":
                let numbers = JournalLine.decode(value).split(on: UInt8(ascii: ":"))
                    .compactMap { $0.string.flatMap { UInt64($0) } }
                guard numbers.count == 2, let process = Int32(exactly: numbers[0]) else { return }
                result.processes.insert(ProcessIdentity(number: process, start: numbers[1]))
            case "for": result.jobs = NumberList(text)
            case "more": result.isForMore = true
            case "back": result.isReturning = true
            default: break
            }
        }
        if result.processes.isEmpty { return nil }
        self = result
    }
}
