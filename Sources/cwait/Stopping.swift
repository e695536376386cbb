import ArgumentParser
import JobCore

/// When it is over, and how it ends.
struct Stopping: ParsableArguments {
    @Flag(name: .long, help: "Stop at the first job that ends, and write its ID.")
    var any = false

    @Flag(name: .customLong("fail-fast"), help: "Stop at the first job that does not end with 0.")
    var failFast = false

    @Flag(
        name: .customLong("cancel-rest"),
        help: "With --fail-fast or --any: cancel the others then.")
    var cancelRest = false

    @Flag(
        name: .customLong("cancel-on-interrupt"),
        help: "Cancel the jobs when a signal stops the waiting.")
    var cancelOnInterrupt = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The exit status: worst or first failure, 0 for any success, or a count.",
            valueName: "rule"))
    var exit: ExitRule?

    @Option(
        name: .long,
        help: ArgumentHelp("Run this by sh at the end, with IDS and STATUS.", valueName: "command"))
    var notify: ByteString?

    init() {}

    /// - Throws: `Failure` (64) for what does not go together.
    func check() throws(Failure) {
        if cancelRest, !any, !failFast {
            throw Failure("--cancel-rest goes with --fail-fast or --any", status: .usage)
        }
        if any, failFast {
            throw Failure("--any and --fail-fast exclude each other", status: .usage)
        }
        if any, exit != nil {
            throw Failure("--any ends as that job did: --exit has no use", status: .usage)
        }
    }

    /// Runs what is to be run at the end. That it fails is said, and changes nothing.
    func tell(of ids: [JobID], _ status: ExitStatus, _ session: borrowing Session) {
        guard let notify else { return }
        Surroundings.set("STATUS", to: ByteString("\(status.code)"))
        Surroundings.set("IDS", to: Self.list(ids))
        do throws(Failure) {
            // Standard output is for data.
            let end = try runInForeground("exec >&2\n" + notify)
            guard end != .exited(0) else { return }
            session.log.warn("--notify: \(Ending(.process(end), at: Session.now()).summary)")
        } catch {
            session.explain(error)
        }
    }

    /// The IDs with blanks between, as many as a variable can hold (execve(2)).
    private static func list(_ ids: [JobID]) -> ByteString {
        var size = 0
        let some = ids.map { ByteString($0.text) }.prefix { id in
            size += id.count + 1
            return size < 120_000
        }
        return ByteString.joined(Array(some), by: " ")
    }
}
