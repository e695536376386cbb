/// Runs a batch system's clients, with an environment in which nobody's habits change what they write.
package final class BatchClients {
    let name: BackendName
    let say: @Sendable (Backends.Remark) -> Void
    /// Beginnings of variables that the clients are not to see.
    var habits: [ByteString] = []
    /// Variables that they have instead.
    var own: [ByteString] = []
    private let settings: BatchSettings
    private let configuration: Configuration
    private let patience: Patience
    private var paths: [String: ByteString] = [:]

    init(
        of name: BackendName, _ settings: BatchSettings, _ configuration: Configuration,
        _ patience: Patience, say: @escaping @Sendable (Backends.Remark) -> Void
    ) {
        self.name = name
        self.settings = settings
        self.configuration = configuration
        self.patience = patience
        self.say = say
    }

    /// - Throws: `Failure` (69) where it is not there.
    func path(of program: String) throws(Failure) -> ByteString {
        if let path = paths[program] { return path }
        guard let path = try BackendChoice.program(program, configuration) else {
            throw Failure(
                "cannot find '\(program)', which \(name.title) has, in a directory of PATH",
                status: .unavailable)
        }
        say(.debug("\(program) is '\(path.printable)'"))
        paths[program] = path
        return path
    }

    func has(_ program: String) throws(Failure) -> Bool {
        try BackendChoice.program(program, configuration) != nil
    }

    /// What decides which cluster the clients ask: these variables as they are set, and where a client
    /// is.
    func surroundings(_ variables: [String], _ program: String) -> [ByteString] {
        let set = variables.compactMap { name in
            Surroundings.variable(name).map { ByteString(name + "=") + $0 }
        }
        let path = (try? BackendChoice.program(program, configuration)) ?? nil
        return set + (path.map { [$0] } ?? [])
    }

    /// What a client writes that is asked something.
    /// - Throws: `Failure` (69) where it can't be run, or takes too long; `.interrupted`.
    func ask(
        _ program: String, _ arguments: [ByteString], with more: [ByteString] = []
    ) throws(Failure) -> Client.Answer {
        let kept = Surroundings.environment().filter { variable in
            !Self.locale.contains { variable.hasPrefix($0) }
                && !habits.contains { variable.hasPrefix($0) }
        }
        var client = Client(
            path: try path(of: program), timeout: settings.clientTimeout,
            environment: kept + ["LC_ALL=C"] + own + Self.zone + more)
        client.interrupt = patience.descriptor
        client.deadline = patience.deadline
        let answer = try client.run(arguments)
        say(.debug("\(program) \(Shell.quote(arguments).printable): \(answer.account)"))
        if answer.isInterrupted { throw .interrupted }
        if answer.isTooLong {
            throw Failure(
                "\(program) did not answer within \(settings.clientTimeout / 1000) s",
                status: .unavailable)
        }
        return answer
    }

    private static let locale: [ByteString] = ["LC_", "LANG=", "LANGUAGE="]

    /// The same as none, but that the C library then looks at that file again for every time that a
    /// client writes: a fifth of the work of one that lists jobs.
    private static var zone: [ByteString] {
        Surroundings.variable("TZ") == nil ? ["TZ=:/etc/localtime"] : []
    }

    /// Runs the client that submits, in the job's directory and with the job's variables. When nobody
    /// waits any more it has two seconds to answer, since it may have sent the job.
    func submit(
        _ words: [ByteString], _ job: PreparedJob, _ more: [ByteString] = []
    ) throws(Failure) -> Client.Answer {
        var client = Client(
            path: try path(of: words[0].printable), timeout: settings.clientTimeout,
            environment: job.environment)
        client.directory = job.directory
        (client.interrupt, client.grace) = (patience.descriptor, 2000)
        say(.debug(Shell.quote(words).printable))
        return try client.run(more + Array(words.dropFirst()))
    }
}

extension Client.Answer {
    /// How the program ended, for whoever looks for a fault.
    fileprivate var account: String {
        switch end {
        case .exited(let status): "\(status), \(output.count) bytes"
        case .killed(let signal): "killed by \(Signal.name(of: signal))"
        case nil: isInterrupted ? "stopped" : "took too long"
        }
    }

    /// How the program ended, for whoever would have liked to hear why.
    var wayOut: String {
        switch end {
        case .exited(let status): "it ended with \(status) and said nothing"
        case .killed(let signal): "it was killed by \(Signal.name(of: signal))"
        case nil: isInterrupted ? "it was stopped" : "it took too long"
        }
    }
}
