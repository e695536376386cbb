/// What a tool answers a shell that completes a word: `--complete KIND=TEXT`.
///
/// A line for each word that begins with TEXT: the word, a tab, and what a shell may say of it. Where
/// anything is wrong, or nothing is known, it is empty: a shell has no place for complaints.
struct CandidateList {
    private let kind: CandidateKind?
    private let text: String

    init(_ request: ByteString) {
        let name = ByteString(request.bytes.prefix { $0 != UInt8(ascii: "=") })
        kind = name.string.flatMap { CandidateKind(rawValue: $0) }
        text = ByteString(request.bytes.dropFirst(name.count + 1)).printable
    }

    /// The lines.
    var answer: ByteString {
        var bytes: [UInt8] = []
        for candidate in candidates where candidate.word.isOneLine {
            bytes += candidate.word.bytes + [UInt8(ascii: "\t")]
            bytes += Array(candidate.note.utf8) + [UInt8(ascii: "\n")]
        }
        return ByteString(bytes)
    }

    private var candidates: [Candidate] {
        guard let kind, let configuration = try? Configuration() else { return [] }
        let jobs = JobCandidates(configuration)
        switch kind {
        case .jobs: return jobs.jobs(in: Set(JobState.allCases), beginning: text)
        case .unfinishedJobs: return jobs.jobs(in: JobState.active, beginning: text)
        case .endedJobs:
            let ended = Set(JobState.allCases.filter(\.hasEnded))
            return jobs.jobs(in: ended, beginning: text)
        case .dependencies: return dependencies(jobs)
        case .profiles: return beginning(profiles(configuration))
        case .keywords:
            return beginning(
                configuration.table.keywords.map { Candidate($0.name, $0.help) })
        case .keywordValues: return keywordValues(configuration, jobs)
        case .settings: return beginning(settings(configuration))
        case .settingValues: return settingValues(configuration, jobs)
        case .partitions: return beginning(jobs.partitions.map { Candidate($0) })
        }
    }

    /// Those that begin with the text.
    private func beginning(_ candidates: [Candidate], _ text: String? = nil) -> [Candidate] {
        let text = ByteString(text ?? self.text)
        return candidates.filter { $0.word.hasPrefix(text) }
    }

    /// The text before and behind its first `=`; nil where it has none.
    private var halves: (name: String, rest: String)? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    // MARK: Kinds

    private func dependencies(_ jobs: JobCandidates) -> [Candidate] {
        guard let colon = text.lastIndex(of: ":") else {
            let conditions = Dependency.Condition.allCases.map {
                Candidate("\($0.rawValue):", "IDs with colons between")
            }
            let others = [Candidate("singleton", "no other job of mine with its name")]
            return beginning(conditions + others)
                + jobs.jobs(in: Set(JobState.allCases), beginning: text)
        }
        let head = ByteString(String(text[...colon]))
        return jobs.jobs(
            in: Set(JobState.allCases), beginning: String(text[text.index(after: colon)...])
        ).map { Candidate(head + $0.word, $0.note) }
    }

    private func profiles(_ configuration: Configuration) -> [Candidate] {
        configuration.profileNames.map { name in
            let entries = (try? configuration.profile(name))?.entries ?? []
            let note = entries.map { "\($0.key.printable)=\($0.value?.printable ?? "None")" }
            return Candidate(name, note.joined(separator: " "))
        }
    }

    private func keywordValues(
        _ configuration: Configuration, _ jobs: JobCandidates
    ) -> [Candidate] {
        guard let (name, rest) = halves else {
            return beginning(
                configuration.table.keywords.map { Candidate("\($0.name)=", $0.help) })
        }
        guard let row = configuration.table.keyword(name) else { return [] }
        return values(of: row.type, beginning: rest, configuration, jobs)
            .map { Candidate(ByteString(name + "=") + $0.word, $0.note) }
    }

    private func settings(_ configuration: Configuration) -> [Candidate] {
        let known = SettingTable.all.map { Candidate("\($0.section).\($0.key)", $0.help) }
        let written = configuration.sectionNames.flatMap { section -> [Candidate] in
            let keys: [ByteString] = configuration.keys(of: section)
            return keys.map { Candidate(section + "." + $0) }
        }
        let names = Set(known.map(\.word))
        return known + written.filter { !names.contains($0.word) }
    }

    private func settingValues(
        _ configuration: Configuration, _ jobs: JobCandidates
    ) -> [Candidate] {
        guard let (name, rest) = halves, let dot = name.lastIndex(of: ".") else { return [] }
        let (section, key) = (String(name[..<dot]), String(name[name.index(after: dot)...]))
        let type =
            SettingTable.row(key, in: section)?.type ?? configuration.table.keyword(key)?.type
        return type.map { values(of: $0, beginning: rest, configuration, jobs) } ?? []
    }

    /// What a value of a profile or a setting may be, the last one where it is a list.
    private func values(
        of type: OptionType, beginning text: String, _ configuration: Configuration,
        _ jobs: JobCandidates
    ) -> [Candidate] {
        if type == .flag { return beginning([Candidate("true"), Candidate("false")], text) }
        let offer = Offer(type)
        var head = ""
        var word = text
        if offer.isList, let comma = text.lastIndex(of: ",") {
            head = String(text[...comma])
            word = String(text[text.index(after: comma)...])
        }
        let candidates: [Candidate]
        switch offer.source {
        case .words(let words): candidates = words.map { Candidate($0) }
        case .candidates(.partitions): candidates = jobs.partitions.map { Candidate($0) }
        default: candidates = []
        }
        return beginning(candidates, word).map { Candidate(ByteString(head) + $0.word, $0.note) }
    }
}
