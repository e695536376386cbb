/// Jobs that have something in common: a name, of which one may wait for all others, or a limit of how
/// many of them run at once.
extension Scheduler {
    // MARK: Jobs of one name

    /// Takes a job in among those of its name, and gives the number that stands for them.
    mutating func join(_ job: Int, _ name: ByteString) -> Int {
        var number = familyNumbers[name] ?? 0
        if number == 0 {
            lastFamily += 1
            number = lastFamily
            familyNumbers[name] = number
            families[number] = Family(name: name)
        }
        families[number]?.jobs.append(job)
        return number
    }

    /// One of the family has ended; the eldest that is left may have waited for that.
    mutating func leave(_ number: Int) {
        guard var family = families.removeValue(forKey: number) else { return }
        while family.head < family.jobs.count,
            tasks[family.jobs[family.head]].map({ $0.phase == .ended }) ?? true
        {
            family.head += 1
        }
        guard family.head < family.jobs.count else {
            familyNumbers[family.name] = nil
            return
        }
        if family.head > 1024, family.head * 2 > family.jobs.count {
            family.jobs.removeFirst(family.head)
            family.head = 0
        }
        let eldest = family.jobs[family.head]
        families[number] = family
        if tasks[eldest]?.waitsForFamily == true {
            tasks[eldest]?.waitsForFamily = false
            meet(eldest)
        }
    }

    // MARK: Jobs that share a limit

    /// One more job of a group.
    mutating func enter(_ task: Task) {
        guard let limit = task.groupLimit else { return }
        groups[task.group, default: Group(limit: limit)].members += 1
    }

    /// A job that has not started waits for room no more.
    mutating func withdraw(_ job: Int, _ task: Task) {
        if task.phase == .ready { removeFromLane(job) }
        leavePlace(job, task.group)
    }

    /// The place of a job in its group is free: the next one takes it.
    mutating func leavePlace(_ job: Int, _ group: Int) {
        guard let next = groups[group]?.leavePlace(job), let task = tasks[next] else { return }
        enterLane(next, task)
    }
}
