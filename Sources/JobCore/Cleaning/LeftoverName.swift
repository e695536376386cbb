/// The name of a file as csub, the local queue and the seed call those of jobs.
struct LeftoverName {
    /// What stands before the suffix: `NAME.N`, or `NAME.N.TASK` for a task of an array.
    let unit: ByteString
    let kind: Leftover.Kind
    /// The batch systems that have such files, or nil where all have.
    private let backends: [BackendName]?

    /// Nil for a name that no job's file has.
    init?(_ name: ByteString, suffix: ByteString) {
        let found = Self.endings(suffix).first { name.hasSuffix($0.text) && name != $0.text }
        guard let found else { return nil }
        unit = ByteString(name.bytes.dropLast(found.text.count))
        kind = found.kind
        backends = found.backends
    }

    /// Whether a job of that backend's may have it; nil is any.
    func isPossible(for backend: BackendName?) -> Bool {
        guard let backend, let backends else { return true }
        return backends.contains(backend)
    }

    /// The numbers in it that a job of the local queue would have: of the result of a function there may
    /// be another one behind.
    var localNumbers: [Int] {
        unit.split(on: UInt8(ascii: ".")).suffix(2).compactMap { part in
            part.split(on: UInt8(ascii: "-"))[0].string.flatMap { JobID("L" + $0)?.localNumber }
        }
    }

    private typealias Ending = (text: ByteString, kind: Leftover.Kind, backends: [BackendName]?)

    private static func endings(_ suffix: ByteString) -> [Ending] {
        let suffix = "." + suffix
        let function = "_func" + suffix + ".py"
        return [
            (function + ".pickle.in", .function, nil), (function + ".pickle.out", .function, nil),
            (function, .function, nil), ("_func" + suffix + ".json", .output, nil),
            (suffix + ".out", .output, nil), (suffix + ".err", .output, nil),
            (suffix + ".status", .exitRecord, [.slurm, .torque, .pbs]),
            (suffix + ".sbatch", .script, [.slurm]), (suffix + ".qsub", .script, [.torque, .pbs]),
            (suffix + ".script", .innerScript, [.slurm, .torque, .pbs]),
            // The seed's, whatever the suffix.
            (".cluster.script", .innerScript, [.slurm]),
            (suffix, .script, [.local]),
        ]
    }
}
