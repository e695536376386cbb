/// What a job script says in a batch system's own words: the variables that its jobs have, as words
/// of bash, which need no quotes around them where that is not said.
package struct ScriptWords: Sendable {
    /// What carries the job out.
    package var backend: BackendName
    /// The ID of a job that is no array, as csub writes it.
    package var id: ByteString
    /// The number of the job; of an array's task, its own where it has one.
    package var job: ByteString
    /// The number of the array that a task is of; of a job that is none, its own.
    package var array: ByteString
    /// The index of an array's task.
    package var task: ByteString
    /// The ID of a task, as csub writes it; to be put between double quotes.
    package var taskID: ByteString
    /// The machine that the script runs on; to be put between double quotes.
    package var host: ByteString
    /// A command that ends with 0 where the job surely has not run before.
    package var isFirstRun: ByteString
    /// What runs a command on every node of the job; nil where there is no such program.
    package var launcher: ByteString?
    /// What the path of a control group has in it that the batch system made for the job alone, as a
    /// pattern of the shell's; nil where it makes none.
    package var ownGroup: ByteString?

    package init(
        backend: BackendName, id: ByteString, job: ByteString, array: ByteString,
        task: ByteString, taskID: ByteString, host: ByteString, isFirstRun: ByteString,
        launcher: ByteString?
    ) {
        self.backend = backend
        self.id = id
        self.job = job
        self.array = array
        self.task = task
        self.taskID = taskID
        self.host = host
        self.isFirstRun = isFirstRun
        self.launcher = launcher
    }
}
