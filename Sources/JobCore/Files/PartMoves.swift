/// How the parts of a split get their names, one after the other, so that whoever is killed meanwhile
/// can be followed by somebody who puts that right.
///
/// The plan is on file beside the parts before the first is moved. A part is known by its inode,
/// so that nothing is taken back that has got its name from somebody else.
struct PartMoves {
    private struct Move {
        let name: ByteString
        let inode: UInt64
        /// There was a file of that name.
        let replaces: Bool
    }

    /// By the part's number.
    private let moves: [Move]

    private static let fileName: ByteString = "moves"
    private static let end: ByteString = "end"

    /// The name of a part before it is moved.
    static func workName(of part: Int) -> ByteString { ByteString("\(part)") }

    /// Plans to give the parts in `work` their names in another directory, by number.
    init(
        _ names: [ByteString], from work: Directory, to directory: Directory
    ) throws(Failure) {
        moves = names.enumerated().map { part, name in
            Move(
                name: name, inode: work.status(of: Self.workName(of: part))?.inode ?? 0,
                replaces: directory.status(of: name) != nil)
        }
        var bytes: [UInt8] = []
        for move in moves {
            bytes += Array("\(move.inode) \(move.replaces ? 1 : 0) ".utf8) + move.name.bytes + [0]
        }
        do throws(Failure) {
            try work.open(Self.fileName, .replace).write(bytes + Self.end.bytes)
        } catch {
            throw Failure(
                system: "cannot create '\(directory.file.name.printable)'", status: .cannotCreate,
                code: error.systemError)
        }
    }

    /// The plan that somebody left in `work`; nil where no part was moved yet.
    init?(leftIn work: Directory) throws(Failure) {
        guard let file = try work.openIfPresent(Self.fileName, .read) else { return nil }
        let words = ByteString(try file.readAll()).split(on: 0)
        guard words.last == Self.end else { return nil }
        var moves: [Move] = []
        for word in words.dropLast() {
            let parts = word.bytes.split(
                separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, let inode = UInt64(String(decoding: parts[0], as: UTF8.self))
            else { return nil }
            moves.append(
                Move(
                    name: ByteString(parts[2]), inode: inode,
                    replaces: parts[1].elementsEqual([UInt8(ascii: "1")])))
        }
        self.moves = moves
    }

    /// Moves all of them.
    /// - Throws: `Failure`; those that were moved are taken back.
    func carryOut(
        from work: Directory, to directory: Directory, _ collision: Directory.Collision
    ) throws(Failure) {
        do throws(Failure) {
            for (part, move) in moves.enumerated() {
                try work.move(Self.workName(of: part), to: directory, as: move.name, collision)
            }
        } catch {
            settle(work, directory)
            throw error
        }
    }

    /// Where some have been moved and others have not, takes those back, so that there is what was
    /// there before. Where a file was replaced that nobody has any more, it moves the others instead.
    func settle(_ work: Directory, _ directory: Directory) {
        let moved = moves.indices.filter {
            directory.status(of: moves[$0].name)?.inode == moves[$0].inode
        }
        if moved.count == moves.count { return }
        let isLost = moved.contains { part in
            moves[part].replaces && work.status(of: Self.workName(of: part)) == nil
        }
        for part in moves.indices where moved.contains(part) != isLost {
            let (name, workName) = (moves[part].name, Self.workName(of: part))
            if isLost {
                try? work.move(workName, to: directory, as: name, .exchange)
            } else if let old = work.status(of: workName), old.inode != moves[part].inode {
                try? work.move(workName, to: directory, as: name, .exchange)
            } else {
                directory.remove(name)
            }
        }
    }
}
