/// What a batch system's clients can be asked: the one place of each that runs programs.
package protocol BatchSystem {
    var name: BackendName { get }

    /// Every job that is listed of one user, or of all with nil, as bytes that can be kept;
    /// `jobs(in:)` reads them. Those that ended a short while ago are among them.
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

    /// - Throws: `Failure` (69) where there is nothing to submit with.
    func checkSubmission() throws(Failure)

    /// Gives it a job script.
    func submit(_ order: SubmitOrder) throws(Failure) -> SubmitAnswer

    /// What it would say to a job script, without taking it.
    func test(_ order: SubmitOrder) throws(Failure) -> (isFine: Bool, text: String)

    /// Does it to each job, in as few calls as possible; for each that it could not be done to,
    /// why not.
    func act(_ act: JobAct, on ids: [JobID]) throws(Failure) -> [(id: JobID, reason: String)]

    /// Whether jobs may run on other machines than this one; false where that can't be told.
    func hasOtherMachines() -> Bool

    /// The largest number of tasks that one array may have.
    func largestArray() throws(Failure) -> Int
}

/// What is handed to sbatch or qsub.
package struct SubmitOrder: Sendable {
    /// The job script.
    package var script: ByteString
    /// Options on its command line, which count more than those in the script.
    package var options: [ByteString] = []
    /// What the job's remark has in it, and no other job's.
    package var token: String
    /// The remark of the user's own.
    package var comment: ByteString?
    package var directory: ByteString
    package var environment: [ByteString]

    package init(
        script: ByteString, token: String, directory: ByteString, environment: [ByteString]
    ) {
        self.script = script
        self.token = token
        self.directory = directory
        self.environment = environment
    }
}

/// What sbatch or qsub made of it.
package enum SubmitAnswer: Sendable {
    case accepted(JobID)
    /// It said no, and saying it again would change nothing.
    case refused(Failure)
    /// It could not be reached, and nothing was sent.
    case unreachable(String)
    /// Whether the job was accepted can't be told from this.
    case unclear(String)
}
