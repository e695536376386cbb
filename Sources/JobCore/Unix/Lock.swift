internal import CSys
internal import Glibc

/// Locks are the kernel's: it drops them when the last process that holds the open file is gone,
/// however it went.
extension File {
    /// How flock(2) locks: one writer, or any number of readers.
    package enum Sharing: Sendable {
        case exclusive, shared
    }

    /// Waits for the lock. The caller keeps signals back meanwhile (`Signal.deferred`), so that nobody
    /// is stopped while holding it.
    package func lock(_ sharing: Sharing) throws(Failure) {
        let operation = sharing == .exclusive ? LOCK_EX : LOCK_SH
        guard retrying({ flock(descriptor, operation) }) == 0 else {
            throw Failure(
                system: "cannot lock '\(name.printable)'", status: .configuration)
        }
    }

    /// The same, where it does not take longer than somebody's patience.
    /// - Throws: `Failure.interrupted` when that is over first.
    package func lock(_ sharing: Sharing, within patience: Patience) throws(Failure) {
        if patience.isEndless { return try lock(sharing) }
        let operation = sharing == .exclusive ? LOCK_EX : LOCK_SH
        while flock(descriptor, operation | LOCK_NB) != 0, errno == EWOULDBLOCK {
            try patience.pause(milliseconds: 20)
        }
    }

    /// Takes the lock where it is free within so many milliseconds. False where others kept it all that time.
    package func tryLock(_ sharing: Sharing, within milliseconds: Int) -> Bool {
        let operation = sharing == .exclusive ? LOCK_EX : LOCK_SH
        let deadline = Instant.now() + milliseconds
        while flock(descriptor, operation | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK, Instant.now() < deadline else { return false }
            _ = waitForInput(on: [], timeout: 1)
        }
        return true
    }

    /// Takes the lock for one writer where nobody has it.
    package func tryLock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    package func unlock() { _ = flock(descriptor, LOCK_UN) }

    /// Whether somebody else holds this file's lock. It looks by a shared lock that it gives back
    /// at once, on an open file of its own.
    package var isLockedElsewhere: Bool {
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
        _ = flock(descriptor, LOCK_UN)
        return false
    }

    /// Takes the lock on one byte that belongs to the open file and goes with it through fork, exec and
    /// SCM_RIGHTS (F_OFD_SETLK). False where somebody has it.
    package func tryTakeOwnership(byte: Int = 0) -> Bool {
        csys_ofd_lock(descriptor, off_t(byte), Int16(F_WRLCK)) == 0
    }

    package func giveUpOwnership(byte: Int = 0) {
        _ = csys_ofd_lock(descriptor, off_t(byte), Int16(F_UNLCK))
    }

    /// Locks one byte for this process alone: a process forked from it does not have that lock. It
    /// ends when this process does, before its children are told of its end, and also when this
    /// process closes any descriptor of the same file (F_SETLK).
    package func lockForThisProcess(byte: Int) throws(Failure) {
        guard csys_process_lock(descriptor, off_t(byte)) == 0 else {
            throw Failure(system: "cannot lock '\(name.printable)'")
        }
    }

    /// Whether anybody has a lock of one of these two kinds on the byte; looking takes nothing
    /// (F_OFD_GETLK).
    /// - Throws: `Failure` where the kernel can't tell: then nobody knows.
    package func isLocked(byte: Int) throws(Failure) -> Bool {
        try holder(ofByte: byte) != nil
    }

    /// The process that has a lock of its own on the byte; 0 where it is the open file's, nil where
    /// nobody has one.
    package func holder(ofByte byte: Int) throws(Failure) -> Int32? {
        var holder: Int32 = 0
        let answer = csys_is_locked(descriptor, off_t(byte), &holder)
        guard answer >= 0 else {
            throw Failure(system: "cannot look at the lock of '\(name.printable)'")
        }
        return answer == 1 ? holder : nil
    }
}
