/// Decodes the members of a gzip input one after another (RFC 1952), and stops at damage where
/// gzip 1.12 stops.
///
/// gzip writes a window of 32 KiB at a time. Where the data makes no sense, what it had not yet
/// written is lost, and where the data ends too early it is written; here it is the same.
final class GzipUnpacker: Unpacker {
    private let input: InputBuffer
    private let inflater: Inflater
    private let name: String
    /// Where in the input it begins.
    enum Place {
        /// At a member, or else the input is no gzip input.
        case start
        /// Behind a member, where there may be nothing.
        case betweenMembers
    }

    private var isInMember = false
    private var hasSeenMember: Bool
    /// Bytes of the member that have been handed out in whole windows.
    private var handedOut = 0
    /// What the next bytes may refer to, and behind it bytes that were decoded too early.
    private let tail = RawSpace(Inflater.window * 2 + 1024)
    private var early = 0

    /// Whether small members may share a batch. A damaged one that refers to what was before its
    /// beginning then finds other bytes there than in gzip's window.
    private let mixesMembers: Bool

    private static let window = Inflater.window

    /// Is told where blocks begin.
    var map: BlockMap? {
        get { inflater.map }
        set { inflater.map = newValue }
    }

    /// `name` is what messages begin with.
    init(
        _ input: InputBuffer, name: String, mixesMembers: Bool, at place: Place = .start
    ) {
        hasSeenMember = place == .betweenMembers
        self.input = input
        self.name = name
        self.mixesMembers = mixesMembers
        inflater = Inflater(input)
    }

    func decode(into batch: Batch) throws(Failure) {
        (batch.start - Self.window).update(from: tail.start, count: Self.window + early)
        var output = batch.start + early
        early = 0
        var memberStart = batch.start
        let end = batch.start + batch.size
        while true {
            if !isInMember {
                guard try enterMember(batch) else { return }
                memberStart = output
            }
            let outcome = try inflater.decode(from: output, to: end)
            output = inflater.output
            let inBatch = output - memberStart
            let wholeWindows = (handedOut + inBatch) / Self.window * Self.window - handedOut
            switch outcome {
            case .full:
                handedOut += wholeWindows
                batch.count = memberStart - batch.start + wholeWindows
                early = inBatch - wholeWindows
                tail.start.update(
                    from: output - early - Self.window, count: Self.window + early)
                return
            case .cut:
                batch.count = output - batch.start
                batch.sequel = .damage(damage("unexpected end of file"))
                return
            case .violated:
                batch.count = memberStart - batch.start + wholeWindows
                batch.sequel = .damage(damage("invalid compressed data--format violated"))
                return
            case .finished:
                batch.count = output - batch.start
                guard try leaveMember(batch) else { return }
                guard mixesMembers, end - output >= 1 << 16 else {
                    keepWindow(before: output, of: handedOut + inBatch)
                    handedOut = 0
                    return
                }
                handedOut = 0
            }
        }
    }

    private func damage(_ reason: String) -> Failure {
        Failure("\(name): \(reason)", status: .failure)
    }

    /// Reads a member's header; false where there is no other member.
    private func enterMember(_ batch: Batch) throws(Failure) -> Bool {
        switch try GzipHeader.read(from: input) {
        case .member:
            inflater.restart()
            isInMember = true
            hasSeenMember = true
            return true
        case .none where hasSeenMember: batch.sequel = .end(warning: nil)
        case .none, .cut: batch.sequel = .damage(damage("unexpected end of file"))
        case .refused(let reason): batch.sequel = .damage(damage(reason))
        case .foreign:
            if !hasSeenMember {
                batch.sequel = .damage(damage("not in gzip format"))
            } else if try isZeroToTheEnd() {
                batch.sequel = .end(warning: nil)
            } else {
                batch.sequel = .end(
                    warning: "\(name): decompression OK, trailing garbage ignored")
            }
        }
        return false
    }

    /// Padding, as tapes have it, is no garbage.
    private func isZeroToTheEnd() throws(Failure) -> Bool {
        while let byte = try input.take() {
            if byte != 0 { return false }
        }
        return true
    }

    /// Reads what stands behind a member's data.
    private func leaveMember(_ batch: Batch) throws(Failure) -> Bool {
        guard try input.need(8) >= 8 else {
            batch.sequel = .damage(damage("unexpected end of file"))
            return false
        }
        isInMember = false
        func number(_ offset: Int) -> UInt32 {
            (0..<4).reduce(0) {
                $0 | UInt32(input.bytes[input.next + offset + $1]) << UInt32(8 * $1)
            }
        }
        batch.marks.append(
            Batch.Mark(end: batch.count, checksum: number(0), length: number(4)))
        batch.ends += 1
        input.next += 8
        return true
    }

    /// What the next member finds if it refers to bytes before its first: gzip's window is a ring
    /// that each member fills from its beginning.
    private func keepWindow(before output: UnsafeMutablePointer<UInt8>, of length: Int) {
        let turn = length % Self.window
        tail.start.update(from: output - turn, count: turn)
        (tail.start + turn).update(from: output - Self.window, count: Self.window - turn)
    }
}
