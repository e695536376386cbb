/// Output files of jobs that are compressed on their way, since their names end with `.gz` or
/// `.bz2`.
///
/// A process of its own reads what the job writes and packs it, until nobody can write any more. It
/// outlives everything of the job, so that the file is whole when the ending is recorded; like its
/// guard it counts as the queue's and not as the job's.
enum PackedOutput {
    /// Starts the packing of what is to go to `target`, by a process forked from this one.
    ///
    /// - Returns: what the job writes to, and the process to wait for when the job has ended.
    /// - Throws: `Failure` where there is no pipe or no process for it.
    static func start(
        to target: File, _ packing: Packing, spool: Spool
    ) throws(Failure) -> (file: File, packer: Int32) {
        let (reader, writer) = try File.pipe(name: target.name)
        switch try Processes.fork() {
        case .parent(let child): return (writer, child)
        case .child:
            Processes.setName("cjobs-packer")
            // Above all its copies of the attempt's lock, and of the end that the job writes to.
            Processes.closeDescriptors(
                from: 3, except: [reader.descriptor, target.descriptor, spool.directory.descriptor])
            do throws(Failure) {
                try pack(reader, to: target, packing)
                Processes.exitNow(0)
            } catch {
                spool.log("packing '\(target.name.printable)': \(error.message)")
                Processes.exitNow(1)
            }
            return (writer, 0)
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
