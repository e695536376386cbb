/// What a batch system's clients can be asked: the one place of each that runs programs.
package protocol BatchSystem {
    var name: BackendName { get }
    /// Whether its IDs have the name of a server behind them, which people may leave out.
    var hasServers: Bool { get }

    /// Every job that is listed of one user, or of all with nil, as bytes that can be kept;
    /// `jobs(in:)` reads them. There may be others among them. Those that ended a short while ago are among them.
    /// - Throws: `Failure` (69) where the batch system can't be asked.
    func listing(of user: ByteString?, cluster: String?) throws(Failure) -> [UInt8]
    func jobs(in listing: [UInt8]) -> [BatchJob]

    /// Of these jobs only the newest whose ID begins with `prefix`, and no more than `limit` rows; in
    /// any order.
    func newestJobs(
        in listing: [UInt8], _ limit: Int, beginning prefix: String
    ) -> [BatchJob]

    /// The partitions that they are in, some of them maybe several times.
    func partitions(in listing: [UInt8]) -> [ByteString]

    /// Whether a job waits for what will not come by itself.
    func canNeverStart(_ job: BatchJob) -> Bool

    /// How jobs ended that are listed as ended, where the listing doesn't tell.
    func details(of ids: [JobID]) throws(Failure) -> [BatchJob]

    /// What accounting knows of these jobs, or, with none, of a user's; nil where there is no
    /// accounting.
    func history(
        of ids: [JobID], user: ByteString?, since: WallTime?
    ) throws(Failure) -> [BatchJob]?

    /// What stands in the name of a job script, `NAME.N.cluster.KIND`.
    var scriptKind: ByteString { get }

    /// Makes of an order what is given to the batch system, with files of that stem. Nothing is
    /// written.
    /// - Throws: `Failure` (64) for a value that the batch system has no way to read.
    func prepare(_ order: BatchOrder, under stem: JobStem) throws(Failure) -> PreparedJob

    /// The command line that submits it, the client's name first.
    func words(of job: PreparedJob) -> [ByteString]

    /// - Throws: `Failure` (69) where there is nothing to submit with.
    func checkSubmission() throws(Failure)

    /// Gives it a job, whose scripts are on the disk.
    func submit(_ job: PreparedJob) throws(Failure) -> SubmitAnswer

    /// What it would say to a job, without taking it.
    func test(_ job: PreparedJob) throws(Failure) -> (isFine: Bool, text: String)

    /// Whether a task of an array can wait for the same task of another one.
    var linksTasks: Bool { get }

    /// How a person finds a job by its token.
    func search(for token: String) -> String

    /// Does it to each job, in as few calls as possible; for each that it could not be done to,
    /// why not.
    func act(_ act: JobAct, on ids: [JobID]) throws(Failure) -> [(id: JobID, reason: String)]

    /// Whether jobs may run on other machines than this one; false where that can't be told.
    func hasOtherMachines() -> Bool

    /// The largest number of tasks that one array may have, and of bytes that its script may have.
    func largestArray() throws(Failure) -> (tasks: Int, bytes: Int)
}

/// What a batch system made of a submission.
package enum SubmitAnswer: Sendable {
    case accepted(JobID)
    /// It said no, and saying it again would change nothing.
    case refused(Failure)
    /// A job that it was to wait for has ended meanwhile, and the batch system would not have it, or
    /// would have lost it.
    case parentsHaveEnded(Failure)
    /// It could not be reached, and nothing was sent.
    case unreachable(String)
    /// Whether the job was accepted can't be told from this.
    case unclear(String)
}

extension BatchSystem {
    package func newestJobs(
        in listing: [UInt8], _ limit: Int, beginning prefix: String
    ) -> [BatchJob] {
        let found = jobs(in: listing).filter { $0.id.text.hasPrefix(prefix) }
        return Array(found.sorted { $0.place.number > $1.place.number }.prefix(limit))
    }

    package func partitions(in listing: [UInt8]) -> [ByteString] {
        jobs(in: listing).map(\.partition)
    }
}
