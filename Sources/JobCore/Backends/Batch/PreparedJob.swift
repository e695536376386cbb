/// What can be given to a batch system: an order, or a job that it had before.
package protocol Submittable {
    /// The name of its jobs.
    var name: ByteString { get }
    /// How many jobs it makes.
    var count: Int { get }
    /// It starts when what was submitted before it has ended.
    var waitsForPrevious: Bool { get }

    /// Writes its scripts, under a number of their own.
    func prepare(
        in queue: BatchQueue, after parents: [Dependency]
    ) throws(Failure) -> PreparedJob
}

/// A job whose scripts are on the disk.
package struct PreparedJob {
    /// What will be known of it; the batch system has yet to name it.
    package var record: BatchRecord
    package let sbatch: SubmitOrder
    /// The kinds of files that were made for it.
    package var kinds: [ByteString] = []
}

extension BatchOrder: Submittable {
    package var name: ByteString { request.name }

    package func prepare(
        in queue: BatchQueue, after parents: [Dependency]
    ) throws(Failure) -> PreparedJob {
        var order = self
        order.request.dependencies += parents
        let written = try order.write()
        var record = BatchRecord(
            id: JobID(batch: 0), token: token, request: order.request,
            script: written.sbatch.script)
        record.taskText = array
        record.tasks = array.flatMap { ArrayTasks($0) }
        record.queue = choices.text(JobOptions.partition)
        record.account = choices.text(JobOptions.account)
        record.nodes = choices.number(JobOptions.nodes) ?? 1
        record.memory = choices.memoryOfNode(cores: request.resources.cores)
        record.comment = written.sbatch.comment
        record.options = written.sbatch.options
        if file != nil { return PreparedJob(record: record, sbatch: written.sbatch) }
        record.stem = written.script.stem
        return PreparedJob(record: record, sbatch: written.sbatch, kinds: written.script.kinds)
    }

    /// Writes the scripts.
    package func write() throws(Failure) -> SlurmOrder {
        if file != nil { return try preview() }
        let (stem, script) = try JobStem.take(
            name: request.name, suffix: request.suffix, kind: "sbatch", in: scriptDirectory)
        do throws(Failure) {
            let made = try SlurmOrder(self, stem: stem)
            if let inner = made.script.inner { try stem.writeInner(inner) }
            try script.write(made.script.text.bytes)
            try script.sync()
            return made
        } catch {
            stem.remove(["sbatch"])
            throw error
        }
    }

    /// The same without writing anything.
    package func preview() throws(Failure) -> SlurmOrder {
        try SlurmOrder(
            self,
            stem: JobStem.next(name: request.name, suffix: request.suffix, in: scriptDirectory))
    }
}

extension JobScript {
    /// The kinds of files that it consists of.
    var kinds: [ByteString] { inner == nil ? ["sbatch"] : ["sbatch", "script"] }
}

extension JobStem {
    /// Writes what the job script runs in turn.
    func writeInner(_ text: ByteString) throws(Failure) {
        let file = try File(
            open: path("script"), .replace, permissions: 0o700, status: .cannotCreate)
        try file.write(text.bytes)
        try file.sync()
    }

    /// Removes its files of these kinds.
    func remove(_ kinds: [ByteString]) {
        guard let directory = try? Directory(open: directory) else { return }
        for kind in kinds { directory.remove(fileName(kind, taskText: nil)) }
    }
}
