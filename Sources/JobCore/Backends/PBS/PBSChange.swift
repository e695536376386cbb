/// Changing what PBS's jobs ask for that wait (qalter(1B)).
extension PBS {
    /// What qalter is told; that OpenPBS's job is to wait for no other has to be told apart.
    /// - Throws: `Failure` (1) with the reason alone, for what can't be said to this PBS.
    func options(of wish: JobChange, for id: JobID) throws(Failure) -> [ByteString] {
        var options: [ByteString] = []
        if let priority = wish.isFirst ? 1023 : wish.priority {
            guard (-1024...1023).contains(priority) else {
                throw Failure("a priority is from -1024 to 1023", status: .failure)
            }
            options += ["-p", ByteString("\(priority)")]
        }
        if let limit = wish.timeLimit {
            guard limit > 0 else {
                throw Failure("\(name.title) can't be told to forget a limit", status: .failure)
            }
            let clock = DurationText.hoursClock(seconds: (limit + 999) / 1000)
            options += ["-l", ByteString("walltime=" + clock)]
        }
        if let cores = wish.cores { options += ["-l", try nodes(cores, of: id, wish)] }
        if let dependencies = wish.dependencies {
            var request = Request(
                name: "", command: .arguments([]), directory: "", submitDirectory: "",
                surroundings: "", submitted: WallTime.now())
            request.dependencies = dependencies
            do throws(Failure) {
                try checkDependencies(request)
            } catch {
                throw error.with(status: .failure)
            }
            if !dependencies.isEmpty {
                options += self.dependencies(request)
            } else if dialect == .torque {
                // It takes an empty list, and changes nothing.
                throw Failure(
                    "\(name.title) can't be told to forget what a job waits for", status: .failure)
            }
        }
        return options
    }

    /// The machines as the job's script asks for them, with as many cores on each.
    private func nodes(
        _ cores: Int, of id: JobID, _ wish: JobChange
    ) throws(Failure) -> ByteString {
        let (beginning, key): (ByteString, ByteString) =
            dialect == .torque ? ("#PBS -l nodes=", "ppn=") : ("#PBS -l select=", "ncpus=")
        guard let path = wish.scripts[id],
            let text = try? File(open: path, .readNow, kind: .noInput).readAll(limit: 64 << 20),
            let line = ByteString(text).split(on: UInt8(ascii: "\n"))
                .first(where: { $0.hasPrefix(beginning) })
        else {
            throw Failure(
                "its cores can't be changed: csub did not write its script", status: .failure)
        }
        let words = ByteString(line.bytes.dropFirst("#PBS -l ".utf8.count))
            .split(on: UInt8(ascii: ":"))
        return ByteString.joined(
            words.map { $0.hasPrefix(key) ? key + ByteString("\(cores)") : $0 }, by: ":")
    }
}
