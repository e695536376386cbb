extension Spool {
    /// Makes the table speak of the whole journal again, under the exclusive lock: after a process
    /// was killed while it wrote, after a restart of the machine, or when the table is in doubt.
    ///
    /// What was written but perhaps not saved is saved now, and counts. A batch that is not whole
    /// is cut off: nobody was told of it. Where something is missing that was there, the journal is
    /// replaced by one that also has what others know of it (`Restoration`).
    func recover(_ journal: Journal) throws(Failure) -> (journal: Journal, head: JobTable.Head) {
        try journal.file.syncData()
        let status = try journal.file.status()
        let word = try table.word()
        if let word, word.isCurrent, word.head.journal == status.inode,
            word.head.applied <= status.size
        {
            let replay = try Replay(of: journal, in: self, behind: word.head)
            return (journal, try settle(replay, journal))
        }
        var replay = try Replay(of: journal, in: self, word: word)
        let records = try missingRecords(replay, word)
        if records.isEmpty { return (journal, try settle(replay, journal)) }
        let end = replay.head.applied
        let batch = RecordBatch(records, next: replay.head.next, at: end)
        let copy = try journal.copy(to: end, in: directory)
        try copy.append(batch.bytes, at: end)
        if var head = word?.head {
            // Whoever is killed behind this finds a journal that is still, or no more, too short.
            head.applied = min(head.applied, end + batch.bytes.count)
            try table.write(head, isDirty: true)
        }
        try directory.rename(Journal.copyName, to: Journal.name)
        try directory.file.sync()
        for (record, offset) in zip(records, batch.offsets) {
            try replay.apply(record, at: JobMark.Place(file: 0, offset: offset))
        }
        try replay.move(to: copy, end: end + batch.bytes.count)
        return (copy, try settle(replay, copy))
    }

    /// What the journal lacks, as far as the table and the attempts know.
    private func missingRecords(
        _ replay: Replay, _ word: JobTable.Word?
    ) throws(Failure) -> [Record] {
        guard replay.isDoubtful else { return [] }
        let now = Job.Start(at: WallTime.now(), instant: Instant.now(), boot: bootID)
        let isCurrent = word?.isCurrent ?? false
        var records: [Record] = []
        if replay.missing > 0 {
            records.append(.cut(bytes: replay.missing, at: now.at))
            if isCurrent, let head = word?.head {
                if head.isPaused != replay.head.isPaused {
                    records.append(head.isPaused ? .pause : .unpause)
                }
                if head.budget != replay.head.budget { records.append(.budget(head.budget)) }
            }
        }
        let restoration = Restoration(isCurrent: isCurrent, isCut: replay.missing > 0, now: now)
        let held = try heldAttempts()
        for job in stride(from: 1, to: replay.head.next, by: 1) {
            records += restoration.records(
                for: Restoration.Witnesses(
                    job: job, found: try replay.mark(of: job), told: try table.mark(of: job),
                    held: held[job]))
        }
        return records
    }

    /// The attempts that somebody stands behind.
    private func heldAttempts() throws(Failure) -> [Int: Int] {
        var held: [Int: Int] = [:]
        for name in try jobs.names() {
            guard let attempt = AttemptName(fileName: name),
                let file = try AttemptFile(of: attempt, in: self), file.isHeld
            else { continue }
            held[attempt.job] = max(held[attempt.job] ?? 0, attempt.number)
        }
        return held
    }

    /// Ends in a sound table, and keeps what cannot be read.
    private func settle(_ replay: Replay, _ journal: Journal) throws(Failure) -> JobTable.Head {
        let head = replay.head
        if try journal.file.size() > head.applied { try journal.file.truncate(to: head.applied) }
        for (place, bytes) in replay.damage { keep(damaged: bytes, from: place, of: head.journal) }
        let marks = replay.marks.sorted { $0.key < $1.key }.map { (job: $0.key, mark: $0.value) }
        try table.write(head, isDirty: true)
        try table.makeRoom(next: head.next)
        try table.write(marks)
        try table.write(head, isDirty: false)
        return head
    }
}

extension Journal {
    /// A journal in the making, until it takes the old one's place.
    static let copyName: ByteString = "journal.new"

    /// Begins a journal with all bytes of this one up to `end`.
    fileprivate func copy(to end: Int, in directory: Directory) throws(Failure) -> Journal {
        let copy = try directory.open(Self.copyName, .replaceBoth)
        var position = 0
        while position < end {
            let bytes = try file.bytes(at: position, count: min(1 << 20, end - position))
            guard !bytes.isEmpty else { break }
            try copy.write(bytes, at: position)
            position += bytes.count
        }
        return Journal(copy)
    }
}
