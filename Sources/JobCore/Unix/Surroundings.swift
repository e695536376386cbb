internal import CSys
internal import Glibc

/// A limit of setrlimit(2).
package struct ResourceLimit: Hashable, Sendable {
    package var resource: Int32
    package var soft: UInt64
    package var hard: UInt64

    package init(resource: Int32, soft: UInt64, hard: UInt64) {
        self.resource = resource
        self.soft = soft
        self.hard = hard
    }
}

/// What a process hands on to its children and a job gets from its submitter.
package struct Surroundings: Hashable, Sendable {
    /// `NAME=value` each.
    package var environment: [ByteString]
    package var fileMask: UInt32
    package var niceness: Int32
    package var limits: [ResourceLimit]
    /// oom_score_adj of proc(5), and where the submitter was; nil where nobody asked.
    package var outOfMemoryScore: Int32?
    package var namespaces: Namespaces?

    package init(
        environment: [ByteString], fileMask: UInt32, niceness: Int32, limits: [ResourceLimit]
    ) {
        self.environment = environment
        self.fileMask = fileMask
        self.niceness = niceness
        self.limits = limits
    }

    /// Those of this process.
    package static func current() -> Surroundings {
        let mask = umask(0o077)
        umask(mask)
        return Surroundings(
            environment: environment(), fileMask: UInt32(mask), niceness: currentNiceness(),
            limits: currentLimits())
    }

    /// This process's limits (getrlimit(2)).
    static func currentLimits() -> [ResourceLimit] {
        (0..<csys_resource_count()).compactMap { resource in
            var limit = rlimit()
            guard getrlimit(resource, &limit) == 0 else { return nil }
            return ResourceLimit(
                resource: resource, soft: UInt64(limit.rlim_cur), hard: UInt64(limit.rlim_max))
        }
    }

    static func currentNiceness() -> Int32 { getpriority(Int32(PRIO_PROCESS.rawValue), 0) }

    /// The same, and all else that a job of the local queue gets from its submitter, or has to agree with
    /// it in: from this process.
    /// - Throws: `Failure` (75) where that can't be told for now.
    package func withPlace() throws(Failure) -> Surroundings {
        var result = self
        result.outOfMemoryScore = Processes.outOfMemoryScore()
        result.namespaces = try .own()
        return result
    }

    /// This process's variables, as they are.
    package static func environment() -> [ByteString] {
        var result: [ByteString] = []
        guard var next = csys_environment() else { return [] }
        while let entry = next.pointee {
            result.append(ByteString(cString: entry))
            next += 1
        }
        return result
    }

    /// Sets a variable for this process and those it starts.
    package static func set(_ name: String, to value: ByteString) {
        _ = value.withCString { setenv(name, $0, 1) }
    }

    /// The value of a variable, nil where it is not set.
    package static func variable(_ name: String) -> ByteString? {
        getenv(name).map { ByteString(cString: $0) }
    }

    /// The user's home, as HOME says; nil where it is not set to an absolute path: a relative one would be
    /// another directory in each place.
    package static var home: ByteString? {
        variable("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    /// Where this user's tools keep what they know: `cjobs` in `$XDG_STATE_HOME`, else in
    /// `~/.local/state`. Nil where neither that nor HOME is set to an absolute path.
    package static var stateDirectory: ByteString? {
        if let base = variable("XDG_STATE_HOME"), base.hasPrefix("/") { return base + "/cjobs" }
        return home.map { $0 + "/.local/state/cjobs" }
    }

    /// What a tool says that needs one of the user's directories and can't tell where it is: `what` is
    /// `where the queue is`, and `other` the variable that could say so, too.
    package static func homeless(_ what: String, orSet other: String) -> Failure {
        let home = variable("HOME") ?? ""
        let reason =
            home.isEmpty
            ? "neither \(other) nor HOME is set"
            : "\(other) is not set, and HOME, '\(home.printable)', is no absolute path"
        return Failure("cannot tell \(what): \(reason)", status: .configuration)
    }
}

extension ByteString {
    /// The name in `NAME=VALUE`.
    package var variableName: ByteString { ByteString(bytes.prefix { $0 != UInt8(ascii: "=") }) }

    /// Whether it is `NAME=VALUE` of that name.
    package func isVariable(_ name: ByteString) -> Bool {
        count > name.count && bytes[name.count] == UInt8(ascii: "=") && hasPrefix(name)
    }

    /// Whether a shell takes it for a variable's name.
    package var isVariableName: Bool {
        guard let first = bytes.first, !(0x30...0x39).contains(first) else { return false }
        return bytes.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                || (0x61...0x7A).contains($0) || $0 == 0x5F
        }
    }
}
