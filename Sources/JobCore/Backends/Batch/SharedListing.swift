/// A batch system's list of jobs, asked for once and read by every process of the user on this host
/// that may do with an answer of that age. It is kept in `cjobs/cache.HOST` of the user's state.
package final class SharedListing {
    private let system: any BatchSystem
    private let patience: Patience
    private let path: ByteString
    private let boot = Machine.bootID
    /// What the names begin with of all that is kept of this cluster.
    private let prefix: ByteString
    private var kept: [ByteString: Snapshot] = [:]

    /// What the batch system listed.
    package struct Snapshot: Sendable {
        package let jobs: [BatchJob]
        /// When it was asked.
        package let asked: Instant
    }

    package init(
        _ system: any BatchSystem, _ patience: Patience, _ state: ByteString?
    ) throws(Failure) {
        guard let state else {
            throw Surroundings.homeless("where to keep a list of jobs", orSet: "XDG_STATE_HOME")
        }
        self.system = system
        self.patience = patience
        path = state + "/cache." + Machine.hostName()
        let traits = system.traits
        let cluster = fingerprint(ByteString.joined(traits.cluster, by: "\0").bytes)
        prefix = ByteString("\(traits.name.rawValue).\(String(cluster, radix: 36)).")
    }

    /// The jobs of a user, or of all, as the batch system listed them not before `oldest`. With
    /// `mayAsk` false whatever there is, or nothing.
    ///
    /// - Throws: `Failure` (69) where the batch system does not answer, or did not answer another
    ///   process since then.
    package func jobs(
        of user: ByteString?, cluster: String? = nil, since oldest: Instant, mayAsk: Bool = true
    ) throws(Failure) -> Snapshot {
        let name = scope(user, cluster)
        if let snapshot = kept[name], snapshot.asked >= oldest { return snapshot }
        guard let directory = try? open() else {
            // Without a place to share it each asks for itself.
            let asked = Instant.now()
            return keep(try system.listing(of: user, cluster: cluster), asked, name, cluster)
        }
        if let snapshot = try read(name, cluster, in: directory, since: mayAsk ? oldest : nil) {
            return snapshot
        }
        guard mayAsk else { return Snapshot(jobs: [], asked: oldest) }
        let lock = try? directory.open(name + ".lock", .create)
        do throws(Failure) {
            try lock?.lock(.exclusive, within: patience)
        } catch  where error.kind != .interrupted {
            // Then some more may ask at once.
        }
        // Somebody may have asked meanwhile.
        if let snapshot = try read(name, cluster, in: directory, since: oldest) { return snapshot }
        let asked = Instant.now()
        do throws(Failure) {
            let listing = try system.listing(of: user, cluster: cluster)
            let header = header(asked, isAnswer: true)
            return both(
                { keep(listing, asked, name, cluster) },
                { try? directory.store(listing, behind: header, as: name, isLasting: false) }
            ).0
        } catch  where error.kind == .interrupted {
            throw error
        } catch {
            try? directory.store(
                header(asked, isAnswer: false) + Array(error.message.utf8), as: name,
                isLasting: false)
            throw error
        }
    }

    /// A listing as it is kept, and when the batch system was asked.
    package typealias Kept = (listing: [UInt8], asked: Instant)

    /// What was listed last of a user, without a question to anybody; nil where nothing is kept.
    package func kept(of user: ByteString) -> Kept? {
        guard let directory = try? Directory(open: path) else { return nil }
        return Self.answer(stored(scope(user, nil), in: directory))
    }

    /// All listings that are kept, whosever jobs they have.
    package func allKept() -> [Kept] {
        guard let directory = try? Directory(open: path), let names = try? directory.names() else {
            return []
        }
        let lists = names.filter {
            $0.hasPrefix(prefix) && !$0.hasSuffix(".lock")
                && !$0.hasSuffix(".tmp")
        }
        return lists.compactMap { Self.answer(stored($0, in: directory)) }
    }

    private static func answer(_ stored: Stored?) -> Kept? {
        stored.flatMap { $0.isAnswer ? ($0.bytes, $0.asked) : nil }
    }

    // MARK: News

    /// Takes note that this process has just learnt what no listing from before can have: for who
    /// reads one that is kept.
    package func noteNews() {
        let text = "\(Instant.now().milliseconds) \(boot.printable)\n"
        try? open().store(Array(text.utf8), as: newsName, isLasting: false)
    }

    /// When a process of the user's learnt that, last.
    package var news: Instant? {
        guard let directory = try? Directory(open: path),
            let file = try? directory.openIfPresent(newsName, .read),
            let text = try? file.readAll(limit: 256)
        else { return nil }
        let words = ByteString(text).trimmed.printable.split(separator: " ")
        guard words.count == 2, words[1] == boot.printable else { return nil }
        return Int(words[0]).map { Instant(milliseconds: $0) }
    }

    private var newsName: ByteString { "news." + prefix }

    /// Forgets what is kept: something was done that it can't know of.
    package func forget() {
        kept = [:]
        guard let directory = try? TrustedPath(to: path).directory(),
            let names = try? directory.names()
        else {
            return
        }
        for name in names
        where name.hasPrefix(prefix) && !name.hasSuffix(".lock") {
            directory.remove(name)
        }
    }

    /// The directory and what is kept in it, for others to lock.
    package func open() throws(Failure) -> Directory {
        try TrustedPath(to: path, making: true).directory()
    }

    private func scope(_ user: ByteString?, _ cluster: String?) -> ByteString {
        let who = user.map { ByteString("\(fingerprint($0.bytes))") } ?? "all"
        return prefix + who + ByteString(cluster.map { ".\($0)" } ?? "")
    }

    private func header(_ asked: Instant, isAnswer: Bool) -> [UInt8] {
        Array("\(asked.milliseconds) \(boot.printable) \(isAnswer ? "answer" : "failure")\n".utf8)
    }

    private func keep(
        _ listing: [UInt8], _ asked: Instant, _ name: ByteString, _ cluster: String?
    ) -> Snapshot {
        var jobs = system.read(listing).jobs
        if let cluster {
            for index in jobs.indices { jobs[index].belong(to: cluster) }
        }
        let snapshot = Snapshot(jobs: jobs, asked: asked)
        kept[name] = snapshot
        return snapshot
    }

    /// What is kept, if it is not older than that.
    /// - Throws: `Failure` (69) where that was a failure.
    private func read(
        _ name: ByteString, _ cluster: String?, in directory: Directory, since oldest: Instant?
    ) throws(Failure) -> Snapshot? {
        guard let stored = stored(name, in: directory, since: oldest) else { return nil }
        let asked = stored.asked
        guard stored.isAnswer else {
            if oldest == nil { return nil }
            throw Failure(ByteString(stored.bytes).printable, status: .unavailable)
        }
        if let known = kept[name], known.asked == asked { return known }
        return keep(stored.bytes, asked, name, cluster)
    }

    /// What a file of the cache holds: a listing, or why there was none.
    private struct Stored {
        let asked: Instant
        let isAnswer: Bool
        let bytes: [UInt8]
    }

    /// What is kept under a name, if it is of this boot and not older than that.
    private func stored(
        _ name: ByteString, in directory: Directory, since oldest: Instant? = nil
    ) -> Stored? {
        guard let file = try? directory.openIfPresent(name, .read),
            let beginning = try? file.bytes(at: 0, count: 256),
            let end = beginning.firstIndex(of: UInt8(ascii: "\n"))
        else { return nil }
        let words = ByteString(beginning[..<end]).printable.split(separator: " ")
        guard words.count == 3, let time = Int(words[0]), words[1] == boot.printable else {
            return nil
        }
        let asked = Instant(milliseconds: time)
        if let oldest, asked < oldest { return nil }
        guard let bytes = try? file.bytes(at: end + 1, count: file.size() - end - 1) else {
            return nil
        }
        return Stored(asked: asked, isAnswer: words[2] == "answer", bytes: bytes)
    }
}
