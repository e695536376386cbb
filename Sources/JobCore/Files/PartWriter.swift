/// One part while it is written, packed or not. Its file stays open, or, where there are more parts
/// than descriptors, is opened anew whenever a piece is written.
final class PartWriter {
    private let part: Int
    private let parts: PartSet
    /// Nil where it does not stay open.
    private let file: File?
    private let packer: PackedWriter
    private let packing: Packing
    /// Small pieces are put together up to so many bytes before they are written.
    private let pieceSize: Int
    private var piece: [UInt8] = []

    init(
        _ part: Int, in parts: PartSet, _ packing: Packing, pieceSize: Int = 0,
        staysOpen: Bool = true
    ) throws(Failure) {
        self.part = part
        self.parts = parts
        let file = try parts.create(part)
        self.file = staysOpen ? file : nil
        self.pieceSize = pieceSize
        self.packing = packing
        packer = try PackedWriter(packing)
    }

    /// Adds bytes.
    /// - Throws: `Failure` (74).
    func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        if piece.count + bytes.count <= pieceSize { return piece.append(contentsOf: bytes) }
        try flush()
        try pack(bytes)
    }

    private func flush() throws(Failure) {
        let whole = piece
        piece.removeAll(keepingCapacity: true)
        try packer.write(whole) { packed throws(Failure) in try put(packed) }
    }

    private func pack(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        try packer.write(bytes) { packed throws(Failure) in try put(packed) }
    }

    /// Adds bytes of a file, without taking them to this process where that can be.
    func append(
        _ range: Range<Int>, of source: File, through space: RawSpace,
        check: () throws(Failure) -> Void
    ) throws(Failure) {
        if packing == .plain, let file {
            try flush()
            return try file.append(range, of: source, through: space, check: check)
        }
        try source.read(range, through: space, check: check) { bytes throws(Failure) in
            try write(bytes)
        }
    }

    func finish() throws(Failure) {
        try flush()
        try packer.finish { packed throws(Failure) in try put(packed) }
    }

    /// Adds bytes that are packed already.
    func put(_ bytes: some ContiguousBytes) throws(Failure) {
        let file = if let file { file } else { try parts.reopen(part) }
        do throws(Failure) {
            try file.write(bytes)
        } catch {
            throw file.cannotWrite(error.systemError)
        }
    }
}
