/// An sbatch that was installed and never told of a cluster, as on a workstation that has the package:
/// it can do nothing.
///
/// Where no file says where the cluster is, Slurm itself is asked, since one may also be found by DNS
/// (slurm.conf(5), CONFIGLESS). That costs more than a submission to the local queue, so a no holds for a
/// minute, for all tools of this user: the file `no-cluster` in the user's state, with the program's path.
struct IdleSlurm {
    /// The sbatch.
    private let path: ByteString

    private static let memory: ByteString = "no-cluster"
    /// For how long a no is believed, in nanoseconds.
    private static let lifetime = 60_000_000_000

    /// Nil where an sbatch has a cluster. With `anew` Slurm is asked in any case.
    /// - Throws: `Failure` (69) where a configured client can't be executed.
    init?(
        _ sbatch: ByteString, _ configuration: Configuration, anew: Bool = false
    ) throws(Failure) {
        if Self.isTold() { return nil }
        path = sbatch
        let state = Surroundings.stateDirectory
        if !anew, let state, isRemembered(in: state) { return }
        guard let scontrol = try BackendChoice.program("scontrol", configuration),
            let answer = try? Client(path: scontrol, timeout: 10_000).run(["ping"]),
            ByteString(answer.errors).contains("configuration source")
        else { return nil }
        if let state { remember(in: state) }
    }

    /// Whether a variable or a file says where a cluster is.
    private static func isTold() -> Bool {
        let variables = ["SLURM_CONF", "SLURM_CONF_SERVER"]
        let files: [ByteString] = [
            "/etc/slurm/slurm.conf", "/etc/slurm-llnl/slurm.conf", "/run/slurm/conf/slurm.conf",
            "/usr/local/etc/slurm.conf", "/opt/slurm/etc/slurm.conf",
        ]
        return variables.contains { !(Surroundings.variable($0)?.isEmpty ?? true) }
            || files.contains { File.isThere($0) }
    }

    /// Where it can't be written, Slurm is asked again.
    private func remember(in state: ByteString) {
        do throws(Failure) {
            try makeDirectories(state)
            try Directory(open: state).store(path.bytes, as: Self.memory, isLasting: false)
        } catch {}
    }

    private func isRemembered(in state: ByteString) -> Bool {
        guard let file = try? Directory(open: state).open(Self.memory, .read),
            let status = try? file.status(), status.isRegular,
            status.owner == Machine.userID(),
            let text = try? file.readAll(limit: 1 << 13), ByteString(text) == path
        else { return false }
        let age = WallTime.now().milliseconds * 1_000_000 - status.modified
        return (0..<Self.lifetime).contains(age)
    }
}
