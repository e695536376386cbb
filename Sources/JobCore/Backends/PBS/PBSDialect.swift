/// Which PBS it is: two descendants of one batch system that share commands and little else.
package enum PBSDialect: Sendable {
    case torque
    /// PBS Pro as well.
    case openPBS

    package var backend: BackendName {
        switch self {
        case .torque: .torque
        case .openPBS: .pbs
        }
    }

    /// What `qsub --version` says: OpenPBS `pbs_version = 23.06.06`, Torque `Version: 6.1.3`, which old
    /// ones write as an error. Nil for Grid Engine's qsub, or Slurm's imitation, which know no such
    /// option and end with another status.
    package init?(status: Int32, output: [UInt8], errors: [UInt8]) {
        guard status == 0 else { return nil }
        let lines = (output + errors).split(separator: UInt8(ascii: "\n"))
        if lines.contains(where: { $0.starts(with: "pbs_version".utf8) }) {
            self = .openPBS
        } else if lines.contains(where: { line in
            ["Version: ", "version: "].contains { line.starts(with: $0.utf8) }
        }) {
            self = .torque
        } else {
            return nil
        }
    }
}
