internal import CSys
internal import Glibc

/// A hold on one process that can never mean another that got its number later (pidfd_open(2)).
package final class ProcessHandle {
    package let process: Int32
    package let descriptor: Int32

    /// Nil where there is no such process, or no descriptor for a handle.
    package convenience init?(_ process: Int32) {
        let descriptor = csys_pidfd_open(process)
        guard descriptor >= 0 else { return nil }
        self.init(process, owning: descriptor)
    }

    private init(_ process: Int32, owning descriptor: Int32) {
        self.process = process
        self.descriptor = descriptor
    }

    /// A hold on that very process; nil where it is gone, whoever has its number now.
    /// - Throws: `Failure` where that can't be told for now.
    package static func of(_ identity: ProcessIdentity) throws(Failure) -> ProcessHandle? {
        let descriptor = csys_pidfd_open(identity.number)
        guard descriptor >= 0 else {
            if errno == ESRCH || errno == EINVAL { return nil }
            throw Failure(system: "cannot look at process \(identity.number)")
        }
        let handle = ProcessHandle(identity.number, owning: descriptor)
        // Whoever has the number now, the handle holds: its start tells who that is.
        do throws(Failure) {
            let facts = try ProcessFacts(reading: ByteString("/proc/\(identity.number)/stat"))
            return facts.start == identity.start ? handle : nil
        } catch  where error.kind == .missing {
            return nil
        }
    }

    deinit { close(descriptor) }

    @discardableResult
    package func signal(_ number: Int32) -> Bool {
        csys_pidfd_send_signal(descriptor, number) == 0
    }

    /// To it and the process group that it leads, or to it alone where it leads none.
    @discardableResult
    package func signalGroup(_ number: Int32) -> Bool {
        if csys_pidfd_signal_group(descriptor, number) == 0 { return true }
        // Before Linux 6.9: as long as its leader was not reaped the group's number is its own.
        if errno == EINVAL, ProcessFacts(of: process) != nil, kill(-process, number) == 0 {
            return true
        }
        return signal(number)
    }

    /// Whether it has ended; it may still be waiting to be reaped.
    package var hasEnded: Bool { !waitForInput(on: [descriptor], timeout: 0).isEmpty }

    /// Whether it has ended and nobody has reaped it yet.
    package var isZombie: Bool { ProcessFacts(of: process)?.isZombie ?? false }

    /// How it ended, even if it was somebody else's child; nil while it runs and on kernels before
    /// 6.15.
    package var end: ProcessEnd? {
        var status: Int32 = 0
        guard csys_pidfd_exit_status(descriptor, &status) == 0 else { return nil }
        return ProcessEnd(waitStatus: status)
    }
}
