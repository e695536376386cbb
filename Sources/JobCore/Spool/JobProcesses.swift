/// The processes of one attempt at a job, as they are seen by whoever looks after it.
///
/// Which attempt a process belongs to is in its environment, `CSUB_ATTEMPT`: that of another attempt is
/// never touched, whoever's child it has become; nor is a keeper, runner, guard or packer of any queue,
/// nor what is below one. Where the variable was taken out, the process belongs to where it was started.
struct JobProcesses {
    /// From where they are seen.
    enum View {
        /// From the process that they are children of, or become when they lose their parent: a child
        /// sub-reaper. `isAlone` where it looks after no other job.
        case parent(isAlone: Bool)
        /// From any other process.
        case outside
    }

    /// The job's own, at whose end the job has ended.
    let main: ProcessIdentity
    private let variable: ByteString
    var view: View

    /// `path` is that of the attempt's file.
    init(main: ProcessIdentity, path: ByteString, view: View) {
        self.main = main
        variable = Self.variableName + "=" + path
        self.view = view
    }

    /// The variable that says which attempt a process belongs to: the path of the attempt's file.
    static let variableName: ByteString = "CSUB_ATTEMPT"

    /// Sends a signal to each of them that has not ended. Whoever knows that the main process has can
    /// say so: then most often nobody is left, and nothing has to be looked at. With `butForLost` those do
    /// not count that will never run again, though they have not ended.
    ///
    /// - Returns: how many there were.
    @discardableResult
    func signal(_ number: Int32, hasMainEnded: Bool = false, butForLost: Bool = false) -> Int {
        var count = 0
        var seen: Set<Int32> = []
        // All are found before any is told: what one starts at the signal is not meant.
        var found: [ProcessHandle] = []
        var open = roots()
        if hasMainEnded { open.removeAll { $0.process == main.number } }
        while let next = open.popLast(), count < Self.most {
            // The handle first: what is read of the process then is of the one that is signalled.
            guard !seen.contains(next.process), let handle = ProcessHandle(next.process),
                let facts = ProcessFacts(of: next.process), belongs(next, facts)
            else { continue }
            seen.insert(next.process)
            if !facts.isZombie {
                found.append(handle)
                if !butForLost || !Processes.hasRunItsLast(next.process) { count += 1 }
            }
            if found.count == Self.batch {
                for handle in found { handle.signal(number) }
                found = []
            }
            open += Processes.children(of: next.process)
                .map { Candidate(process: $0, parent: next.process) }
        }
        for handle in found { handle.signal(number) }
        return count
    }

    /// How many handles are held at once.
    private static let batch = 20
    private static let most = 100_000

    /// A process that may be the job's.
    private struct Candidate {
        let process: Int32
        /// The process of the job that it is a child of; nil for one that nothing is known of yet.
        var parent: Int32?
    }

    private func roots() -> [Candidate] {
        switch view {
        case .parent:
            Processes.children(of: Machine.processID()).map { Candidate(process: $0) }
        case .outside:
            Processes.all().map { Candidate(process: $0) }
        }
    }

    private func belongs(_ candidate: Candidate, _ facts: ProcessFacts) -> Bool {
        if candidate.process == main.number {
            // A child that is not reaped is nobody else.
            if case .parent = view { return facts.parent == Machine.processID() }
            return facts.start == main.start
        }
        if let parent = candidate.parent, parent != facts.parent { return false }
        if Self.isOfAQueue(candidate.process) { return false }
        if let own = attempt(of: candidate.process) { return own == variable }
        if candidate.parent != nil { return true }
        if facts.session == main.number, isMainOrGone(facts.session) { return true }
        guard case .parent(let isAlone) = view, isAlone else { return false }
        // A guard's own child can be nobody else's, unless another job's session says so.
        return attempt(of: facts.session).map { $0 == variable } ?? true
    }

    /// Whether a number that was the main process's is not another's by now.
    private func isMainOrGone(_ process: Int32) -> Bool {
        main.start == 0 || ProcessFacts(of: process).map { $0.start == main.start } ?? true
    }

    /// The variable as a process has it.
    private func attempt(of process: Int32) -> ByteString? {
        Processes.environment(of: process).first { $0.hasPrefix(Self.variableName + "=") }
    }

    /// Whether it is a keeper, or what was forked from one, of whichever queue.
    static func isOfAQueue(_ process: Int32) -> Bool {
        let words = Processes.arguments(of: process)
        return words.first == Spool.keeperName && words.count > 1 && words[1].hasPrefix("/")
    }

    /// Lets the kernel forget children of this process that have ended, but for those.
    static func reapStrays(except kept: Set<Int32>) {
        for child in Processes.children(of: Machine.processID()) where !kept.contains(child) {
            Processes.reap(child, waiting: false)
        }
    }
}
