/// The parts of one split on their way into a directory: all of them, or none.
///
/// They are written in a hidden directory beside their places, which this process holds a lock on.
/// When all are whole they are moved to their names, and where one move fails the others are taken
/// back (`PartMoves`). What a killed process left behind, at whatever moment, is taken back and removed
/// by the next split into the same directory.
package final class PartSet: @unchecked Sendable {
    /// What is to be done about files that are there already.
    package struct Manners: Sendable {
        /// Replace parts of the same names.
        package var replaces = false
        /// Remove parts of an earlier split, which have other numbers.
        package var removesStale = false
        /// Make the directory where it is missing.
        package var makesDirectory = false

        package init() {}
    }

    package let names: PartNames
    let directory: Directory
    private let manners: Manners
    private let workName: ByteString
    private let work: Directory
    /// The input, which no part may replace.
    private let input: FileStatus

    private static let workPrefix: ByteString = ".csplit."
    private static let workSuffix: ByteString = ".tmp"

    /// - Throws: `Failure` (73) where the directory is not there or cannot be written.
    package init(
        in path: ByteString, _ names: PartNames, input: FileStatus, _ manners: Manners
    ) throws(Failure) {
        self.names = names
        self.manners = manners
        self.input = input
        if manners.makesDirectory {
            try makeDirectories(path.absolute(), permissions: 0o777)
        }
        do throws(Failure) {
            directory = try Directory(open: path)
        } catch {
            throw Failure(
                system: "cannot open '\(path.printable)'", status: .cannotCreate,
                code: error.systemError)
        }
        try Self.removeLeftovers(in: directory)
        (workName, work) = try Self.makeWork(in: directory)
    }

    private static func makeWork(
        in directory: Directory
    ) throws(Failure) -> (ByteString, Directory) {
        var attempt = 0
        while true {
            let name = workPrefix + ByteString("\(Machine.processID())-\(attempt)") + workSuffix
            do throws(Failure) {
                try directory.make(name)
            } catch {
                throw Self.cannotCreate(name, in: directory, error)
            }
            do throws(Failure) {
                let work = try Directory(open: name, in: directory)
                // Somebody who tidies up may have taken it for a leftover before it was held.
                if work.takeHold(), let there = directory.status(of: name),
                    try there.isSameFile(as: work.file.status())
                {
                    return (name, work)
                }
            } catch {
                directory.removeDirectory(name)
                throw Self.cannotCreate(name, in: directory, error)
            }
            directory.removeDirectory(name)
            attempt += 1
        }
    }

    private static func cannotCreate(
        _ name: ByteString, in directory: Directory, _ failure: Failure
    ) -> Failure {
        Failure(
            system: "cannot create '\(directory.path(of: name).printable)'", status: .cannotCreate,
            code: failure.systemError)
    }

    /// Removes what splits left behind that were killed.
    private static func removeLeftovers(in directory: Directory) throws(Failure) {
        for name in try directory.names()
        where name.hasPrefix(workPrefix) && name.hasSuffix(workSuffix) {
            guard let left = try? Directory(open: name, in: directory), left.takeHold() else {
                continue
            }
            do throws(Failure) {
                try PartMoves(leftIn: left)?.settle(left, directory)
                empty(left)
                directory.removeDirectory(name)
            } catch {
                // What cannot be read now is left to the next split.
            }
        }
    }

    private static func empty(_ directory: Directory) {
        for name in (try? directory.names()) ?? [] { directory.remove(name) }
    }

    deinit {
        Self.empty(work)
        directory.removeDirectory(workName)
    }

    /// Makes sure that parts of these numbers may be made.
    /// - Throws: `Failure` (1) where one is there and must stay, or is the input.
    package func checkPlaces(of parts: Range<Int>, among count: Int) throws(Failure) {
        for part in parts {
            let name = names.name(of: part, among: count)
            let path = directory.path(of: name).printable
            for status in [directory.status(of: name), directory.statusBehindLinks(of: name)] {
                guard let status else { continue }
                if status.isSameFile(as: input) {
                    throw Failure("'\(path)' is the input", status: .failure)
                }
                if status.isDirectory {
                    throw Failure("'\(path)' is a directory", status: .failure)
                }
                if !manners.replaces {
                    throw Failure(
                        "'\(path)' exists already", status: .failure,
                        advice: "--force replaces it")
                }
            }
        }
    }

    /// Begins a part.
    /// - Throws: `Failure` (73).
    func create(_ part: Int) throws(Failure) -> File {
        try File(
            open: PartMoves.workName(of: part), .createNew, in: work.file, status: .cannotCreate
        ).renamed(directory.path(of: names.name(of: part, among: part + 1)))
    }

    /// Opens a part that was begun, to go on at its end.
    /// - Throws: `Failure` (73).
    func reopen(_ part: Int) throws(Failure) -> File {
        try File(
            open: PartMoves.workName(of: part), .append, in: work.file, status: .cannotCreate
        ).renamed(directory.path(of: names.name(of: part, among: part + 1)))
    }

    /// A file for what has to be put down meanwhile.
    func spool() throws(Failure) -> File { try File.nameless(in: work) }

    /// Gives all parts their names, and returns their paths in order.
    /// - Throws: `Failure`; no part is there then that was not there before.
    package func publish(_ count: Int) throws(Failure) -> [ByteString] {
        try checkPlaces(of: 0..<count, among: count)
        let places = (0..<count).map { names.name(of: $0, among: count) }
        let moves = try PartMoves(places, from: work, to: directory)
        try moves.carryOut(
            from: work, to: directory, manners.replaces ? .exchange : .refuse)
        return places.map { directory.path(of: $0) }
    }

    /// Parts of an earlier split that this one of `count` parts has not replaced; they are removed
    /// where that is wanted.
    package func staleParts(beyond count: Int) throws(Failure) -> [ByteString] {
        let ours = Set((0..<count).map { names.name(of: $0, among: count) })
        let stale = try directory.names().filter { name in
            guard names.covers(name), !ours.contains(name),
                let status = directory.status(of: name)
            else { return false }
            return status.isRegular && !status.isSameFile(as: input)
        }
        if manners.removesStale { for name in stale { directory.remove(name) } }
        return stale.sorted().map { directory.path(of: $0) }
    }
}

extension FileStatus {
    /// Whether both are of one file, under whatever names.
    package func isSameFile(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode
    }
}
