import JobCore

/// What a submission becomes for a batch system: a job, or an array, or several where one array can't
/// hold them.
extension Submission {
    private var isEach: Bool { line.has(SubmitOptions.each) }

    /// The orders, without what single jobs wait for.
    func orders(for queue: BatchQueue) throws(Failure) -> [BatchOrder] {
        if isEach, choices.text(JobOptions.array) != nil {
            throw Failure(misuse: "--array and --each exclude each other")
        }
        let commands = commands.all
        if commands.isEmpty { return [] }
        guard isEach else {
            var order = order(commands)
            order.array = choices.text(JobOptions.array)?.string
            return [order]
        }
        guard commands.count > 1 else { return [order(commands)] }
        // No array that would never find room.
        let room = try queue.longest(asked: line.number(SubmitOptions.maxQueueLength)) ?? .max
        let (most, bytes) = try queue.system.largestArray()
        var orders = parts(of: commands, largest: max(1, min(most, room)), bytes)
            .map { array(Array(commands[$0])) }
        // A limit is one array's: where there are more, one follows the other.
        if atOnce != nil {
            for index in orders.indices.dropFirst() {
                orders[index].parents = [BatchOrder.Parent(orders[index - 1], .afterany)]
            }
        }
        return orders
    }

    private var atOnce: Int? { line.number(SubmitOptions.maxRunning) }

    /// The same with what each job waits for by itself (`-d each:`).
    func orders(withParentsIn queue: BatchQueue) throws(Failure) -> [BatchOrder] {
        let ids = try queue.tasks(of: dependencies.ofEach)
        try check(parents: ids)
        let parents = try queue.parents(
            of: ids.map { .job($0, .afterok) }, allowsMissing: line.has(SubmitOptions.missingOK))
        let orders = try orders(for: queue)
        if parents.allSatisfy({ $0 == .met }) { return orders }
        if let array = Self.array(of: ids), orders.count == 1, orders[0].array != nil,
            queue.traits.linksTasks,
            parents.allSatisfy({ if case .open = $0 { true } else { false } })
        {
            var order = orders[0]
            order.request.dependencies = [.job(array, .aftercorr)]
            return [order]
        }
        guard atOnce == nil || commands.all.count == 1 else {
            throw Failure(
                "cannot limit how many run: the parents of -d each: are not the tasks of one array, "
                    + "or have ended in part", status: .failure)
        }
        let pairs = zip(commands.all, ids).map { (command: $0, parent: $1) }
        return zip(pairs, parents).map { command, parent in
            var order = order([command.command])
            order.take(parent, of: .job(command.parent, .afterok))
            return order
        }
    }

    /// The array whose tasks from 0 on these are, in their order.
    private static func array(of ids: [JobID]) -> JobID? {
        guard let first = ids.first.flatMap({ BatchID($0.text) }) else { return nil }
        return ids == ids.indices.map { first.task($0) } ? first.whole : nil
    }

    // MARK: Arrays

    /// Which commands go into one array: as many as it may have, and as its script can hold.
    private func parts(
        of commands: [JobCommand], largest: Int, _ bytes: Int
    ) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var (start, size) = (0, 0)
        for (index, command) in commands.enumerated() {
            let more = JobScript.size(of: command)
            if index - start >= largest || (index > start && size + more > bytes) {
                parts.append(start..<index)
                (start, size) = (index, 0)
            }
            size += more
        }
        return parts + [start..<commands.count]
    }

    private func array(_ tasks: [JobCommand]) -> BatchOrder {
        var order = order(tasks)
        order.array = "0-\(tasks.count - 1)" + (atOnce.map { "%\($0)" } ?? "")
        return order
    }

    // MARK: One order

    private func order(_ tasks: [JobCommand]) -> BatchOrder {
        var request = request(
            key: "", resources: Resources(cores: choices.number(JobOptions.cores) ?? 1))
        if tasks.count > 1 {
            request.command =
                commands.callScript.map { .call($0, arguments: []) }
                ?? .shell(line.text(SubmitOptions.each) ?? "")
        } else {
            request.take(tasks[0])
        }
        request.name =
            choices.text(JobOptions.jobName) ?? commands.commonName
            ?? tasks[0].command.defaultName
        let untouched = line.has(SubmitOptions.track) ? nil : file
        if untouched == nil {
            request.output = request.output.map { PatternNames.fill(name: request.name, in: $0) }
            request.error = request.error.map { PatternNames.fill(name: request.name, in: $0) }
        }
        var order = BatchOrder(
            untouched.map { .file($0) } ?? .commands(tasks), request: request, choices: choices,
            table: precedence.configuration.table,
            directory: filesDirectory, currentDirectory: directory)
        order.surroundings = surroundings
        order.scriptDirectory = scriptDirectory
        order.ownDirectives = nativeLines
        order.usesLauncher = line.has(SubmitOptions.launcher)
        return order
    }
}
