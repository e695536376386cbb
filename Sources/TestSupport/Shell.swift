internal import Foundation

/// A directory and a queue of a test's own, and a shell with our tools on its PATH.
///
/// Nothing is shared between tests: each has its spool, and everything it left is ended and removed
/// with it.
package final class Scratch: Sendable {
    package let path: String
    package let spool: String
    private let environment: [String: String]
    /// Who the scripts run as, where that is not who runs the tests.
    private let user: User?
    private let counter = Counter()

    /// `cores` is what the queue shares out; nil for what the machine has.
    package convenience init(cores: Int? = 4) throws {
        try self.init(with: [:])
        if let cores {
            let set = try run("csub --threads \(cores) -H true && cqueue --cancel L1")
            guard set.status == 0 else { throw Problem(set.errors) }
        }
    }

    /// A directory of the ordinary user's on a cluster, where that user runs the scripts; with no
    /// backend chosen, so that our tools find Slurm themselves. No number of jobs is too many there:
    /// tests share a cluster and a user, and one that fills the queue would have the others wait.
    package convenience init(on cluster: SlurmCluster) throws {
        let configuration = try cluster.configuration
        try self.init(
            with: [
                "USER": SlurmCluster.user, "LOGNAME": SlurmCluster.user,
                "SLURM_CONF": configuration, "CJOBS_BACKEND": "",
                "CJOBS_SITE_CONFIG": cluster.siteConfiguration,
            ], tools: cluster.tools, as: User(SlurmCluster.user))
    }

    /// With more variables, or fewer where they are empty, and other directories ahead on PATH; with
    /// the tools in another place, and for another user.
    init(
        with more: [String: String], ahead: [String] = [], tools: String = Scratch.tools,
        as user: User? = nil
    ) throws {
        let name = "cjobs-test-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        spool = path + "/spool"
        self.user = user
        let directories =
            ahead + [tools, "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]
        let standard = [
            "PATH": directories.joined(separator: ":"),
            "HOME": path, "CJOBS_SPOOL": spool, "LC_ALL": "C.UTF-8", "TERM": "xterm",
            "USER": "tester", "CJOBS_SITE_CONFIG": "/dev/null",
            "CJOBS_BACKEND": "local", "STANDIN": path + "/slurm",
            "SWIFT_BACKTRACE": "enable=no",
        ].merging(Permits.sanitizerOptions) { standard, _ in standard }
        environment = standard.merging(more) { _, new in new }.filter { !$0.value.isEmpty }
        try FileManager.default.createDirectory(
            atPath: path + "/work", withIntermediateDirectories: true)
        try give(path)
        try give(path + "/work")
    }

    /// The same, with a configuration in the home; `path` is where it lies there.
    package convenience init(
        config text: String, at path: String = ".config/cjobs/config.ini"
    ) throws {
        try self.init()
        try writeHome(text, to: path)
    }

    deinit {
        // A queue without its directory ends by itself; until then it may still write there.
        let end = #"""
            cqueue -q --state active --cancel; cwait -qr -t 15 --all; rm -rf "$CJOBS_SPOOL"
            while pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$" > /dev/null; do sleep 0.02; done
            """#
        if user != nil { _ = try? run(Self.endJobs, timeout: 20) }
        if environment["STANDIN_DIALECT"] == nil { _ = try? run(Self.deleteJobs, timeout: 60) }
        _ = try? run(end, timeout: 20, with: ["CJOBS_BACKEND": "local"])
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Cancels what was submitted from within this directory, and waits while it ends.
    private static let endJobs = #"""
        jobs() {
            timeout 5 squeue -h -u "$USER" -o '%A %Z' | while read -r id dir; do
                case $dir/ in "$HOME"/*) echo "$id" ;; esac
            done
        }
        jobs | xargs -r scancel --quiet
        for i in {1..50}; do [ -n "$(jobs)" ] || break; sleep 0.1; done
        """#

    /// Deletes what was submitted from here to a real PBS: what csub recorded.
    private static let deleteJobs = #"""
        case $CJOBS_BACKEND in torque|pbs) ;; *) exit ;; esac
        cd "$HOME/.local/state/cjobs/$CJOBS_BACKEND" || exit
        for id in [0-9]*; do qdel "$id"; done
        """#

    /// The directory of the tools that were built with this test.
    package static let tools: String = {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return ((program ?? "") as NSString).deletingLastPathComponent
    }()

    /// What a script did.
    package struct Result: Equatable, Sendable {
        package var output: String
        package var errors: String
        package var status: Int32

        package init(output: String = "", errors: String = "", status: Int32 = 0) {
            self.output = output
            self.errors = errors
            self.status = status
        }

        /// The lines of the output.
        package var lines: [String] {
            output.split(separator: "\n").map { String($0) }
        }
    }

    /// Runs a script with bash, in the scratch directory's `work`, and returns when it has ended.
    ///
    /// Output goes through files, so that nobody waits for whoever still holds a pipe. After
    /// `timeout` seconds the script is ended with 124: a bound on a test that would hang, never a
    /// measure.
    @discardableResult
    package func run(
        _ script: String, timeout: Int = 120, with more: [String: String] = [:]
    ) throws -> Result {
        let number = counter.next()
        let (out, err) = ("\(path)/out.\(number)", "\(path)/err.\(number)")
        for file in [out, err] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/perl")
        process.arguments =
            ["-e", Self.asFromTerminal] + (user?.become ?? [])
            + ["timeout", "-k", "5", "\(timeout)", "bash", "-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: path + "/work")
        process.environment = environment.merging(more) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: err))
        try process.run()
        process.waitUntilExit()
        let status =
            process.terminationReason == .exit
            ? process.terminationStatus : 128 + process.terminationStatus
        return Result(
            output: String(
                decoding: try Data(contentsOf: URL(fileURLWithPath: out)), as: UTF8.self),
            errors: String(
                decoding: try Data(contentsOf: URL(fileURLWithPath: err)), as: UTF8.self),
            status: status)
    }

    /// The threads that tests run on keep signals back, and a child would inherit that.
    static let asFromTerminal =
        "use POSIX; $SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT TERM); "
        + "sigprocmask(SIG_SETMASK, POSIX::SigSet->new); exec @ARGV"

    /// Hands a file over to whoever runs the scripts.
    private func give(_ file: String) throws {
        guard let user else { return }
        guard chown(file, user.id, user.group) == 0 else {
            throw Problem("cannot give \(file) to \(user.name)")
        }
    }

    /// The bytes of a file in `work`.
    package func bytes(of name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/work/\(name)")))
    }

    /// Writes a file in `work`.
    package func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/work/\(name)"))
        try give("\(path)/work/\(name)")
    }

    /// The home of whoever runs the scripts.
    package var home: String { path }

    /// Writes a file below the home, which only its owner may write.
    package func writeHome(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: url.path)
        var given = path
        for part in name.split(separator: "/") {
            given += "/" + part
            try give(given)
        }
    }

    /// Whether there is such a file in `work`.
    package func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/work/\(name)")
    }

    /// What `cqueue --check` finds; nothing where the spool is sound.
    package func faults() throws -> String { try run("cqueue --check").output }
}

/// What a test could not prepare.
package struct Problem: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// Another user of this machine.
struct User {
    let name: String
    let id: UInt32
    let group: UInt32

    init(_ name: String) throws {
        guard let entry = getpwnam(name) else { throw Problem("there is no user \(name)") }
        (self.name, id, group) = (name, entry.pointee.pw_uid, entry.pointee.pw_gid)
    }

    /// What runs the rest of a command line as that user.
    var become: [String] {
        ["setpriv", "--reuid", "\(id)", "--regid", "\(group)", "--init-groups"]
    }
}

/// Numbers for files, whoever asks.
private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var value = 0

    func next() -> Int {
        lock.lock()
        defer { lock.unlock() }
        value += 1
        return value
    }
}

/// What this machine allows a test to do.
package enum Permits {
    package static let isRoot = getuid() == 0

    /// Whether this is a build for a sanitizer, as `make sanitize` makes it.
    package static let isSanitized = ProcessInfo.processInfo.environment["CJOBS_SANITIZE"] != nil

    /// What tells the sanitizers in the tools what to do, as for this process.
    static let sanitizerOptions = ProcessInfo.processInfo.environment.filter {
        ["TSAN_OPTIONS", "ASAN_OPTIONS"].contains($0.key)
    }

    /// Whether a small file system can be mounted, to be filled up.
    package static let smallFileSystems: Bool = {
        guard isRoot, let scratch = try? Scratch(cores: nil) else { return false }
        let tried = try? scratch.run(
            "mkdir m && mount -t tmpfs -o size=64k none m && umount m")
        return tried?.status == 0
    }()

    /// Whether a file system can be mounted that is to the tools as one of the network's.
    package static let networkFileSystems: Bool = {
        guard tracing, isRoot, has("bindfs"), let scratch = try? Scratch(cores: nil) else {
            return false
        }
        return (try? scratch.run("mkdir a b && bindfs a b && umount b"))?.status == 0
    }()

    /// Whether a process can get namespaces of its own.
    package static let namespaces: Bool = {
        guard isRoot, has("unshare"), let scratch = try? Scratch(cores: nil) else { return false }
        let tried = try? scratch.run("unshare -mnuipC -f --mount-proc true && unshare -U -r true")
        return tried?.status == 0
    }()

    /// Whether processes can have numbers of their own, which a test chooses.
    package static let processNamespaces: Bool = {
        guard isRoot, has("unshare"), let scratch = try? Scratch(cores: nil) else { return false }
        let tried = try? scratch.run(
            "unshare -pf --mount-proc sh -c 'echo 100 > /proc/sys/kernel/ns_last_pid'")
        return tried?.status == 0
    }()

    /// Whether a process can be traced, and its system calls made to fail.
    package static let tracing: Bool = {
        guard has("strace"), let scratch = try? Scratch(cores: nil) else { return false }
        return (try? scratch.run("strace -f -o log -e inject=write:error=ENOSPC:when=1 true"))?
            .status == 0
    }()

    /// Whether a Slurm of the tests' own can run here.
    package static let slurm =
        isRoot && ["sbatch", "slurmctld", "slurmd", "munged", "setpriv"].allSatisfy(has)

    /// Whether it can have slurmdbd.
    package static let accounting = slurm && has("slurmdbd") && has("mariadbd")

    package static var hasSystemLog: Bool { FileManager.default.fileExists(atPath: "/dev/log") }

    package static func has(_ program: String) -> Bool {
        ["/usr/bin/", "/bin/", "/usr/local/bin/", "/usr/sbin/"].contains {
            FileManager.default.isExecutableFile(atPath: $0 + program)
        }
    }
}
