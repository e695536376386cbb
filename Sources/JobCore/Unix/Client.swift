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
    /// Milliseconds that it may go on from then.
    package var grace = 0
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

        fileprivate var isCutOff: Bool { isTooLong || isInterrupted }
    }

    /// - Throws: `Failure` (69) where it can't be started.
    package func run(_ arguments: [ByteString]) throws(Failure) -> Answer {
        let (child, outputs, memory) = try start(arguments)
        var answer = collect(child, outputs, memory)
        if let memory { answer.output = (try? memory.bytes(at: 0, count: memory.size())) ?? [] }
        return answer
    }

    /// Starts it with a file in memory for its output: through a pipe the two would wake each other for
    /// every few lines of an answer that is nothing before it is whole. Where there is no such file it
    /// gets a pipe, as for its errors. The writing ends are closed here when this returns.
    private func start(
        _ arguments: [ByteString]
    ) throws(Failure) -> (child: Int32, outputs: [(file: File, isOutput: Bool)], memory: File?) {
        let name = path.lastComponent
        let memory = File.inMemory(name: name)
        let pipe = memory == nil ? try File.pipe(name: name) : nil
        let (errReader, errWriter) = try File.pipe(name: name)
        var surroundings = Surroundings.current()
        surroundings.environment = environment
        do throws(Failure) {
            let child = try Launch(
                arguments: [name] + arguments, candidates: [path], surroundings: surroundings,
                directory: Directory(open: directory), input: File(open: "/dev/null", .read),
                output: memory ?? pipe?.writer ?? errWriter, error: errWriter
            ).start()
            return (child, (pipe.map { [($0.reader, true)] } ?? []) + [(errReader, false)], memory)
        } catch {
            throw Failure(
                "cannot run '\(path.printable)': \(Failure.text(of: error.systemError))",
                status: .unavailable)
        }
    }

    /// Reads its outputs until all are closed, or it has ended and said nothing more.
    private func collect(
        _ child: Int32, _ outputs: [(file: File, isOutput: Bool)], _ memory: File?
    ) -> Answer {
        let last = Instant.now() + timeout
        var deadline = min(last, self.deadline ?? last)
        var interrupt = interrupt
        let handle = ProcessHandle(child)
        var answer = Answer()
        var open = outputs
        var isOver = false
        while !open.isEmpty || !isOver {
            // Somebody whom it started may keep its outputs open for ever.
            let others = isOver ? [] : [handle?.descriptor, interrupt].compactMap { $0 }
            let watched = open.map(\.file.descriptor) + others
            let left = max(0, deadline - Instant.now())
            // What it writes to a file wakes nobody.
            let ready = waitForInput(on: watched, timeout: isOver ? 0 : min(left, 1000))
            let size = max((try? memory?.size()) ?? 0, answer.output.count, answer.errors.count)
            let isLate = ready.isEmpty && !isOver && left == 0
            if size > limit || isLate && deadline == last { answer.isTooLong = true }
            if isLate && deadline < last { answer.isInterrupted = true }
            if ready.contains(where: { watched[$0] == interrupt }) {
                answer.isInterrupted = grace == 0
                deadline = min(deadline, Instant.now() + grace)
                interrupt = nil
            }
            if answer.isCutOff || ready.isEmpty && isOver { break }
            if ready.contains(where: { watched[$0] == handle?.descriptor }) { isOver = true }
            for index in ready.filter({ $0 < open.count }).reversed() {
                let bytes = (try? open[index].file.read(atMost: 1 << 16)) ?? []
                if open[index].isOutput { answer.output += bytes } else { answer.errors += bytes }
                if bytes.isEmpty { open.remove(at: index) }
            }
            if handle == nil, open.isEmpty { isOver = true }
        }
        if answer.isCutOff {
            // It leads a group of its own.
            Processes.signalGroup(child, Signal.kill)
            Processes.signal(child, Signal.kill)
        }
        let end = Processes.reap(child)
        if !answer.isCutOff { answer.end = end }
        return answer
    }
}
