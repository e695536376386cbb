internal import CSys
internal import Glibc

/// A thread of this process (pthreads(7)). It is started when it is made, keeps every signal for
/// the first thread, and must be joined.
package final class Thread {
    private var handle = pthread_t()
    private var isRunning = false

    /// What a new thread gets to do.
    private final class Errand {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// - Throws: `Failure` where the system has no thread to give.
    package init(_ body: @escaping @Sendable () -> Void) throws(Failure) {
        let errand = Unmanaged.passRetained(Errand(body))
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        let code = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Errand>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, errand.toOpaque())
        pthread_sigmask(SIG_SETMASK, &before, nil)
        guard code == 0 else {
            errand.release()
            throw Failure(system: "cannot start a thread", code: code)
        }
        isRunning = true
    }

    /// Returns when it has ended.
    package func join() {
        guard isRunning else { return }
        isRunning = false
        pthread_join(handle, nil)
    }

    deinit { join() }
}

/// What two pieces of work give, done side by side where there is a thread to be had.
package func both<First, Second: Sendable>(
    _ first: () -> First, _ second: @escaping @Sendable () -> Second
) -> (First, Second) {
    let result = Shared<Second?>(nil)
    let errand: @Sendable () -> Void = {
        let value = second()
        result.access { $0 = value }
    }
    guard let thread = try? Thread(errand) else { return (first(), second()) }
    let one = first()
    thread.join()
    return (one, result.access { $0 } ?? second())
}

/// State that threads share: one has it at a time, and others wait for it to change.
package final class Shared<State>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    package init(_ state: State) {
        self.state = state
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        changed.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Looks at it or changes it, and lets those who wait look again.
    package func access<Result>(_ body: (inout State) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        return body(&state)
    }

    /// Waits until `body` has an answer. It must change nothing while it has none.
    package func wait<Result>(_ body: (inout State) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        while true {
            if let result = body(&state) { return result }
            pthread_cond_wait(changed, mutex)
        }
    }
}

/// Does `body` for each number from 0 to `count` - 1, on several threads, and returns when all of
/// it is done or something failed; the first failure is returned, and nothing is begun behind it.
package func onThreads(
    _ threads: Int, each count: Int, _ body: @escaping @Sendable (Int) throws(Failure) -> Void
) -> Failure? {
    struct Work {
        var next = 0
        var failure: Failure?
    }
    let work = Shared(Work())
    let labour: @Sendable () -> Void = {
        while true {
            let number = work.access { work -> Int? in
                guard work.failure == nil, work.next < count else { return nil }
                work.next += 1
                return work.next - 1
            }
            guard let number else { return }
            do throws(Failure) {
                try body(number)
            } catch {
                work.access { $0.failure = $0.failure ?? error }
            }
        }
    }
    // This thread is one of them, and the only one where the system has no other.
    let others = (1..<max(1, min(threads, count))).compactMap { _ in try? Thread(labour) }
    labour()
    for other in others { other.join() }
    return work.access { $0.failure }
}
