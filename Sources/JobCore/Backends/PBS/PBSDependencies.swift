/// What PBS lists of a job's dependencies: `afterok:12.server@host:13.server@host,beforeok:14.server@host`.
struct PBSDependencies {
    /// Words and IDs of what the job waits for; `beforeok` and the like are the server's own notes.
    private let parts: [(word: String, ids: [JobID])]

    init(_ text: String) {
        parts = text.split(separator: ",").compactMap { part in
            let words = part.split(separator: ":")
            guard let word = words.first, word.hasPrefix("after") else { return nil }
            let ids = words.dropFirst().compactMap { id in JobID(String(id.prefix { $0 != "@" })) }
            return (String(word), ids)
        }
    }

    private init(parts: [(word: String, ids: [JobID])]) { self.parts = parts }

    /// Whether it waits for one of these.
    func wait(forOneOf ids: Set<JobID>) -> Bool {
        parts.contains { !ids.isDisjoint(with: $0.ids) }
    }

    /// Whether it can't start any more once these were deleted.
    func fail(without deleted: Set<JobID>) -> Bool {
        parts.contains { part in
            // Torque's words for arrays.
            let word = part.word.hasSuffix("array") ? String(part.word.dropLast(5)) : part.word
            let condition = Dependency.Condition(rawValue: word == "afterstart" ? "after" : word)
            return !deleted.isDisjoint(with: part.ids)
                && condition?.isMet(byEndedIn: .cancelled) != true
        }
    }

    func without(_ ids: Set<JobID>) -> PBSDependencies {
        PBSDependencies(
            parts: parts.map { ($0.word, $0.ids.filter { !ids.contains($0) }) }
                .filter { !$0.ids.isEmpty })
    }

    /// As qalter reads it.
    var text: String {
        parts.map { part in ([part.word] + part.ids.map(\.text)).joined(separator: ":") }
            .joined(separator: ",")
    }
}

/// Of a job that is deleted before it began OpenPBS tells nobody: those that wait for it, whatever for, are
/// held for ever. Torque takes it for one that ended with 0.
extension PBS {
    /// Does to those that wait for these jobs, which are about to be deleted before they began, what a
    /// server does where a running job is deleted: they are let go or deleted, the last of a chain
    /// first. `jobs` are all that there are.
    func settleChildren(of ids: [JobID], among jobs: [BatchJob]) throws(Failure) {
        let index = JobIndex(jobs)
        let parents = ids.filter { id in
            let rows = BatchID(id.text).map { index.rows(of: $0) } ?? []
            return !rows.isEmpty && rows.allSatisfy { $0.state == .pending || $0.state == .held }
        }
        var (gone, chain) = (Set(parents), parents[...])
        var survivors: [BatchJob] = []
        var orphans: [JobID] = []
        while let parent = chain.popFirst() {
            for job in jobs where !gone.contains(job.place.whole) && !gone.contains(job.id) {
                let dependencies = PBSDependencies(job.dependency)
                guard dependencies.wait(forOneOf: [parent]) else { continue }
                guard dependencies.fail(without: [parent]) else {
                    survivors.append(job)
                    continue
                }
                let orphan = job.place.tasks == nil ? job.id : job.place.whole
                gone.insert(orphan)
                orphans.append(orphan)
                chain.append(orphan)
            }
        }
        for id in orphans.reversed() { _ = try clients.ask("qdel", [ByteString(id.text)]) }
        // Torque lets go or deletes them itself, and can't be told anything else.
        guard dialect == .openPBS else { return }
        var told: Set<JobID> = []
        for job in survivors where !gone.contains(job.id) && told.insert(job.id).inserted {
            let rest = PBSDependencies(job.dependency).without(gone).text
            _ = try setDependencies(of: job.id, to: rest, among: jobs)
        }
    }

    /// Has a job wait for these alone. With none the server also forgets who waits for the job: they are
    /// told anew while it is held.
    func setDependencies(
        of id: JobID, to text: String, among jobs: [BatchJob]
    ) throws(Failure) -> Client.Answer {
        let name = ByteString(id.text)
        let children =
            text.isEmpty
            ? jobs.filter { PBSDependencies($0.dependency).wait(forOneOf: [id]) } : []
        let isHeld = jobs.contains { $0.id == id && $0.state == .held }
        if !children.isEmpty, !isHeld { _ = try clients.ask("qhold", [name]) }
        let list = ByteString(text.isEmpty ? "\"\"" : text)
        let answer = try clients.ask("qalter", ["-W", "depend=" + list, name])
        for child in children {
            let own = ByteString(PBSDependencies(child.dependency).text)
            _ = try clients.ask("qalter", ["-W", "depend=" + own, ByteString(child.id.text)])
        }
        if !children.isEmpty, !isHeld { _ = try clients.ask("qrls", [name]) }
        return answer
    }
}
