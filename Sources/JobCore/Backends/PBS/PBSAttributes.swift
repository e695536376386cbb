/// What qstat tells of one job, by the attributes' names (pbs_job_attributes(7)).
struct PBSAttributes {
    let id: ByteString
    private var values: [ByteString?]

    /// The attributes that are made use of. Torque and OpenPBS spell some of them differently.
    enum Name: Int, CaseIterable {
        case name, owner, state, queue, account, comment, holds, dependencies, hosts
        case created, torqueStart, openStart, torqueEnd, changed
        /// The exit status: both have the same negative numbers for different things.
        case torqueExit, openExit
        case elapsed, timeLimit, memory, nodes, cores, nodeCount
        case directory, variables, workDirectory, token
    }

    private static let names: [ByteString: Name] = [
        "Job_Name": .name, "Job_Owner": .owner, "job_state": .state, "queue": .queue,
        "Account_Name": .account, "comment": .comment, "Hold_Types": .holds,
        "depend": .dependencies, "exec_host": .hosts, "ctime": .created,
        "start_time": .torqueStart, "stime": .openStart, "comp_time": .torqueEnd,
        "mtime": .changed, "exit_status": .torqueExit, "Exit_status": .openExit,
        "resources_used.walltime": .elapsed, "Resource_List.walltime": .timeLimit,
        "Resource_List.mem": .memory, "Resource_List.nodes": .nodes,
        "Resource_List.ncpus": .cores, "Resource_List.nodect": .nodeCount,
        "init_work_dir": .directory, "Variable_List": .variables,
        "Variable_List.PBS_O_WORKDIR": .workDirectory, "Variable_List.CSUB_TOKEN": .token,
    ]

    /// The attribute of that name, `Resource_List.mem` for one of a list; nil where it is of no use.
    static func name(_ text: ByteString) -> Name? { names[text] }

    init(id: ByteString) {
        self.id = id
        values = Array(repeating: nil, count: Name.allCases.count)
    }

    subscript(name: Name) -> ByteString? {
        get { values[name.rawValue] }
        set { values[name.rawValue] = newValue }
    }

    /// The job, unless it has no ID or no state.
    var job: BatchJob? {
        guard let text = id.string, let id = JobID(text), let place = BatchID(text),
            let letter = self[.state]?.string, !letter.isEmpty
        else { return nil }
        let outcome = outcome(of: letter)
        var job = BatchJob(id: id, place: place, state: outcome.state, nativeState: letter)
        job.end = outcome.end
        job.name = self[.name] ?? ""
        job.user =
            self[.owner].map { ByteString($0.bytes.prefix { $0 != UInt8(ascii: "@") }) } ?? ""
        job.partition = self[.queue] ?? ""
        job.account = self[.account] ?? ""
        job.reason = reason(job.state)
        job.canNeverStart = job.state == .pending && job.reason.hasPrefix("Can Never Run")
        job.dependency = self[.dependencies]?.printable ?? ""
        job.nodeList = self[.hosts].map(PBSValues.hosts) ?? ""
        job.nodes = count(.nodeCount) ?? 1
        job.cores =
            self[.nodes].flatMap(PBSValues.processors(ofNodes:)) ?? count(.cores) ?? 1
        job.memory = self[.memory].flatMap(PBSValues.size)
        job.timeLimit = self[.timeLimit].flatMap(PBSValues.clock)
        job.elapsed = self[.elapsed].flatMap(PBSValues.clock)
        job.submitted = time(.created)
        job.directory = self[.directory] ?? self[.workDirectory] ?? variable("PBS_O_WORKDIR") ?? ""
        if let token = self[.token] ?? variable("CSUB_TOKEN") { job.comment = "cjobs:" + token }
        if job.state != .pending, job.state != .held {
            job.started = time(.torqueStart) ?? time(.openStart)
        }
        if job.state.hasEnded { job.ended = time(.torqueEnd) ?? time(.changed) }
        if job.state == .cancelled { job.failedParent = failedParent }
        return job
    }

    private func number(_ name: Name) -> Int? { self[name]?.string.flatMap { Int($0) } }

    private func count(_ name: Name) -> Int? {
        number(name).flatMap { (1..<1_000_000_000).contains($0) ? $0 : nil }
    }

    private func time(_ name: Name) -> WallTime? { self[name].flatMap(PBSValues.time) }

    /// A variable of Torque's list, in which nothing is quoted.
    private func variable(_ name: String) -> ByteString? {
        guard let list = self[.variables] else { return nil }
        let start = ByteString(name + "=")
        return list.split(on: UInt8(ascii: ",")).first { $0.hasPrefix(start) }
            .map { ByteString($0.bytes.dropFirst(start.count)) }
    }

    // MARK: Its state

    private func outcome(of letter: String) -> (state: JobState, end: ProcessEnd?) {
        switch letter {
        // Of an array that is held OpenPBS says so, and of its tasks that they are queued.
        case "Q", "T", "W":
            if let holds = self[.holds], holds != "n", !holds.isEmpty { fallthrough }
            return (.pending, nil)
        case "H":
            // What a dependency holds needs nobody to release it.
            let isWaiting = self[.dependencies] != nil && self[.holds] == "s"
            return (isWaiting ? .pending : .held, nil)
        // B: some tasks of the array have begun.
        case "R", "B": return (.running, nil)
        case "E": return (.completing, nil)
        case "S", "U": return (.suspended, nil)
        // C in Torque; F, and X for a task of an array, in OpenPBS.
        case "C", "F", "X":
            if let status = number(.torqueExit) { return PBSValues.outcome(ofTorque: status) }
            if let status = number(.openExit) { return PBSValues.outcome(ofOpenPBS: status) }
            // Deleted before it began, or with the job that it depended on; X tells nothing.
            return (letter == "X" ? .unknown : .cancelled, nil)
        // One that is not known ends no job.
        default: return (.pending, nil)
        }
    }

    private func reason(_ state: JobState) -> String {
        if state == .held {
            return switch self[.holds] {
            case "u": "held by the user"
            case "o": "held by an operator"
            case let holds?: "hold types \(holds.printable)"
            case nil: "held"
            }
        }
        if state == .pending, self[.state] == "H" { return "dependency" }
        return state == .running ? "" : self[.comment]?.printable ?? ""
    }

    /// The job that Torque names in its remark on a child that was deleted because of it.
    private var failedParent: JobID? {
        let words = "Job deleted as result of dependency on job "
        guard let comment = self[.comment]?.string, comment.hasPrefix(words) else { return nil }
        return JobID(String(comment.dropFirst(words.count)))
    }
}
