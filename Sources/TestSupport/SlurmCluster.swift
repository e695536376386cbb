internal import Foundation

/// A real Slurm on this machine, for tests that run as an ordinary user: `Scratch(on: .plain)`.
///
/// Those that are shared are started by the first test that asks, and serve the whole test process.
/// A test that needs one that nobody else uses, for an outage, makes its own. They end with the test
/// process, however it ends.
package final class SlurmCluster: Sendable {
    /// Three nodes; the controller knows a job for five minutes after its end.
    package static let plain = SlurmCluster("--nodes", "3")
    /// One node; the controller forgets a job 2 to 12 seconds after its end.
    package static let forgetful = SlurmCluster("--min-job-age", "2")
    /// One node, with slurmdbd.
    package static let accounting = SlurmCluster("--accounting")

    /// Who runs the tests' scripts.
    package static let user = "cjobs-test"

    private let path = Places.shared.new()
    private let keeper: Keeper
    /// Why it did not come up; empty when it did.
    private let failure: String

    /// `options` are those of `Tests/Clusters/slurm start`.
    package init(_ options: String...) {
        let command = ["start", path + "/slurm", "--user", Self.user] + options
        (keeper, failure) = Keeper.start(path: path, script: Self.script, command)
        Places.shared.add(keeper)
    }

    deinit {
        keeper.end()
    }

    /// What the clients read.
    package var configuration: String {
        get throws {
            guard failure.isEmpty else { throw Problem(failure) }
            return path + "/slurm/slurm.conf"
        }
    }

    /// What our tools read there for the whole site.
    package var siteConfiguration: String { path + "/site.ini" }

    /// The directory of our tools where that user can run them; the build's may lie below a closed
    /// directory.
    package var tools: String { path + "/bin" }

    /// Ends the controller; what it knows is kept.
    package func stopController() throws { try control("stop-controller") }

    package func startController() throws { try control("start-controller") }

    package func restartController() throws { try control("restart-controller") }

    private func control(_ verb: String) throws {
        _ = try configuration
        let (status, said) = try Keeper.run([Self.script, verb, path + "/slurm"])
        guard status == 0 else { throw Problem(said) }
    }

    private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Tests/Clusters/slurm").path
}

/// The shell that starts a cluster, waits for the end of the test process, and then stops it.
///
/// It waits for the end of its standard input, which even a killed process brings about. It has a
/// process group of its own, as each child of Foundation's, so that no key ends it.
private final class Keeper: @unchecked Sendable {
    private let process = Process()
    private let alive = Pipe()

    private static let shell = #"""
        path=$1 tools=$2 script=$3
        shift 3
        # Whoever was to read what this says may be gone by then.
        trap : PIPE
        # Links, where that is possible.
        mkdir "$path" "$path/bin" && chmod 755 "$path" "$path/bin" &&
            for tool in csub cwait cqueue cclean cprofile csplit czcat; do
                ln "$tools/$tool" "$path/bin" 2> /dev/null || cp "$tools/$tool" "$path/bin"
                chmod a+rx "$path/bin/$tool"
            done && printf '[queue]\nmax_jobs = 0\n' > "$path/site.ini" &&
            "$script" "$@" < /dev/null > /dev/null && echo up
        exec > /dev/null 2>&1
        read -r
        "$script" stop "$path/slurm"
        rm -rf "$path"
        """#

    private static let environment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/root",
    ]

    /// Returns once the cluster is up, or with what was said instead.
    static func start(
        path: String, script: String, _ command: [String]
    ) -> (Keeper, failure: String) {
        let keeper = Keeper()
        _ = fcntl(keeper.alive.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let (process, said) = (keeper.process, Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/perl")
        process.arguments =
            [
                "-e", Scratch.asFromTerminal, "bash", "-c", shell, "bash", path, Scratch.tools,
                script,
            ] + command
        process.environment = environment
        process.standardInput = keeper.alive
        process.standardOutput = said
        process.standardError = said
        do {
            try process.run()
        } catch {
            return (keeper, "\(error)")
        }
        let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return (keeper, text.hasSuffix("up\n") ? "" : "no Slurm: \(text)")
    }

    /// Runs a command to its end.
    static func run(_ command: [String]) throws -> (status: Int32, said: String) {
        let (process, said) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/perl")
        process.arguments = ["-e", Scratch.asFromTerminal] + command
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = said
        process.standardError = said
        try process.run()
        let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    func letGo() {
        try? alive.fileHandleForWriting.close()
    }

    /// Stops the cluster, and returns when nothing of it is left.
    func end() {
        letGo()
        for _ in 0..<1000 where process.isRunning { usleep(20_000) }
    }
}

/// Where the clusters of this process are.
private final class Places: @unchecked Sendable {
    static let shared = Places()
    private let lock = NSLock()
    private var keepers: [Keeper] = []

    private init() {
        // All at once, then each to its end.
        atexit {
            let keepers = Places.shared.all
            for keeper in keepers { keeper.letGo() }
            for keeper in keepers { keeper.end() }
        }
    }

    var all: [Keeper] {
        lock.withLock { keepers }
    }

    func add(_ keeper: Keeper) {
        lock.withLock { keepers.append(keeper) }
    }

    /// A short one, for the sockets in it, and drawn by lot: test processes in namespaces of their own
    /// have the same numbers.
    func new() -> String {
        let name = "cjobs-slurm-" + String(UInt64.random(in: .min ... .max), radix: 36)
        return FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    }
}
