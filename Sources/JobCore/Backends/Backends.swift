/// Every backend that this run may need, each made when it is first asked for.
package final class Backends {
    package let configuration: Configuration
    /// What carries jobs out where no ID says it.
    package let choice: BackendChoice
    /// For how long the batch systems' clients may be waited for.
    package let patience = Patience()
    private let say: @Sendable (Remark) -> Void
    private var localQueue: LocalQueue?
    private var batchQueues: [BackendName: BatchQueue] = [:]

    /// What a backend has to say while it works.
    package enum Remark: Sendable {
        case notice(String), info(String), debug(String)
    }

    package init(
        _ configuration: Configuration, asked: ByteString?,
        say: @escaping @Sendable (Remark) -> Void
    ) throws(Failure) {
        self.configuration = configuration
        self.say = say
        choice = try BackendChoice(asked: asked, configuration)
        if let remark = choice.remark { say(.info(remark)) }
    }

    package func local() throws(Failure) -> LocalQueue {
        if let localQueue { return localQueue }
        let queue = try LocalQueue(configuration, say: say)
        localQueue = queue
        return queue
    }

    /// What lends the cores of the job of the local queue that this process is part of; nil outside
    /// of any.
    package func coreLoan() throws(Failure) -> CoreLoan? {
        guard Surroundings.variable("CSUB_ATTEMPT") != nil else { return nil }
        return CoreLoan(in: try local())
    }

    /// A batch system's queue.
    /// - Throws: `Failure` (78) where no place for its jobs' records is known.
    package func batch(_ name: BackendName) throws(Failure) -> BatchQueue {
        if let queue = batchQueues[name] { return queue }
        let queue = try Self.batch(name, configuration, patience, say: say)
        batchQueues[name] = queue
        return queue
    }

    /// The same, made anew.
    static func batch(
        _ name: BackendName, _ configuration: Configuration, _ patience: Patience,
        say: @escaping @Sendable (Remark) -> Void
    ) throws(Failure) -> BatchQueue {
        let settings = try BatchSettings(configuration)
        let clients = BatchClients(of: name, settings, configuration, patience, say: say)
        let system: any BatchSystem
        switch name {
        case .slurm: system = Slurm(clients)
        case .torque: system = PBS(.torque, clients)
        case .pbs: system = PBS(.openPBS, clients)
        case .local: throw Failure("the local queue is no batch system", status: .usage)
        }
        return try BatchQueue(system, settings, patience, say: say)
    }

    package func named(_ name: BackendName) throws(Failure) -> any Backend {
        name == .local ? try local() : try batch(name)
    }

    /// The chosen one.
    package func chosen() throws(Failure) -> any Backend { try named(choice.backend) }

    /// The one that an ID belongs to. A bare number is the chosen batch system's, else Slurm's where
    /// there is one; otherwise the local queue says that it has no such job.
    package func owner(of id: JobID) -> BackendName {
        if id.localNumber != nil { return .local }
        if BatchID(id.text)?.isOfPBS ?? false, let dialect { return dialect.backend }
        if choice.backend != .local { return choice.backend }
        if choice.remark != nil { return .local }
        let isBatch = id.unsentNumber != nil || BatchID(id.text) != nil
        let sbatch = (try? BackendChoice.program("sbatch", configuration)) ?? nil
        return isBatch && sbatch != nil ? .slurm : .local
    }

    /// Which PBS is here, if any.
    private lazy var dialect: PBSDialect? = {
        if choice.backend == .torque { return .torque }
        if choice.backend == .pbs { return .openPBS }
        let qsub = (try? BackendChoice.program("qsub", configuration)) ?? nil
        return qsub.flatMap { PBSDialect(qsub: $0) }
    }()

    /// IDs by the backend that they belong to, in the order of their first.
    package func sorted(
        _ ids: [JobID]
    ) throws(Failure) -> [(backend: any Backend, ids: [JobID])] {
        var groups: [(name: BackendName, ids: [JobID])] = []
        for id in ids {
            let owner = owner(of: id)
            if let index = groups.firstIndex(where: { $0.name == owner }) {
                groups[index].ids.append(id)
            } else {
                groups.append((owner, [id]))
            }
        }
        return try groups.map { group throws(Failure) in
            (try named(group.name), group.ids)
        }
    }

    /// The jobs that `last`, or `@` and a batch, stand for; a batch is the chosen backend's, unless a
    /// job of another one names it.
    /// - Throws: `Failure` (1) where there are none.
    package func jobs(named id: JobID) throws(Failure) -> [JobID] {
        let member = id.batchName.flatMap { BatchName.isValid(ByteString($0)) ? nil : JobID($0) }
        let backend = try named(member.map { owner(of: $0) } ?? choice.backend)
        return try backend.jobs(named: id)
    }

    /// The jobs that a filter lets through of those with these IDs, from each backend that has some of
    /// them; without IDs, the chosen backend's.
    package func list(_ filter: JobFilter, _ ids: [JobID]) throws(Failure) -> JobList {
        guard !ids.isEmpty else { return try chosen().list(filter) }
        var filter = filter
        var list = JobList()
        for (backend, ids) in try sorted(ids) {
            filter.ids = ids
            let part = try backend.list(filter)
            list.jobs += part.jobs
            list.unknown += part.unknown
            list.damaged += part.damaged
            list.damagedLines += part.damagedLines
        }
        return list
    }
}
