/// Slurm, asked by its own clients: the one place that runs them.
package final class Slurm: BatchSystem {
    let clients: BatchClients
    private var hasAccounting = true

    package init(_ clients: BatchClients) {
        self.clients = clients
        clients.habits = Self.habits
        clients.own = ["SLURM_TIME_FORMAT=%s", "SLURM_BITSTR_LEN=0"]
    }

    /// Variables that change what the clients write, or which jobs they mean (squeue(1), sacct(1),
    /// scancel(1), scontrol(1), ENVIRONMENT VARIABLES).
    private static let habits: [ByteString] = [
        "SQUEUE_", "SACCT_", "SCANCEL_", "SCONTROL_", "SLURM_TIME_FORMAT=", "SLURM_CLUSTERS=",
        "SLURM_BITSTR_LEN=", "SLURM_JSON=", "SLURM_YAML=", "SLURM_DEBUG",
    ]

    package var traits: BatchTraits {
        var traits = BatchTraits(
            .slurm, scriptKind: "sbatch",
            search: "its remark has cjobs:{} in it; do not submit it again before "
                + "squeue -o '%i %k' answers")
        traits.linksTasks = true
        traits.cluster = clients.surroundings(["SLURM_CONF", "SLURM_CONF_SERVER"], "squeue")
        return traits
    }

    static func failure(_ program: String, _ answer: Client.Answer) -> Failure {
        Failure("\(program): \(answer.reason)", status: .unavailable)
    }

    // MARK: Looking

    package func listing(
        of user: ByteString?, cluster: String?
    ) throws(Failure) -> [UInt8] {
        let format = SqueueListing(mark: .random(in: .min ... .max)).format
        var arguments: [ByteString] = ["-h", "-t", "all"]
        if let user { arguments += ["-u", user] }
        if let cluster { arguments += ["-M", ByteString(cluster)] }
        // Not an argument, which others could read while squeue runs.
        let answer = try clients.ask("squeue", arguments, with: ["SQUEUE_FORMAT=" + format])
        guard answer.end == .exited(0) else { throw Self.failure("squeue", answer) }
        // An error is no list, whatever squeue ends with.
        if SqueueListing(kept: answer.output) == nil, SlurmMessage.hasFailed(answer.errors) {
            throw Self.failure("squeue", answer)
        }
        return answer.output
    }

    package func read(_ listing: [UInt8]) -> any BatchListing { KeptSqueue(listing) }

    /// One call for each: of a list of jobs, nobody could tell where a hostile name ends. More than a
    /// hundred have to wait for the next time.
    package func details(of ids: [JobID]) throws(Failure) -> [BatchJob] {
        var jobs: [BatchJob] = []
        for (cluster, places) in Self.byCluster(ids) {
            for number in places.map(\.number).unique.prefix(100) {
                let answer = try clients.ask(
                    "scontrol",
                    Self.option(cluster) + ["-o", "show", "job", ByteString("\(number)")])
                if answer.end == .exited(0) {
                    let found = ScontrolListing.jobs(in: answer.output, of: number)
                    jobs += found.map { $0.belonging(to: cluster) }
                } else if answer.kind != .unknownJob {
                    throw Self.failure("scontrol", answer)
                }
                // One that was forgotten meanwhile is left to accounting.
            }
        }
        return jobs
    }

    package func history(
        of ids: [JobID], user: ByteString?, since: WallTime?
    ) throws(Failure) -> [BatchJob]? {
        let start: [ByteString] = since.map { ["-S", ByteString($0.local)] } ?? []
        let owner: [ByteString] = user.map { ["-u", $0] } ?? []
        if ids.isEmpty { return try accounts(owner + start) }
        var jobs: [BatchJob] = []
        for (cluster, places) in Self.byCluster(ids) {
            let numbers = places.map(\.number).unique
            // A command line has a largest size.
            for first in stride(from: 0, to: numbers.count, by: 1000) {
                let list = numbers.dropFirst(first).prefix(1000).map { "\($0)" }
                let arguments = ["-j", ByteString(list.joined(separator: ","))] + start
                guard let found = try accounts(Self.option(cluster) + arguments) else {
                    return nil
                }
                jobs += found.map { $0.belonging(to: cluster) }
            }
        }
        return jobs
    }

    /// What sacct knows; nil where there is no accounting.
    private func accounts(_ arguments: [ByteString]) throws(Failure) -> [BatchJob]? {
        guard hasAccounting, try clients.has("sacct") else {
            return nil
        }
        let listing = SacctListing(mark: .random(in: .min ... .max))
        let answer = try clients.ask(
            "sacct",
            [
                "-X", "-n", "-p", "--delimiter=" + listing.delimiter,
                ByteString("--format=" + SacctListing.fields),
            ] + arguments)
        switch answer.end == .exited(0) ? nil : answer.kind {
        case nil:
            let jobs = listing.jobs(in: answer.output)
            if jobs.isEmpty, SlurmMessage.hasFailed(answer.errors) {
                throw Self.failure("sacct", answer)
            }
            return jobs
        case .unknownJob: return []
        case .noAccounting:
            hasAccounting = false
            return nil
        default: throw Self.failure("sacct", answer)
        }
    }

    /// IDs that are Slurm's, taken apart, by the cluster that has them; nil is the usual one.
    private static func byCluster(_ ids: [JobID]) -> [String?: [BatchID]] {
        Dictionary(grouping: ids.compactMap { BatchID(slurm: $0.text) }, by: \.cluster)
    }

    static func option(_ cluster: String?) -> [ByteString] {
        cluster.map { ["-M", ByteString($0)] } ?? []
    }

    package func hasOtherMachines() -> Bool {
        guard let answer = try? clients.ask("sinfo", ["-h", "-N", "-o", "%n"]),
            answer.end == .exited(0)
        else { return false }
        let here = Machine.hostName()
        return ByteString(answer.output).split(on: UInt8(ascii: "\n")).map(\.trimmed)
            .contains { !$0.isEmpty && $0.split(on: UInt8(ascii: "."))[0] != here }
    }

    package func largestArray() throws(Failure) -> (tasks: Int, bytes: Int) {
        let answer = try clients.ask("scontrol", ["show", "config"])
        // sbatch takes scripts of 4 MiB (slurm.conf(5), max_script_size).
        let bytes = 3 << 20
        for line in ByteString(answer.output).split(on: UInt8(ascii: "\n"))
        where line.hasPrefix("MaxArraySize") {
            let words = line.printable.split { $0 == " " || $0 == "=" }
            // It is the largest index and one more.
            // Under a limit on requests scontrol says all the same what it ends with 1 for.
            if words.count == 2, let size = Int(words[1]) { return (size, bytes) }
        }
        guard answer.end == .exited(0) else { throw Self.failure("scontrol", answer) }
        return (1001, bytes)
    }

    // MARK: Acting

    package func act(
        _ act: JobAct, on ids: [JobID]
    ) throws(Failure) -> [(id: JobID, reason: String)] {
        var refused: [(id: JobID, reason: String)] = []
        for (cluster, ids) in Dictionary(
            grouping: ids, by: { BatchID(slurm: $0.text)?.cluster })
        {
            for start in stride(from: 0, to: ids.count, by: 1000) {
                let part = Array(ids[start..<min(start + 1000, ids.count)])
                refused += try actOnSome(act, part, cluster)
            }
        }
        return refused
    }

    private func actOnSome(
        _ act: JobAct, _ ids: [JobID], _ cluster: String?
    ) throws(Failure) -> [(id: JobID, reason: String)] {
        if case .change(let wish) = act { return try change(wish, ids, cluster) }
        let words = ids.map { ByteString(String($0.text.prefix { $0 != ";" })) }
        let list = ByteString.joined(words, by: ",")
        let (program, verb): (String, [ByteString]) =
            switch act {
            case .cancel: ("scancel", words)
            // To the command and all that it started, and not only to its steps.
            case .signal(let number):
                ("scancel", [ByteString("--signal=\(number)"), "--full"] + words)
            case .hold: ("scontrol", ["hold", list])
            case .release: ("scontrol", ["release", list])
            case .requeue, .change: ("scontrol", ["requeue", list])
            }
        let arguments = Self.option(cluster) + verb
        let answer = try clients.ask(program, arguments)
        let refusals = SlurmMessage.perJob(in: answer.errors).compactMap { refusal in
            ids.first { $0.text.prefix { $0 != ";" } == refusal.id.text }
                .map { (id: $0, reason: refusal.text) }
        }
        if refusals.isEmpty, answer.end != .exited(0) {
            if [.transient, .unclear].contains(answer.kind) { throw Self.failure(program, answer) }
            // A client that failed and named no job did it to none.
            return ids.map { ($0, answer.reason) }
        }
        return refusals
    }
}

extension Client.Answer {
    /// What its complaint means.
    var kind: SlurmMessage.Kind {
        if case .exited(let status)? = end {
            return SlurmMessage.kind(of: errors, status: status)
        }
        return .unclear
    }

    /// What it complained of, or how it ended where it said nothing.
    var reason: String {
        let text = SlurmMessage.text(of: errors)
        return text.isEmpty ? wayOut : text
    }
}
