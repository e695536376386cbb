/// What carries jobs out, and why that.
package struct BackendChoice: Sendable {
    package let backend: BackendName
    package let origin: Origin
    /// What was found and is not used; nil where there is nothing to say.
    package private(set) var remark: String?

    /// What `--backend` asked for, else `$CJOBS_BACKEND`, else `[queue] backend`; with `auto`, and
    /// with nothing at all, what is found: sbatch, then qsub, else the local queue.
    /// With `anew` nothing that was found a moment ago counts.
    /// - Throws: `Failure` (78) for a name that is no backend's, (69) for a qsub that nobody knows.
    package init(
        asked: ByteString?, _ configuration: Configuration, anew: Bool = false
    ) throws(Failure) {
        if let asked, let name = Self.backend(asked) {
            (backend, origin) = (name, .commandLine)
            return
        }
        if asked == nil, let text = Surroundings.variable("CJOBS_BACKEND"), !text.isEmpty {
            guard BackendName.words.contains(text.printable) else {
                throw Failure(
                    "CJOBS_BACKEND: \(SettingTable.backend.type.complaint(about: text))",
                    status: .configuration)
            }
            if let name = Self.backend(text) {
                (backend, origin) = (name, .environment("CJOBS_BACKEND"))
                return
            }
        } else if asked == nil {
            for row in [SettingTable.backend, SettingTable.queueType] {
                guard let text = try configuration.text(row), let name = Self.backend(text),
                    let place = try configuration.entry(
                        ByteString(row.key), in: ByteString(row.section))
                else { continue }
                (backend, origin) = (name, place.origin)
                return
            }
        }
        let sbatch = try Self.program("sbatch", configuration)
        if let sbatch {
            guard try IdleSlurm(sbatch, configuration, anew: anew) != nil else {
                (backend, origin) = (.slurm, .found(sbatch))
                return
            }
        }
        (backend, origin) = try Self.foundWithoutSlurm(configuration)
        remark = sbatch.map {
            "'\($0.printable)' is not used: nothing says where its cluster is (SLURM_CONF, slurm.conf)"
        }
    }

    /// Nil for `auto`.
    private static func backend(_ text: ByteString) -> BackendName? {
        BackendName(named: text.printable)
    }

    /// What this machine has beside Slurm.
    private static func foundWithoutSlurm(
        _ configuration: Configuration
    ) throws(Failure) -> (BackendName, Origin) {
        if let path = try program("qsub", configuration) {
            guard let dialect = PBSDialect(qsub: path) else {
                throw Failure(
                    "'\(path.printable)' is neither Torque's nor OpenPBS's", status: .unavailable,
                    advice: "--backend local runs jobs on this machine")
            }
            return (dialect.backend, .found(path))
        }
        return (.local, .builtIn)
    }

    /// Where a batch system's program is: where `[queue]` says, else in an absolute directory of
    /// PATH. Nil where there is none.
    /// - Throws: `Failure` (69) where the configured one can't be executed.
    package static func program(
        _ name: String, _ configuration: Configuration
    ) throws(Failure) -> ByteString? {
        if let row = SettingTable.row(name, in: "queue"),
            let path = try configuration.text(row), !path.isEmpty
        {
            let place = Configuration.path(path)
            guard isExecutable(place) else {
                throw Failure(
                    "'\(place.printable)' ([queue] \(name)) is not an executable program",
                    status: .unavailable)
            }
            return place
        }
        return searchPath(for: ByteString(name), in: Surroundings.variable("PATH"))
            .first { $0.hasPrefix("/") && isExecutable($0) }
    }

    /// Lines for a person: what was chosen and why, and what else was looked for.
    package static func explanation(
        asked: ByteString?, _ configuration: Configuration
    ) throws(Failure) -> [String] {
        var lines: [String] = []
        for name in ["sbatch", "squeue", "sacct", "scancel", "scontrol", "qsub", "qstat"] {
            let path = try program(name, configuration)
            lines.append("\(name): \(path.map(\.printable) ?? "not found")")
        }
        let choice = try BackendChoice(asked: asked, configuration, anew: true)
        let why =
            choice.origin == .builtIn
            ? choice.remark ?? "neither sbatch nor qsub is there" : choice.origin.text
        return ["\(choice.backend.rawValue): \(why)"] + lines
    }
}
