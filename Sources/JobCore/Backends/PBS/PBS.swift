/// Torque or OpenPBS, asked by its own clients: the one place that runs them.
package final class PBS: BatchSystem {
    let dialect: PBSDialect
    let clients: BatchClients

    package init(_ dialect: PBSDialect, _ clients: BatchClients) {
        self.dialect = dialect
        self.clients = clients
    }

    var name: BackendName { dialect.backend }

    package var traits: BatchTraits {
        var traits = BatchTraits(
            name, scriptKind: "qsub",
            search: "its Variable_List has CSUB_TOKEN={} in it; do not submit it again before "
                + "qstat -f answers")
        traits.hasServers = true
        // The shell that the server has run the script gets it as well.
        traits.signalsEndScripts = true
        traits.cluster = clients.surroundings(
            ["PBS_DEFAULT", "PBS_SERVER", "PBS_CONF_FILE"], "qstat")
        return traits
    }

    // MARK: Looking

    /// All jobs: for those of a list of IDs OpenPBS takes longer than for all of them.
    package func listing(of user: ByteString?, cluster: String?) throws(Failure) -> [UInt8] {
        let answer = try qstat(["-t"])
        // An error is no list, whatever qstat ends with.
        guard answer.end == .exited(0),
            ByteString(answer.errors).trimmed.isEmpty || !jobs(in: answer.output).isEmpty
        else { throw failure("qstat", answer) }
        return answer.output
    }

    /// Jobs in the form that is read best; plain `qstat -x` is XML for Torque, and the history of
    /// OpenPBS.
    private func qstat(_ arguments: [ByteString]) throws(Failure) -> Client.Answer {
        let form: [ByteString] = dialect == .torque ? ["-x"] : ["-f", "-F", "json"]
        return try clients.ask("qstat", form + arguments)
    }

    package func read(_ listing: [UInt8]) -> any BatchListing { KeptQstat(jobs: jobs(in: listing)) }

    private func jobs(in listing: [UInt8]) -> [BatchJob] { QstatListing.jobs(in: listing) }

    private struct KeptQstat: BatchListing {
        let jobs: [BatchJob]
    }

    /// The listing tells all there is.
    package func details(of ids: [JobID]) throws(Failure) -> [BatchJob] { [] }

    /// OpenPBS's history, where the site keeps one. Torque's ended jobs are in its list for a while.
    package func history(
        of ids: [JobID], user: ByteString?, since: WallTime?
    ) throws(Failure) -> [BatchJob]? {
        if dialect == .torque { return nil }
        let few = ids.count <= 10 ? ids.map { ByteString($0.text) } : []
        let answer = try qstat(["-x", "-t"] + few)
        // Of those that it does not know it says so, and tells of the others.
        guard case .exited(let status)? = answer.end, [0, 35, 153].contains(status) else {
            throw failure("qstat", answer)
        }
        let wanted = Set(ids.compactMap { BatchID($0.text)?.number })
        return jobs(in: answer.output).filter { job in
            (user == nil || job.user == user) && (ids.isEmpty || wanted.contains(job.place.number))
        }
    }

    package func hasOtherMachines() -> Bool {
        guard let answer = try? clients.ask("pbsnodes", ["-a"]), answer.end == .exited(0) else {
            return false
        }
        let here = Machine.hostName()
        return ByteString(answer.output).split(on: UInt8(ascii: "\n")).contains { line in
            guard let first = line.bytes.first, first > 0x20 else { return false }
            return line.trimmed.split(on: UInt8(ascii: "."))[0] != here
        }
    }

    /// `max_array_size` and `max_slot_limit` are only a manager's to see; these are OpenPBS's own.
    package func largestArray() throws(Failure) -> (tasks: Int, bytes: Int) { (10_000, 3 << 20) }

    func failure(_ program: String, _ answer: Client.Answer) -> Failure {
        Failure("\(program): \(answer.complaint)", status: .unavailable)
    }

    func kind(of answer: Client.Answer) -> PBSMessage.Kind {
        guard case .exited(let status)? = answer.end else { return .unclear }
        return PBSMessage.kind(status: status, errors: answer.errors, of: dialect)
    }

    // MARK: Acting

    /// One job a call: with a known and an unknown one qdel has brought down an OpenPBS server.
    package func act(
        _ act: JobAct, on ids: [JobID]
    ) throws(Failure) -> [(id: JobID, reason: String)] {
        let (program, options): (String, [ByteString]) =
            switch act {
            case .cancel: ("qdel", [])
            case .hold: ("qhold", [])
            case .release: ("qrls", [])
            case .requeue: ("qrerun", [])
            case .signal(let number): ("qsig", ["-s", ByteString("\(number)")])
            case .change: ("qalter", [])
            }
        var refused: [(id: JobID, reason: String)] = []
        let before = try jobs(concernedBy: act)
        if case .cancel = act { try settleChildren(of: ids, among: before) }
        for id in ids {
            var options = options
            if case .change(let wish) = act {
                do throws(Failure) {
                    options = try self.options(of: wish, for: id)
                } catch {
                    refused.append((id, error.message))
                    continue
                }
            }
            let isCleared = dialect == .openPBS && act.clearsDependencies
            var answer: Client.Answer?
            if !options.isEmpty || !isCleared {
                answer = try clients.ask(program, options + [ByteString(id.text)])
            }
            if isCleared, answer.map({ $0.end == .exited(0) }) ?? true {
                answer = try setDependencies(of: id, to: "", among: before)
            }
            guard let answer, answer.end != .exited(0) else { continue }
            switch kind(of: answer) {
            case .unreachable, .unclear: throw failure(program, answer)
            case .hasEnded: refused.append((id, "it has ended"))
            case .unknownJob: refused.append((id, "no such job"))
            default: refused.append((id, answer.complaint))
            }
        }
        return refused
    }

    /// All jobs, where others than those that are meant have to be told as well.
    private func jobs(concernedBy act: JobAct) throws(Failure) -> [BatchJob] {
        if case .cancel = act {} else if !act.clearsDependencies { return [] }
        return jobs(in: try listing(of: nil, cluster: nil))
    }
}

extension Client.Answer {
    /// What a client of PBS's complained of, or how it ended where it said nothing.
    var complaint: String {
        let text = PBSMessage.text(of: errors)
        return text.isEmpty ? wayOut : text
    }
}

extension JobAct {
    /// Whether a job is to wait for no other any more.
    fileprivate var clearsDependencies: Bool {
        if case .change(let wish) = self { wish.dependencies?.isEmpty ?? false } else { false }
    }
}
