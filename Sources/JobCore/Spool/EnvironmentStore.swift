/// What jobs got from their submitters: environments and limits, each stored once under its hash, as a
/// file of a directory.
package struct EnvironmentStore {
    let directory: Directory

    /// Stores it, once for all jobs that share it, and returns its key. It is on the disk when this
    /// returns. `checkRoom` is told how many bytes it is about to take.
    func store(
        _ surroundings: Surroundings, checkRoom: (Int) throws(Failure) -> Void
    ) throws(Failure) -> ByteString {
        var bytes: [UInt8] = []
        bytes += Array("umask \(surroundings.fileMask)\nnice \(surroundings.niceness)\n".utf8)
        for limit in surroundings.limits {
            bytes += Array("limit \(limit.resource) \(limit.soft) \(limit.hard)\n".utf8)
        }
        if let score = surroundings.outOfMemoryScore { bytes += Array("oom \(score)\n".utf8) }
        if let place = surroundings.namespaces {
            bytes += Array("namespaces \(place.text)\n".utf8)
        }
        bytes.append(UInt8(ascii: "\n"))
        for variable in surroundings.environment {
            bytes += variable.bytes
            bytes.append(0)
        }
        let hash = fingerprint(bytes)
        // A hash can stand for two texts: the next name then.
        for attempt in 0..<100 {
            let name = Self.name(of: hash) + (attempt == 0 ? "" : ByteString(".\(attempt)"))
            if let file = try directory.openIfPresent(name, .read) {
                let stored = try file.readAll()
                if stored == bytes { return name }
                if fingerprint(stored) == hash { continue }
                // Damaged: jobs that wait for it have it again.
            }
            try checkRoom(bytes.count)
            try directory.store(bytes, as: name)
            return name
        }
        throw Failure("cannot store the environment", status: .inputOutput)
    }

    private static func name(of hash: UInt64) -> ByteString { ByteString(String(hash, radix: 16)) }

    /// Whether something is stored under a key.
    package func contains(_ key: ByteString) -> Bool {
        directory.status(of: key) != nil
    }

    /// The stored bytes of a key.
    /// - Throws: `Failure` (126) of the kind `damagedRecord` where they are not what was stored: no job
    ///   may run with them.
    private func storedBytes(_ key: ByteString) throws(Failure) -> [UInt8] {
        let file = try directory.openIfPresent(key, .read)
        let bytes = try file?.readAll()
        guard let bytes, key.split(on: UInt8(ascii: "."))[0] == Self.name(of: fingerprint(bytes))
        else {
            throw Failure(
                "the environment it was submitted with is "
                    + (bytes == nil ? "missing" : "damaged") + " ('env/\(key.printable)')",
                status: .cannotStart, kind: .damagedRecord)
        }
        return bytes
    }

    /// What is wrong with the stored ones, and with those that jobs wait for, in a line each.
    func flaws(needed: Set<ByteString>) throws(Failure) -> [String] {
        var flaws: [String] = []
        let stored = try directory.names().filter { !$0.hasSuffix(".tmp") }
        for key in needed.union(stored).sorted() {
            do throws(Failure) {
                _ = try storedBytes(key)
            } catch {
                guard error.kind == .damagedRecord else { throw error }
                let isThere = contains(key)
                flaws.append("'env/\(key.printable)': it is \(isThere ? "damaged" : "missing")")
            }
        }
        return flaws
    }

    /// What was stored under a key.
    /// - Throws: `Failure` (126) of the kind `damagedRecord` where it is not as it was stored.
    package func surroundings(_ key: ByteString) throws(Failure) -> Surroundings {
        let bytes = try storedBytes(key)
        var result = Surroundings(environment: [], fileMask: 0o022, niceness: 0, limits: [])
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let words = ByteString(rest[..<end]).split(on: UInt8(ascii: " "))
            rest = rest[(end + 1)...]
            if words[0].isEmpty { break }
            switch (words[0], words.count) {
            case ("umask", 2): result.fileMask = UInt32(words[1]) ?? 0o022
            case ("nice", 2): result.niceness = Int32(words[1]) ?? 0
            case ("limit", 4):
                guard let resource = Int32(words[1]), let soft = UInt64(words[2]),
                    let hard = UInt64(words[3])
                else { continue }
                result.limits.append(ResourceLimit(resource: resource, soft: soft, hard: hard))
            case ("oom", 2): result.outOfMemoryScore = Int32(words[1])
            case ("namespaces", _): result.namespaces = Namespaces(words.dropFirst())
            default: break
            }
        }
        result.environment = rest.split(separator: 0).map { ByteString($0) }
        return result
    }
}

/// What was read last of the stored ones: the jobs that one guard starts often share it.
struct LatestSurroundings {
    private var latest: (key: ByteString, surroundings: Surroundings)?

    /// What was stored under a key.
    /// - Throws: as `EnvironmentStore.surroundings`.
    mutating func surroundings(
        _ key: ByteString, in store: EnvironmentStore
    ) throws(Failure) -> Surroundings {
        if let latest, latest.key == key { return latest.surroundings }
        let surroundings = try store.surroundings(key)
        latest = (key, surroundings)
        return surroundings
    }
}

extension Spool {
    /// Stores what a job gets from its submitter.
    /// - Returns: its key in `environments`.
    package func store(_ surroundings: Surroundings) throws(Failure) -> ByteString {
        try environments.store(surroundings) { count throws(Failure) in
            try checkRoom(for: count, "submit")
        }
    }

    /// The key of the same surroundings for a job that is submitted from this process's namespaces.
    package func moved(_ key: ByteString) throws(Failure) -> ByteString {
        var surroundings = try environments.surroundings(key)
        let own = try Namespaces.own()
        guard let stored = surroundings.namespaces, stored.difference(from: own) != nil else {
            return key
        }
        surroundings.namespaces = own
        return try store(surroundings)
    }
}
