/// The unpacked input of a split, whose beginning has been looked at to know its records.
final class SplitInput {
    let records: RecordKind
    /// For messages.
    let name: String
    private let stream: ByteStream
    /// What was read to know them and is to be handed out first.
    private let beginning: RawSpace
    private let beginningSize: Int

    /// `records` is nil where the input's name and beginning are to tell.
    init(
        _ stream: ByteStream, named name: ByteString, records: RecordKind?
    ) throws(Failure) {
        self.stream = stream
        self.name = name.printable
        var bytes: [UInt8] = []
        var kind = records
        let detector = RecordDetector(name: name)
        while kind == nil {
            let piece = try stream.next()
            bytes += piece
            kind = detector.kind(of: bytes, isAll: piece.isEmpty)
        }
        self.records = kind ?? .lines(1)
        beginningSize = bytes.count
        beginning = RawSpace(bytes.count)
        UnsafeMutableRawBufferPointer(start: beginning.start, count: bytes.count)
            .copyBytes(from: bytes)
    }

    /// Hands out all bytes, in pieces which are valid during the call.
    func forEachPiece(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        if beginningSize > 0 {
            try body(UnsafeRawBufferPointer(start: beginning.start, count: beginningSize))
        }
        while case let bytes = try stream.next(), !bytes.isEmpty { try body(bytes) }
    }
}

/// Takes an input's first lines off it, which come piece by piece.
struct HeaderLines {
    private var missing: Int
    /// The bytes that they have had so far.
    private(set) var size = 0

    init(_ count: Int) { missing = count }

    /// Whether nothing is missing any more.
    var isWhole: Bool { missing == 0 }

    /// The part of `bytes` that is behind the header.
    mutating func takeOff(
        _ bytes: UnsafeRawBufferPointer, _ keep: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) -> UnsafeRawBufferPointer {
        guard missing > 0 else { return bytes }
        let end = Newlines.place(after: &missing, in: bytes) ?? bytes.count
        size += end
        try keep(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        return UnsafeRawBufferPointer(rebasing: bytes[end...])
    }
}
