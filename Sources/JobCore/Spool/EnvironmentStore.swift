extension Spool {
    /// Stores what a job gets from its submitter, once for all jobs that share it, and returns its
    /// key. It is on the disk when this returns.
    package func store(_ surroundings: Surroundings) throws(Failure) -> ByteString {
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
            let name = ByteString(
                String(hash, radix: 16) + (attempt == 0 ? "" : ".\(attempt)"))
            guard let file = try environments.openIfPresent(name, .read) else {
                try environments.store(bytes, as: name)
                return name
            }
            if try file.bytes(at: 0, count: bytes.count + 1) == bytes { return name }
        }
        throw Failure("cannot store the environment", status: .inputOutput)
    }

    /// The key of the same surroundings for a job that is submitted from this process's namespaces.
    package func moved(_ key: ByteString) throws(Failure) -> ByteString {
        var surroundings = try surroundings(key)
        let own = Namespaces.own(boot: bootID)
        guard let stored = surroundings.namespaces, stored.difference(from: own) != nil else {
            return key
        }
        surroundings.namespaces = own
        return try store(surroundings)
    }

    /// Whether something is stored under a key.
    package func hasSurroundings(_ key: ByteString) -> Bool {
        environments.status(of: key) != nil
    }

    /// What was stored under a key.
    func surroundings(_ key: ByteString) throws(Failure) -> Surroundings {
        let bytes = try environments.open(key, .read).readAll()
        var result = Surroundings(environment: [], fileMask: 0o022, niceness: 0, limits: [])
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            rest = rest[(end + 1)...]
            if words.isEmpty { break }
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
