/// What carries a job out.
package enum BackendName: String, CaseIterable, Sendable {
    case local, slurm, torque, pbs

    /// A name of `--backend`: `normal` is the seed's word for local, `openpbs` the full name of pbs.
    package init?(named text: String) {
        switch text {
        case "normal": self = .local
        case "openpbs": self = .pbs
        default: self.init(rawValue: text)
        }
    }

    /// What people call it.
    package var title: String {
        switch self {
        case .local: "the local queue"
        case .slurm: "Slurm"
        case .torque: "Torque"
        case .pbs: "OpenPBS"
        }
    }
}
