/// Decodes the streams of a bzip2 input one after another, and stops at damage where bzip2 1.0.8
/// stops.
///
/// bzip2 writes 5000 bytes at a time: what a damaged stream has beyond the last whole piece is
/// lost, and here it is the same. A block whose sum is wrong has been written when that is known.
final class BzipUnpacker: Unpacker {
    static let piece = 5000
    static let endMagic = 0x1772_4538_5090

    /// A place within a stream, between two blocks.
    struct Place {
        /// Nil before the stream's header.
        var level: Int?
        var checksum: UInt32 = 0
        /// Bytes of the stream that have not been handed out: fewer than a piece.
        var heldBack: [UInt8] = []
        var isFirstStream = true
    }

    private let reader: BitReader
    private let name: String
    private let block = BzipBlock()
    private var isInBlock = false
    private var place: Place

    /// `name` is what messages begin with.
    convenience init(_ input: InputBuffer, name: String) {
        self.init(BitReader(input), at: Place(), name: name)
    }

    init(_ reader: BitReader, at place: Place, name: String) {
        self.reader = reader
        self.place = place
        self.name = name
    }

    func decode(into batch: Batch) throws(Failure) {
        batch.take(lead: place.heldBack)
        place.heldBack = []
        while true {
            if isInBlock {
                batch.count += block.give(
                    to: batch.start + batch.count, room: batch.size - batch.count)
                if let fault = finishBlock() { return stop(batch, fault) }
                if isInBlock || batch.count == batch.size {
                    place.heldBack = batch.holdBack()
                    return
                }
            } else if let level = place.level {
                switch try reader.take(48) {
                case nil: return stop(batch, .cut)
                case BzipBlock.magic:
                    let outcome = try block.read(from: reader, level: level)
                    guard case .whole = outcome else { return stop(batch, outcome) }
                    isInBlock = true
                case Self.endMagic:
                    guard let sum = try reader.take(32) else { return stop(batch, .cut) }
                    guard sum == Int(place.checksum) else {
                        return stop(batch, reason: "invalid compressed data--crc error")
                    }
                    try reader.align()
                    // All of this stream is good; what follows has pieces of its own.
                    place = Place(isFirstStream: false)
                    batch.ends += 1
                    return
                default: return stop(batch, .violated)
                }
            } else if try !enterStream(batch) {
                return
            }
        }
    }

    /// Looks at the block's sum when it is over.
    private func finishBlock() -> BzipBlock.Outcome? {
        if block.isBroken { return .violated }
        guard block.isOver else { return nil }
        isInBlock = false
        place.checksum = BzipChecksum.combine(place.checksum, block.toldChecksum)
        return block.isSound ? nil : .violated
    }

    /// Reads a stream's header; false where there is no other stream.
    private func enterStream(_ batch: Batch) throws(Failure) -> Bool {
        if !place.isFirstStream, try reader.isAtEnd() {
            batch.sequel = .end(warning: nil)
            return false
        }
        for wanted in Array("BZh".utf8) {
            guard let byte = try reader.take(8) else {
                stop(batch, .cut)
                return false
            }
            guard byte == Int(wanted) else { return try leave(batch, at: byte) }
        }
        guard let level = try reader.take(8) else {
            stop(batch, .cut)
            return false
        }
        guard (0x31...0x39).contains(level) else { return try leave(batch, at: level) }
        place.level = level - 0x30
        return true
    }

    /// Leaves an input whose rest is no stream: padding with zeros is passed over in silence.
    private func leave(_ batch: Batch, at first: Int) throws(Failure) -> Bool {
        if place.isFirstStream {
            batch.sequel = .damage(Failure("\(name): not in bzip2 format", status: .failure))
            return false
        }
        var byte: Int? = first
        while byte == 0 { byte = try reader.take(8) }
        let warning = "\(name): decompression OK, trailing garbage ignored"
        batch.sequel = .end(warning: byte == nil ? nil : warning)
        return false
    }

    private func stop(_ batch: Batch, _ outcome: BzipBlock.Outcome) {
        if case .cut = outcome { return stop(batch, reason: "unexpected end of file") }
        // All of a block's bytes are out when its sum is found to be wrong.
        let isOut = !isInBlock && block.isOver && !block.isSound
        if isOut || block.isBroken { _ = batch.holdBack(isFaulty: true) }
        stop(
            batch,
            reason: "invalid compressed data--" + (isOut ? "crc error" : "format violated"))
    }

    private func stop(_ batch: Batch, reason: String) {
        _ = batch.holdBack()
        batch.sequel = .damage(Failure("\(name): \(reason)", status: .failure))
    }
}

extension Batch {
    /// Takes over bytes that were held back from the batch before.
    func take(lead bytes: [UInt8]) {
        lead = bytes.count
        for (index, byte) in bytes.enumerated() { (start - lead)[index] = byte }
    }

    /// Keeps only whole pieces of a stream's bytes, and returns the rest. Where the last byte ends a
    /// block whose sum is wrong, bzip2 has not yet written the piece that ends with it.
    func holdBack(isFaulty: Bool = false) -> [UInt8] {
        let total = lead + count
        var rest = total % BzipUnpacker.piece
        if isFaulty, rest == 0 { rest = min(total, BzipUnpacker.piece) }
        let kept = [UInt8](UnsafeBufferPointer(start: start + (count - rest), count: rest))
        // Where there is less than a piece, what came from the batch before stays behind too.
        if rest > count { lead = 0 }
        count = max(0, count - rest)
        return kept
    }
}
