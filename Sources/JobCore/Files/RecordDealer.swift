/// Deals the records of an input out to parts as they come: so many lines to each, or to each in
/// turn.
final class RecordDealer {
    private let splitter: Splitter
    private let input: SplitInput
    private let parts: PartSet?
    private let context: Splitter.Context
    /// The header's bytes, in a file since they may be many.
    private var header: File?
    private var headerLines: HeaderLines
    /// Parts that are open: one, or with turns all of them.
    private var writers: [PartWriter?] = []
    private var begun = 0
    private var turn = 0
    /// What the present part, or turn, has still room for: lines, in records of a fixed number.
    private var linesLeft = 0
    private let space = RawSpace(1 << 18)
    private let pieceSize: Int
    /// How many parts may stay open at a time.
    private let mostOpen = Processes.openFileLimit() - descriptorsForOthers

    /// What a process has open besides: the input, threads that unpack it, what it was started with.
    private static let descriptorsForOthers = 64

    init(
        _ splitter: Splitter, _ input: SplitInput, headerLines: Int, _ parts: PartSet?,
        _ context: Splitter.Context
    ) throws(Failure) {
        self.splitter = splitter
        self.input = input
        self.parts = parts
        self.context = context
        self.headerLines = HeaderLines(headerLines)
        if case .roundRobin(let count) = splitter.rule {
            pieceSize = max(1 << 12, min(1 << 16, (1 << 23) / count))
        } else {
            pieceSize = 0
        }
        if headerLines > 0 { header = try parts?.spool() }
    }

    /// Writes all parts, and returns how many there are.
    func deal() throws(Failure) -> Int {
        var read = 0
        var scanner = RecordScanner(input.records, name: input.name)
        try input.forEachPiece { bytes throws(Failure) in
            read += bytes.count
            context.progress(read)
            let rest = try headerLines.takeOff(bytes, keepHeader)
            if case .lines(let each) = input.records {
                try dealLines(rest, each: each)
            } else {
                try scanner.scan(rest, dealRecord)
            }
        }
        try scanner.finish(dealRecord)
        try finish()
        return begun
    }

    private func keepHeader(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        guard let parts else { return }
        do throws(Failure) {
            try header?.write(bytes)
        } catch {
            throw parts.directory.file.cannotWrite(error.systemError)
        }
    }

    /// Begins the next part, with its header.
    private func begin() throws(Failure) -> PartWriter? {
        defer { begun += 1 }
        guard let parts else { return nil }
        if begun == 0 { try parts.checkPlaces(of: 0..<1, among: 1) }
        let writer = try PartWriter(
            begun, in: parts, splitter.packing, pieceSize: pieceSize,
            staysOpen: pieceSize == 0 || begun < mostOpen)
        if let header {
            try writer.append(0..<headerLines.size, of: header, through: space) {
                () throws(Failure) in
                try context.interruption.check()
            }
        }
        return writer
    }

    /// Ends the present part and begins the next one.
    private func beginNext() throws(Failure) {
        try writers.first??.finish()
        writers = [try begin()]
    }

    /// Goes on to the next of so many parts, which is begun where it was not.
    private func takeTurn(of count: Int) throws(Failure) {
        if begun > 0 { turn = (turn + 1) % count }
        if turn == writers.count { writers.append(try begin()) }
    }

    /// Records of a fixed number of lines: where the next part begins is known before.
    private func dealLines(
        _ bytes: UnsafeRawBufferPointer, each: Int
    ) throws(Failure) {
        var rest = bytes
        while !rest.isEmpty {
            switch splitter.rule {
            case .roundRobin(let count):
                if linesLeft == 0 {
                    try takeTurn(of: count)
                    linesLeft = each
                }
            case .lines(let most):
                if linesLeft == 0 {
                    try beginNext()
                    linesLeft = (most + each - 1) / each * each
                }
            case .parts, .bytes: return
            }
            let end = Newlines.place(after: &linesLeft, in: rest) ?? rest.count
            try writers[turn]?.write(UnsafeRawBufferPointer(rebasing: rest[..<end]))
            rest = UnsafeRawBufferPointer(rebasing: rest[end...])
        }
    }

    /// Records that have to be looked for, as the scanner tells of them.
    private func dealRecord(
        _ begins: Bool, _ bytes: UnsafeRawBufferPointer
    ) throws(Failure) {
        if begins {
            switch splitter.rule {
            case .roundRobin(let count):
                try takeTurn(of: count)
            case .lines(let most):
                if linesLeft <= 0 {
                    try beginNext()
                    linesLeft = most
                }
            case .parts, .bytes: return
            }
        }
        if case .lines = splitter.rule { linesLeft -= Newlines.count(in: bytes) }
        try writers[turn]?.write(bytes)
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
