/// Which machine a queue belongs to, and the names that its host has gone by since the queue was made: the
/// file `host` in the spool. The default place of a queue has the host's name in it, and a host may get
/// another.
struct HostRecord {
    /// A hash of the machine's identity, which is no business of whoever reads a copy of the spool
    /// (machine-id(5)).
    private let machine: ByteString
    private var names: [ByteString]

    private static let name: ByteString = "host"

    /// What this machine is recorded as; nil for one that has no identity.
    private static func ownMachine() -> ByteString? {
        Machine.identity().map {
            ByteString(String(fingerprint(Array("cjobs ".utf8) + $0.bytes), radix: 16))
        }
    }

    private init(machine: ByteString) {
        self.machine = machine
        names = []
    }

    /// Reads it; nil where there is none, or it makes no sense.
    private init?(in directory: Directory) {
        guard let file = try? directory.open(Self.name, .read),
            let text = try? file.readAll(limit: 1 << 16)
        else { return nil }
        var machine: ByteString?
        names = []
        for line in ByteString(text).split(on: UInt8(ascii: "\n")) {
            let words = line.split(on: UInt8(ascii: " "))
            guard words.count == 2 else { continue }
            if words[0] == "machine" { machine = words[1] } else { names.append(words[1]) }
        }
        guard let machine else { return nil }
        self.machine = machine
    }

    private func store(in directory: Directory) throws(Failure) {
        let lines = ["machine " + machine] + names.map { "name " + $0 }
        try directory.store(lines.flatMap { ($0 + "\n").bytes }, as: Self.name)
    }

    /// Records that a queue is this machine's, where nothing is on record.
    static func note(in directory: Directory) {
        guard directory.status(of: name) == nil, let machine = ownMachine() else { return }
        try? HostRecord(machine: machine).store(in: directory)
    }

    // MARK: Former names

    /// The queue that a host without one in its own name's place may have from a time when it had another
    /// name.
    enum Former {
        case none
        /// It is used; with a remark, for the first time under this name.
        case queue(ByteString, remark: String?)
        /// There is one that may be this host's, and is not used.
        case doubtful(remark: String)
    }

    /// Looks for it beside the place of this name's queue.
    static func former(of host: ByteString, in state: ByteString) -> Former {
        guard let own = ownMachine(), let directory = try? Directory(open: state),
            let names = try? directory.names(), let here = try? Namespaces.own()
        else { return .none }
        let user = Machine.userID()
        var (certain, doubtful): ([(path: ByteString, record: HostRecord)], [ByteString]) = ([], [])
        for name in names.sorted() where name.hasPrefix("spool.") {
            let path = state + "/" + name
            guard let queue = try? Directory(directory.open(name, .directory)),
                (try? queue.file.status().owner) == user,
                let record = HostRecord(in: queue), record.machine == own,
                let keeper = try? queue.open("keeper", .read),
                let origin = try? KeeperOrigin(in: keeper)
            else { continue }
            if record.names.contains(host) { return .queue(path, remark: nil) }
            if here.sharesHostName(with: origin.namespaces) {
                certain.append((path, record))
            } else {
                doubtful.append(path)
            }
        }
        if certain.count == 1, let (path, found) = certain.first {
            var record = found
            record.names.append(host)
            // Where that can't be written, it is said again.
            if let queue = try? Directory(open: path) { try? record.store(in: queue) }
            return .queue(
                path, remark: "this host had another name: its queue is still '\(path.printable)'")
        }
        let others = (certain.map(\.path) + doubtful).map { "'\($0.printable)'" }
        if others.isEmpty { return .none }
        return .doubtful(
            remark: "a new queue is made for the host '\(host.printable)'; this machine has "
                + others.joined(separator: ", ") + " (see CJOBS_SPOOL)")
    }
}
