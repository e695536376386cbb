/// What a tool can be asked for by a shell that completes a word: `cqueue --complete jobs=L1`. The words
/// depend on what there is at this moment.
package enum CandidateKind: String, CaseIterable, Sendable {
    /// IDs of jobs, the newest first.
    case jobs
    /// IDs of those that have not ended.
    case unfinishedJobs = "unfinished-jobs"
    /// IDs of those that have.
    case endedJobs = "ended-jobs"
    /// What `--depend` takes: IDs, conditions with IDs behind them, `singleton`.
    case dependencies
    case profiles
    /// Names of jobs' options, those that a configuration adds among them.
    case keywords
    /// The same with `=` behind them, and behind that their values.
    case keywordValues = "keyword-values"
    /// Settings, as SECTION.KEY.
    case settings
    /// Values of a setting; the text is SECTION.KEY=TEXT.
    case settingValues = "setting-values"
    /// Partitions that jobs of a kept list are in.
    case partitions
}

/// A word that a shell offers, and what it says of it.
package struct Candidate: Hashable, Sendable {
    package let word: ByteString
    /// In a few words; may be empty.
    package let note: String

    package init(_ word: ByteString, _ note: String = "") {
        self.word = word
        self.note = note
    }

    package init(_ word: String, _ note: String = "") { self.init(ByteString(word), note) }
}
