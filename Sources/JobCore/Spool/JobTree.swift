/// All that a job has started, as a guard sees it: its own children, theirs, and so on. The guard
/// is a child sub-reaper, so what loses its parent becomes its own child, daemon or not.
struct JobTree {
    /// The process at whose end the job has ended, to be left as a zombie until that is recorded.
    let main: Int32

    /// Keepers that a job started by submitting others are not its own.
    private static func isForeign(_ process: Int32) -> Bool {
        Processes.arguments(of: process).first == Spool.keeperName
    }

    /// Every process below this one that belongs to the job.
    private func members() -> [Int32] {
        var found: [Int32] = []
        var open = Processes.children(of: Machine.processID())
        while let process = open.popLast() {
            guard !Self.isForeign(process), found.count < 100_000 else { continue }
            found.append(process)
            open += Processes.children(of: process)
        }
        return found
    }

    func signal(_ number: Int32) {
        for process in members() { Processes.signal(process, number) }
    }

    /// Kills what is left behind the main process, whose zombie stays. New children that lose
    /// their parents meanwhile are found in the next round.
    func killRest() {
        var wait = 1
        while true {
            let rest = Processes.children(of: Machine.processID()).filter {
                $0 != main && !Self.isForeign($0)
            }
            if rest.isEmpty { return }
            for process in rest { Processes.signal(process, Signal.kill) }
            var gone = 0
            for process in rest where Processes.reap(process, waiting: false) != nil { gone += 1 }
            if gone < rest.count {
                Processes.pause(milliseconds: wait)
                wait = min(wait * 2, 50)
            }
        }
    }
}
