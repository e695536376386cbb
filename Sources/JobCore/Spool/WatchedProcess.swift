/// A process whose end is waited for: by its parent, or, with a handle, by anybody.
struct WatchedProcess {
    let identity: ProcessIdentity
    /// Nil for a child.
    let handle: ProcessHandle?
    /// How often it was found ended and not yet reaped; a parent that never reaps is given up.
    private var zombieLooks = 0
    private static let mostZombieLooks = 300

    /// How it stands with it.
    enum Standing {
        case running
        /// It ended, which its parent will be able to tell soon.
        case ending
        case ended(ProcessEnd, ResourceUsage)
        /// It ended, and nobody knows how.
        case gone
    }

    init(child identity: ProcessIdentity) {
        self.identity = identity
        handle = nil
    }

    init(_ handle: ProcessHandle, _ identity: ProcessIdentity) {
        self.identity = identity
        self.handle = handle
    }

    /// One that was started by others; as a child, where it has become one. Nil where it is gone.
    /// - Throws: `Failure` where that can't be told for now.
    static func of(_ identity: ProcessIdentity) throws(Failure) -> WatchedProcess? {
        guard let handle = try ProcessHandle.of(identity) else { return nil }
        return Processes.isChild(identity.number)
            ? WatchedProcess(child: identity) : WatchedProcess(handle, identity)
    }

    var isChild: Bool { handle == nil }

    /// Looks at it, and leaves a child a zombie.
    mutating func look() -> Standing {
        guard let handle else {
            if let found = Processes.look(at: identity.number) {
                return .ended(found.end, found.usage)
            }
            return Processes.isChild(identity.number) ? .running : .gone
        }
        guard handle.hasEnded else { return .running }
        if let end = handle.end ?? Processes.zombieEnd(of: identity.number) {
            return .ended(end, ResourceUsage())
        }
        // The kernel tells once its new parent, the system's first process, has reaped it.
        zombieLooks += 1
        return handle.isZombie && zombieLooks < Self.mostZombieLooks
            ? .ending : handle.end.map { .ended($0, ResourceUsage()) } ?? .gone
    }

    func reap() { if isChild { Processes.reap(identity.number, waiting: false) } }
}
