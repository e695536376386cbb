/// Output files of jobs that are compressed on their way, since their names end with `.gz` or
/// `.bz2`.
///
/// A process of its own reads what the job writes and packs it, until nobody can write any more. It
/// outlives everything of the job, so that the file is whole when the ending is recorded; it counts as
/// the queue's and not as the job's, and is a child of the job's guard. The attempt's file tells of it,
/// and of its end, so that whoever looks after the job knows whether the output is whole.
enum PackedOutput {
    /// Starts the packing of what is to go to `target`. The caller is to become the job's command.
    ///
    /// - Returns: what the job writes to.
    /// - Throws: `Failure` where there is no pipe or no process for it.
    static func start(
        to target: File, _ packing: Packing, for attempt: AttemptName, in spool: Spool
    ) throws(Failure) -> File {
        let (reader, writer) = try File.pipe(name: target.name)
        // An open file of its own: a lock of the caller's must not live on in it.
        guard let notes = try AttemptFile(of: attempt, in: spool) else {
            throw Failure("the attempt's file is gone", status: .cannotStart, kind: .passingLack)
        }
        switch try Processes.forkSibling() {
        case .parent(let child):
            guard let facts = ProcessFacts(of: child) else {
                throw Failure("a packer was killed", status: .cannotStart, kind: .passingLack)
            }
            try notes.add(.packer(ProcessIdentity(number: child, start: facts.start)))
            return writer
        case .child:
            Processes.setName("cjobs-packer")
            Processes.detach()
            // Above all its copies of the attempt's lock, and of the end that the job writes to.
            Processes.closeDescriptors(
                from: 3,
                except: [
                    reader.descriptor, target.descriptor, notes.file.descriptor,
                    spool.directory.descriptor,
                ])
            do throws(Failure) {
                try pack(reader, to: target, packing)
                try? notes.add(.packed(process: Machine.processID()))
                Processes.exitNow(0)
            } catch {
                try? notes.add(
                    .unpacked(process: Machine.processID(), reason: ByteString(error.message)))
                Processes.exitNow(1)
            }
        }
    }

    private static func pack(
        _ reader: File, to target: File, _ packing: Packing
    ) throws(Failure) {
        let packed = try PackedWriter(packing)
        while case let bytes = try reader.read(atMost: 1 << 16), !bytes.isEmpty {
            try packed.write(bytes) { part throws(Failure) in try target.write(part) }
        }
        try packed.finish { part throws(Failure) in try target.write(part) }
    }
}
