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
    /// Ready to read when whoever waits for it stops waiting.
    package var interrupt: Int32?
    /// When they do in any case.
    package var deadline: Instant?
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
        /// Nil where it was killed: it took too long, or said too much, or nobody waits any more.
        package var end: ProcessEnd?
        package var isTooLong = false
        package var isInterrupted = false
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
        let last = Instant.now() + timeout
        let deadline = min(last, self.deadline ?? last)
        let handle = ProcessHandle(child)
        var answer = Answer()
        var open: [(file: File, isOutput: Bool)] = [(output, true), (errors, false)]
        var isOver = false
        while !open.isEmpty || !isOver {
            // Somebody whom it started may keep its outputs open for ever.
            let others = isOver ? [] : [handle?.descriptor, interrupt].compactMap { $0 }
            let watched = open.map(\.file.descriptor) + others
            let ready = waitForInput(
                on: watched, timeout: isOver ? 0 : max(0, deadline - Instant.now()))
            if ready.isEmpty {
                answer.isTooLong = !isOver && deadline == last
                answer.isInterrupted = !isOver && deadline < last
                break
            }
            if let interrupt, ready.contains(where: { watched[$0] == interrupt }) {
                answer.isInterrupted = true
                break
            }
            if ready.contains(where: { watched[$0] == handle?.descriptor })
                || handle == nil && open.isEmpty
            {
                isOver = true
            }
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
        let isKilled = answer.isTooLong || answer.isInterrupted
        if isKilled {
            // It leads a group of its own.
            Processes.signalGroup(child, Signal.kill)
            Processes.signal(child, Signal.kill)
        }
        let end = Processes.reap(child)
        if !isKilled { answer.end = end }
        return answer
    }
}
