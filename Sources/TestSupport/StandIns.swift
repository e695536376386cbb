internal import Foundation

extension Scratch {
    /// One whose tools talk to stand-ins for Slurm's clients, which Tests/StandIns/slurm.py explains;
    /// with as little waiting as the settings allow, and these in the section `queue` beside them.
    package static func onSlurm(_ settings: String = "") throws -> Scratch {
        let scratch = try Scratch(with: ["CJOBS_BACKEND": "slurm"], ahead: [standIns])
        try scratch.prepareStandIns(settings)
        return scratch
    }

    /// Makes the stand-ins' directory, and settings with as little waiting as there can be.
    private func prepareStandIns(_ settings: String) throws {
        try FileManager.default.createDirectory(
            atPath: path + "/slurm", withIntermediateDirectories: false)
        try waitLittle(settings)
    }

    /// Settings with as little waiting as there can be.
    private func waitLittle(_ settings: String) throws {
        try writeHome(
            "[queue]\nqueue_update = 0\nqueue_update_max = 1\nsleep_len = 0\n" + settings,
            to: ".config/cjobs/config.ini")
    }

    /// Where the stand-ins are in the checkout.
    private static let standIns: String = {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
        return sources.deletingLastPathComponent().path + "/Tests/StandIns"
    }()
}

extension Scratch {
    /// One whose tools talk to stand-ins for the clients of a PBS, `torque` or `openpbs`, which
    /// Tests/StandIns/pbs.py explains; with as little waiting as the settings allow, and these in the
    /// section `queue` beside them. Jobs run as soon as they may.
    package static func onPBS(_ dialect: String, _ settings: String = "") throws -> Scratch {
        let scratch = try Scratch(
            with: ["CJOBS_BACKEND": backend(dialect), "STANDIN_DIALECT": dialect],
            ahead: [standIns + "/pbs"])
        try scratch.prepareStandIns(settings)
        return scratch
    }

    /// One whose tools talk to a real PBS, whose clients are in that directory.
    convenience init(onPBS dialect: String, of clients: String) throws {
        let known = ProcessInfo.processInfo.environment.filter { name, _ in
            name.hasPrefix("PBS_") || ["USER", "LOGNAME"].contains(name)
        }
        let own = ["CJOBS_BACKEND": Self.backend(dialect)]
        try self.init(with: known.merging(own) { _, own in own }, ahead: [clients])
        try waitLittle("")
    }

    private static func backend(_ dialect: String) -> String {
        dialect == "torque" ? "torque" : "pbs"
    }
}
