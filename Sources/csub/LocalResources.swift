import JobCore

extension LocalQueue {
    /// Refuses what the local queue can't give, and tells of what means nothing to it.
    /// - Throws: `Failure` (1) for what this queue will never have.
    static func checkMeaning(
        of choices: Choices, _ table: OptionTable, _ session: borrowing Session
    ) throws(Failure) {
        for choice in choices.inOrder(of: table) {
            switch choice.row.local {
            case .used: break
            case .ignored:
                session.log.debug("\(choice.row.name) is not available on the local queue")
            case .idle(let reason):
                session.log.info("\(choice.row.name) has no effect: \(reason)")
            case .refused(let reason):
                if choice.value == .number(0) { continue }
                throw Failure(
                    "\(choice.row.name)=\(choice.value.text.printable): \(reason)",
                    status: .failure)
            }
        }
        if let nodes = choices.number(JobOptions.nodes), nodes > 1 {
            throw Failure(
                "nodes=\(nodes): the local queue has one machine", status: .failure)
        }
    }

    /// What a job is given of the machine: what was chosen, over what it had before. Cores beyond what
    /// there is are cut, with a warning.
    /// - Throws: `Failure` (1) for memory that there isn't.
    func resources(
        _ choices: Choices, _ before: Resources, _ session: borrowing Session
    ) throws(Failure) -> Resources {
        let cores = choices.number(JobOptions.cores) ?? before.cores
        var wish = Resources(
            cores: cores, memory: choices.memoryOfNode(cores: cores) ?? before.memory)
        let isExclusive = choices.isOn(JobOptions.exclusive)
        let asksForAllMemory = choices.memory(JobOptions.memory) == 0
        guard wish != Resources() || isExclusive || asksForAllMemory else { return wish }
        let share = try share()
        if asksForAllMemory { wish.memory = share.memory }
        if isExclusive { wish.cores = share.cores }
        if wish.cores > share.cores {
            session.log.warn("\(wish.cores) cores asked for, limiting to \(share.cores)")
            wish.cores = share.cores
        }
        guard wish.memory <= share.memory else {
            throw Failure(
                "cannot give \(MemorySize.text(wish.memory)) of memory: there is "
                    + MemorySize.text(share.memory), status: .failure)
        }
        return wish
    }
}
