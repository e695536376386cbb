/// A process and its start: its number alone may come to mean another one.
extension ProcessHandle {
    /// A hold on the process of that number that began at that time, in milliseconds since boot as
    /// the kernel counts them; nil where there is none any more.
    package convenience init?(_ process: Int32, startedAt start: Instant) {
        self.init(process)
        // The handle came first, so the number can't have changed hands between the two.
        guard Processes.origin(of: process)?.start == start else { return nil }
    }
}

extension Processes {
    /// When this process began, as others see it; nil where /proc does not tell.
    package static func ownStart() -> Instant? { origin(of: Machine.processID())?.start }
}
