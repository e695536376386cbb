/// An order as a batch system will get it: its scripts, which are on the disk before it is asked, and
/// what its client is told.
package struct PreparedJob: Sendable {
    /// What will be known of the job; the batch system has yet to name it.
    package var record: BatchRecord
    /// The job script; nil for one that is there already.
    package var text: ByteString?
    /// What the job script runs in turn: the one that the user wrote, or what the launcher runs.
    package var inner: ByteString?
    /// What the job script sets itself when it is written: nil where the client hands it on.
    var surroundings: Surroundings?
    /// Options on the client's command line, which count more than those in the script.
    package var options: [ByteString] = []
    /// Where the client runs.
    package var directory: ByteString
    /// The variables that it has.
    package var environment: [ByteString]

    package init(
        record: BatchRecord, text: ByteString? = nil, inner: ByteString? = nil,
        directory: ByteString, environment: [ByteString]
    ) {
        self.record = record
        self.text = text
        self.inner = inner
        self.directory = directory
        self.environment = environment
    }
}

extension BatchQueue {
    /// Writes an order's scripts, under a number of their own.
    package func prepare(_ order: BatchOrder) throws(Failure) -> PreparedJob {
        var order = order
        if !traits.linksTasks {
            order.request.dependencies = joined(order.request.dependencies)
        }
        guard order.isWritten else { return try preview(order) }
        let (stem, script) = try JobStem.take(
            name: order.request.name, suffix: order.request.suffix, kind: traits.scriptKind,
            in: order.scriptDirectory)
        do throws(Failure) {
            let job = try system.prepare(order, under: stem)
            if let inner = job.inner {
                try Self.write(inner, to: stem.innerPath(of: order.request.command))
            }
            var text = job.text ?? ""
            if let own = job.surroundings { text = ScriptVariables.set(own, in: text) }
            try script.write(text.bytes)
            try script.sync()
            return job
        } catch {
            remove(stem, inner: stem.innerPath(of: order.request.command))
            throw error
        }
    }

    /// The same without writing anything.
    package func preview(_ order: BatchOrder) throws(Failure) -> PreparedJob {
        let (name, suffix) = (order.request.name, order.request.suffix)
        let stem =
            order.isWritten
            ? try JobStem.next(name: name, suffix: suffix, in: order.scriptDirectory)
            : JobStem(directory: order.scriptDirectory, name: name, suffix: suffix)
        return try system.prepare(order, under: stem)
    }

    /// Removes the scripts of a job that was not taken.
    func remove(_ job: PreparedJob) {
        guard let stem = job.record.stem else { return }
        let inner = job.inner.map { _ in stem.innerPath(of: job.record.request.command) }
        remove(stem, inner: inner)
    }

    private func remove(_ stem: JobStem, inner: ByteString?) {
        guard let directory = try? Directory(open: stem.directory) else { return }
        directory.remove(stem.fileName(traits.scriptKind, taskText: nil))
        if let inner { directory.remove(inner.lastComponent) }
    }

    /// Writes what the job script runs in turn.
    private static func write(_ text: ByteString, to path: ByteString) throws(Failure) {
        let file = try File(open: path, .replace, permissions: 0o700, status: .cannotCreate)
        try file.write(text.bytes)
        try file.sync()
    }
}
