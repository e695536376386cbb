/// Deals the lines of a stream out to parts as they come: so many to each, or to each in turn.
final class LineDealer {
    private let splitter: Splitter
    private let parts: PartSet?
    private let context: Splitter.Context
    /// The header's bytes, in a file since they may be many.
    private var header: File?
    private var headerSize = 0
    private var headerLinesLeft: Int
    /// Parts that are open: one, or with turns all of them.
    private var writers: [PartWriter?] = []
    private var begun = 0
    private var turn = 0
    private var linesLeft = 0
    private let space = RawSpace(1 << 18)
    private let pieceSize: Int

    init(
        _ splitter: Splitter, _ parts: PartSet?, _ context: Splitter.Context
    ) throws(Failure) {
        self.splitter = splitter
        self.parts = parts
        self.context = context
        headerLinesLeft = splitter.headerLines
        if case .roundRobin(let count) = splitter.rule {
            pieceSize = max(1 << 12, min(1 << 16, (1 << 23) / count))
        } else {
            pieceSize = 0
        }
        if headerLinesLeft > 0 { header = try parts?.spool() }
    }

    /// Writes all parts, and returns how many there are.
    func deal(_ stream: ByteStream) throws(Failure) -> Int {
        var read = 0
        while case let bytes = try stream.next(), !bytes.isEmpty {
            read += bytes.count
            context.progress(read)
            var rest = bytes
            if headerLinesLeft > 0 { rest = try takeHeader(rest) }
            switch splitter.rule {
            case .roundRobin(let count): try dealInTurn(rest, among: count)
            case .lines(let most): try dealInRow(rest, atMost: most)
            case .parts, .bytes: break
            }
        }
        try finish()
        return begun
    }

    /// Puts the header's lines aside, and returns what is behind them.
    private func takeHeader(
        _ bytes: UnsafeRawBufferPointer
    ) throws(Failure) -> UnsafeRawBufferPointer {
        let end = Newlines.place(after: &headerLinesLeft, in: bytes) ?? bytes.count
        let own = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        headerSize += own.count
        if let parts {
            do throws(Failure) {
                try header?.write(own)
            } catch {
                throw parts.directory.file.cannotWrite(error.systemError)
            }
        }
        return UnsafeRawBufferPointer(rebasing: bytes[end...])
    }

    /// Begins the next part, with its header.
    private func begin() throws(Failure) -> PartWriter? {
        defer { begun += 1 }
        guard let parts else { return nil }
        if begun == 0 { try parts.checkPlaces(of: 0..<1, among: 1) }
        let writer = try PartWriter(begun, in: parts, splitter.packing, pieceSize: pieceSize)
        if let header {
            try writer.append(0..<headerSize, of: header, through: space) { () throws(Failure) in
                try context.interruption.check()
            }
        }
        return writer
    }

    private func dealInRow(
        _ bytes: UnsafeRawBufferPointer, atMost most: Int
    ) throws(Failure) {
        var rest = bytes
        while !rest.isEmpty {
            if linesLeft == 0 {
                try writers.first??.finish()
                writers = [try begin()]
                linesLeft = most
            }
            let end = Newlines.place(after: &linesLeft, in: rest) ?? rest.count
            try writers.first??.write(UnsafeRawBufferPointer(rebasing: rest[..<end]))
            rest = UnsafeRawBufferPointer(rebasing: rest[end...])
        }
    }

    private func dealInTurn(
        _ bytes: UnsafeRawBufferPointer, among count: Int
    ) throws(Failure) {
        var rest = bytes
        while !rest.isEmpty {
            if turn == writers.count { writers.append(try begin()) }
            var missing = 1
            let end = Newlines.place(after: &missing, in: rest)
            try writers[turn]?.write(
                UnsafeRawBufferPointer(rebasing: rest[..<(end ?? rest.count)]))
            guard let end else { return }
            turn = (turn + 1) % count
            rest = UnsafeRawBufferPointer(rebasing: rest[end...])
        }
    }

    /// Begins the parts that got no line, and ends all.
    private func finish() throws(Failure) {
        if !splitter.elidesEmpty {
            switch splitter.rule {
            case .roundRobin(let count):
                while begun < count { writers.append(try begin()) }
            case .lines:
                if begun == 0 { writers = [try begin()] }
            case .parts, .bytes: break
            }
        }
        for writer in writers { try writer?.finish() }
    }
}
