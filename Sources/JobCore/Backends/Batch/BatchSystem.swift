/// What a batch system's clients can be asked: the one place of each that runs programs.
package protocol BatchSystem {
    var traits: BatchTraits { get }

    /// Every job that is listed of one user, or of all with nil, as bytes that can be kept. There may be
    /// others among them, and those that ended a short while ago are.
    /// - Throws: `Failure` (69) where the batch system can't be asked.
    func listing(of user: ByteString?, cluster: String?) throws(Failure) -> [UInt8]

    /// What these bytes tell.
    func read(_ listing: [UInt8]) -> any BatchListing

    /// What is known of single jobs that the listing doesn't tell: how they ended, or that they are
    /// there after all. The tasks of an array come together.
    func details(of ids: [JobID]) throws(Failure) -> [BatchJob]

    /// What accounting knows of these jobs, or, with none, of a user's; nil where there is no
    /// accounting.
    func history(
        of ids: [JobID], user: ByteString?, since: WallTime?
    ) throws(Failure) -> [BatchJob]?

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
