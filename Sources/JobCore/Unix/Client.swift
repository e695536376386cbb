internal import CSys
internal import Glibc

/// A program that answers on its two outputs: run with a time limit, and with a limit on what it
/// may say.
package struct Client: Sendable {
    /// Absolute.
    package let path: ByteString
    /// Milliseconds that it may take.
    package var timeout: Int
    package var environment: [ByteString]
    package var directory: ByteString = "/"
    /// Bytes of each output that are kept.
    package var limit = 64 << 20

    package init(
        path: ByteString, timeout: Int, environment: [ByteString] = Surroundings.environment()
    ) {
        self.path = path
        self.timeout = timeout
        self.environment = environment
    }

    package struct Answer: Sendable {
        package var output: [UInt8] = []
        package var errors: [UInt8] = []
        /// Nil where it took too long, or said too much, and was killed.
        package var end: ProcessEnd?
        package var isTooLong = false
    }

    /// - Throws: `Failure` (69) where it can't be started.
    package func run(_ arguments: [ByteString]) throws(Failure) -> Answer {
        let (child, output, errors) = try start(arguments)
        return collect(child, output, errors)
    }

    /// The writing ends of both pipes are closed here when this returns.
    private func start(
        _ arguments: [ByteString]
    ) throws(Failure) -> (child: Int32, output: File, errors: File) {
        let name = path.lastComponent
        let (outReader, outWriter) = try File.pipe(name: name)
        let (errReader, errWriter) = try File.pipe(name: name)
        var surroundings = Surroundings.current()
        surroundings.environment = environment
        do throws(Failure) {
            let child = try Launch(
                arguments: [name] + arguments, candidates: [path], surroundings: surroundings,
                directory: Directory(open: directory), input: File(open: "/dev/null", .read),
                output: outWriter, error: errWriter, notes: nil
            ).start()
            return (child, outReader, errReader)
        } catch {
            throw Failure(
                "cannot run '\(path.printable)': \(Failure.text(of: error.systemError))",
                status: .unavailable)
        }
    }

    /// Reads both outputs until both are closed, or it has ended and said nothing more.
    private func collect(_ child: Int32, _ output: File, _ errors: File) -> Answer {
        let deadline = Instant.now() + timeout
        let handle = ProcessHandle(child)
        var answer = Answer()
        var open: [(file: File, isOutput: Bool)] = [(output, true), (errors, false)]
        var isOver = false
        while !open.isEmpty || !isOver {
            // Somebody whom it started may keep its outputs open for ever.
            let watched =
                open.map(\.file.descriptor) + (isOver ? [] : handle.map { [$0.descriptor] } ?? [])
            let ready = waitForInput(
                on: watched, timeout: isOver ? 0 : max(0, deadline - Instant.now()))
            if ready.isEmpty {
                answer.isTooLong = !isOver
                break
            }
            if ready.contains(open.count) || handle == nil && open.isEmpty { isOver = true }
            for index in ready.filter({ $0 < open.count }).reversed() {
                let bytes = (try? open[index].file.read(atMost: 1 << 16)) ?? []
                if open[index].isOutput { answer.output += bytes } else { answer.errors += bytes }
                if bytes.isEmpty { open.remove(at: index) }
            }
            if max(answer.output.count, answer.errors.count) > limit {
                answer.isTooLong = true
                break
            }
        }
        if answer.isTooLong {
            // It leads a group of its own.
            Processes.signalGroup(child, Signal.kill)
            Processes.signal(child, Signal.kill)
        }
        let end = Processes.reap(child)
        if !answer.isTooLong { answer.end = end }
        return answer
    }
}
