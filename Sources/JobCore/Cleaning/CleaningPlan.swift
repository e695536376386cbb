/// What becomes of each file that was looked at.
///
/// The plan is made first, and as a whole. `cclean --dry-run` shows it, and otherwise it is carried out:
/// what is shown is what goes.
package struct CleaningPlan {
    package private(set) var files: [Leftover] = []
    /// Exit records that csub's record has to keep before their files go.
    private var exits:
        [JobID: (store: RecordStore, record: BatchRecord, exits: [Int?: ExitRecord])] =
            [:]
    private var known: [Leftover.Place: Set<ByteString>] = [:]

    package init() {}

    /// Takes a file in; the first word on one counts.
    mutating func add(_ file: Leftover) {
        if known[file.place, default: []].insert(file.name).inserted { files.append(file) }
    }

    /// Has the record of a job keep how it ended, or a task of it, before anything goes.
    mutating func keep(
        _ exit: ExitRecord, of task: Int?, _ record: BatchRecord, in store: RecordStore
    ) {
        exits[record.id, default: (store, record, [:])].exits[task] = exit
    }

    /// What goes, by path.
    package var removals: [Leftover] {
        files.filter { $0.verdict == .goes }.sorted { $0.path < $1.path }
    }

    /// What stays, and why, by path.
    package var rest: [(file: Leftover, obstacle: Leftover.Obstacle)] {
        files.sorted { $0.path < $1.path }.compactMap { file in
            if case .stays(let obstacle) = file.verdict { (file, obstacle) } else { nil }
        }
    }

    /// What became of a plan.
    package struct Outcome {
        /// By path.
        package fileprivate(set) var removed: [Leftover] = []
        package fileprivate(set) var failures: [Failure] = []
    }

    /// Removes what goes. A file that has changed since the plan was made stays, and so does one that
    /// the system refuses to remove; the others go all the same.
    package func carryOut() -> Outcome {
        var outcome = Outcome()
        do throws(Failure) {
            for (store, record, exits) in exits.values { try store.keep(exits, of: record) }
        } catch {
            outcome.failures.append(error)
            return outcome
        }
        // What proves that others are ours goes after them, and records go last of all.
        let order = removals.sorted { left, right in
            let (one, other) = (left.kind == .record, right.kind == .record)
            if one != other { return other }
            if left.place != right.place { return left.place.shown < right.place.shown }
            return (left.kind, left.name) < (right.kind, right.name)
        }
        var opened: (place: Leftover.Place, directory: Directory?)?
        for file in order {
            do throws(Failure) {
                if opened?.place != file.place { opened = (file.place, try file.place.open()) }
                if try opened?.directory?.remove(file.name, ifStill: file.status) ?? false {
                    outcome.removed.append(file)
                } else if try file.place.open()?.status(of: file.name) != nil {
                    outcome.failures.append(
                        Failure(
                            "cannot remove '\(file.path.printable)': it has changed meanwhile",
                            status: .failure))
                }
            } catch {
                outcome.failures.append(error)
            }
        }
        outcome.removed.sort { $0.path < $1.path }
        return outcome
    }
}
