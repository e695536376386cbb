extension SlurmLayout {
    /// The jobs of a table. Rows that are not whole are left out, and so is what is no job: headings,
    /// steps, a row without a state.
    package func jobs(in table: [UInt8]) -> [BatchJob] { SlurmTable.jobs(in: table, self) }
}

/// Makes jobs of rows.
private struct SlurmTable {
    private let bytes: [UInt8]
    private var rows: SlurmRows
    /// Where each kind of field stands in a row.
    private let columns: [Int?]
    private var clock = SlurmClock()
    private var states: [States] = []
    private var users = LastValue<ByteString>()
    private var partitions = LastValue<ByteString>()
    private var accounts = LastValue<ByteString>()
    private var directories = LastValue<ByteString>()
    private var memories = LastValue<SlurmValues.MemoryRequest?>()

    private struct States {
        var wordRange, reasonRange: Range<Int>
        var state: JobState
        var word: String
        var reason: String
        var isForEver: Bool
    }

    static func jobs(in bytes: [UInt8], _ layout: SlurmLayout) -> [BatchJob] {
        var table = SlurmTable(bytes, layout)
        var jobs: [BatchJob] = []
        // A row of squeue's takes some 300 bytes.
        jobs.reserveCapacity(bytes.count / 256)
        while table.rows.advance() { table.readRow(into: &jobs) }
        return jobs
    }

    private init(_ bytes: [UInt8], _ layout: SlurmLayout) {
        self.bytes = bytes
        rows = SlurmRows(bytes, layout)
        columns = SlurmLayout.Field.allCases.map { kind in
            layout.fields.firstIndex { $0 == kind }
        }
    }

    private func range(_ kind: SlurmLayout.Field) -> Range<Int>? {
        columns[kind.rawValue].map { rows.fields[$0] }
    }

    private func field(_ kind: SlurmLayout.Field) -> ArraySlice<UInt8> {
        range(kind).map { bytes[$0] } ?? []
    }

    private func text(_ kind: SlurmLayout.Field) -> String {
        Self.text(field(kind))
    }

    /// Slurm's ways to say that there is nothing are left out.
    private static func text(_ field: ArraySlice<UInt8>) -> String {
        let text = String(decoding: field, as: UTF8.self)
        switch text {
        case "(null)", "N/A", "None", "None assigned": return ""
        default: return text
        }
    }

    private static func byteString(_ field: ArraySlice<UInt8>) -> ByteString {
        field.elementsEqual("(null)".utf8) ? "" : ByteString(field)
    }

    /// Adds the job of a row, unless that is none: a step, a heading, or without a state.
    private mutating func readRow(into jobs: inout [BatchJob]) {
        guard let (id, place) = identity() else { return }
        let states = statesOfRow()
        guard !states.word.isEmpty else { return }
        var job = BatchJob(id: id, place: place, state: states.state, nativeState: states.word)
        job.reason = states.reason
        job.canNeverStart = states.isForEver
        job.rawNumber = SlurmValues.number(field(.rawNumber))
        job.user = users.value(of: range(.user), in: bytes, Self.byteString)
        job.partition = partitions.value(of: range(.partition), in: bytes, Self.byteString)
        job.account = accounts.value(of: range(.account), in: bytes, Self.byteString)
        job.directory = directories.value(of: range(.directory), in: bytes, Self.byteString)
        job.comment = Self.byteString(field(.comment))
        job.name = ByteString(field(.name))
        job.cores = SlurmValues.count(field(.cores)) ?? 1
        job.nodes = SlurmValues.count(field(.nodes)) ?? 1
        job.memory = memories.value(of: range(.memory), in: bytes, SlurmValues.memory)?
            .bytes(cores: job.cores, nodes: job.nodes)
        job.nodeList = text(.nodeList)
        job.dependency = text(.dependency)
        job.timeLimit = SlurmValues.clock(field(.timeLimit))
        job.submitted = clock.time(field(.submitted))
        job.setCourse(
            hasNodes: range(.nodeList) == nil || !job.nodeList.isEmpty,
            started: clock.time(field(.started)), ended: clock.time(field(.ended)),
            elapsed: SlurmValues.clock(field(.elapsed)),
            end: SlurmValues.processEnd(field(.exitCode)))
        jobs.append(job)
    }

    /// The ID of a row. squeue cuts `39_[1,3,5,…]` off at 31 bytes where it isn't asked for more; the
    /// two halves stand whole in fields of their own.
    private func identity() -> (JobID, BatchID)? {
        let name = field(.id)
        let text = String(decoding: name, as: UTF8.self)
        if let place = plainPlace(name), let id = JobID(text) { return (id, place) }
        if let id = JobID(text), let place = BatchID(slurm: text) { return (id, place) }
        guard let number = SlurmValues.number(field(.arrayNumber)), number > 0,
            text.hasPrefix("\(number)_[")
        else { return nil }
        let tasks = String(decoding: field(.arrayTasks), as: UTF8.self)
        let whole = "\(number)_[\(tasks)]"
        if let id = JobID(whole), let place = BatchID(slurm: whole) { return (id, place) }
        // Even those end in `...`: it stands for what waits of the array.
        guard tasks.contains("...") else { return nil }
        return (JobID(batch: number), BatchID(number: number))
    }

    /// Most IDs are `123` or `123_4`.
    private func plainPlace(_ field: ArraySlice<UInt8>) -> BatchID? {
        guard let line = field.firstIndex(of: UInt8(ascii: "_")) else {
            return SlurmValues.number(field).flatMap { $0 > 0 ? BatchID(number: $0) : nil }
        }
        guard let number = SlurmValues.number(field[..<line]), number > 0,
            let task = SlurmValues.number(field[(line + 1)...])
        else { return nil }
        return BatchID(number: number, tasks: ArrayTasks(task))
    }

    /// The state goes by two fields, of which there are few different ones in a table.
    private mutating func statesOfRow() -> States {
        let (word, reason) = (range(.state) ?? 0..<0, range(.reason) ?? 0..<0)
        let known = states.first {
            bytes.isSame($0.wordRange, word) && bytes.isSame($0.reasonRange, reason)
        }
        if let known { return known }
        let (name, why) = (String(decoding: bytes[word], as: UTF8.self), text(.reason))
        let state = SlurmState.state(name, reason: why)
        let new = States(
            wordRange: word, reasonRange: reason, state: state, word: name, reason: why,
            isForEver: state == .pending && SlurmReason.isForEver(why))
        if states.count < 32 { states.append(new) }
        return new
    }
}

/// The value made of a field, kept for the next row, where the field mostly has the same bytes.
private struct LastValue<Value> {
    private var range = 0..<0
    private var value: Value?

    mutating func value(
        of range: Range<Int>?, in bytes: [UInt8], _ make: (ArraySlice<UInt8>) -> Value
    ) -> Value {
        let range = range ?? 0..<0
        if let value, bytes.isSame(range, self.range) { return value }
        let new = make(bytes[range])
        (self.range, value) = (range, new)
        return new
    }
}

extension [UInt8] {
    /// Whether the same bytes are at two places.
    fileprivate func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for offset in 0..<left.count
        where self[left.lowerBound + offset] != self[right.lowerBound + offset] { return false }
        return true
    }
}
