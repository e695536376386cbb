/// The batches of a gzip input of many members, decoded side by side.
///
/// Members as bgzip(1) and samtools(1) write them say how long they are; where others may begin is
/// guessed from their headers. Members of up to a few megabytes make a piece, which counts only if
/// they fill it exactly and their sums are right. Otherwise, and behind the last piece, decoding goes
/// on one member after another with a `GzipUnpacker`, which alone decides what such an input means.
///
/// Source: RFC 1952; SAM specification, section 4.1, "The BGZF compression format".
final class MemberSource: BatchSource {
    private final class Task: @unchecked Sendable {
        var bytes: [UInt8] = []
        var failure: Failure?
        var isSound = false
        let batch = Batch(size: 6 << 20)
    }

    /// The input, for whichever thread cuts.
    private final class Cutter: @unchecked Sendable {
        let input: InputBuffer
        init(_ input: InputBuffer) { self.input = input }
    }

    /// A member of BGZF has at most 64 KiB of bytes, packed or not.
    private static let pieceMembers = 16
    /// Bytes of other members that make a piece, at least and at most.
    private static let pieceBytes = (1 << 17)...(2 << 20)

    private let name: String
    private let input: InputBuffer
    private let relay: Relay<Task>
    private var current: Task?
    private var sequential: (any BatchSource)?

    /// `name` is what messages begin with.
    init(_ input: InputBuffer, name: String, threads: Int) throws(Failure) {
        self.name = name
        self.input = input
        let cutter = Cutter(input)
        relay = try Relay(
            (0..<(threads + 2)).map { _ in Task() }, threads: threads,
            cut: { task in
                task.failure = nil
                do throws(Failure) {
                    return try Self.cut(cutter.input, task)
                } catch {
                    task.failure = error
                    return false
                }
            }, work: { Self.decode($0, name) })
    }

    /// The length of the member that the input goes on with; nil where it does not say.
    static func memberLength(at input: InputBuffer) throws(Failure) -> Int? {
        guard try input.need(18) >= 18 else { return nil }
        let bytes = input.bytes + input.next
        // Magic number, deflate, an extra field of six bytes and no other: BC, two bytes.
        let shape: [(Int, UInt8)] = [
            (0, 0x1F), (1, 0x8B), (2, 8), (3, 4), (10, 6), (11, 0), (12, 0x42), (13, 0x43),
            (14, 2), (15, 0),
        ]
        guard shape.allSatisfy({ bytes[$0.0] == $0.1 }) else { return nil }
        return (Int(bytes[16]) | Int(bytes[17]) << 8) + 1
    }

    /// Whether the input begins with members that are decoded side by side: such as say their
    /// length, or several in the first megabytes.
    static func isWorthwhile(for input: InputBuffer) throws(Failure) -> Bool {
        if try memberLength(at: input) != nil { return true }
        let there = try min(input.need(input.reach), pieceBytes.upperBound)
        return findMember(in: input.bytes + input.next, from: 18, to: there) != nil
    }

    /// The first place, from one place to another, that may be a member's beginning.
    private static func findMember(
        in bytes: UnsafePointer<UInt8>, from start: Int, to end: Int
    ) -> Int? {
        var index = start
        while index + 10 <= end {
            // Flags that there are, what compressors write for speed, and a known system.
            if bytes[index] == 0x1F, bytes[index + 1] == 0x8B, bytes[index + 2] == 8,
                bytes[index + 3] < 0x20, [0, 2, 4].contains(bytes[index + 8]),
                bytes[index + 9] < 14 || bytes[index + 9] == 0xFF
            {
                return index
            }
            index += 1
        }
        return nil
    }

    /// Takes members from the input; false where no other piece follows.
    private static func cut(_ input: InputBuffer, _ task: Task) throws(Failure) -> Bool {
        task.bytes.removeAll(keepingCapacity: true)
        guard try memberLength(at: input) != nil else { return try cutByGuess(input, task) }
        for _ in 0..<pieceMembers {
            // Behind the last of its kind the next piece may be of the other.
            guard let length = try memberLength(at: input), try input.need(length) >= length
            else { return try input.need(1) > 0 && !task.bytes.isEmpty }
            take(length, from: input, task)
        }
        return true
    }

    private static func cutByGuess(_ input: InputBuffer, _ task: Task) throws(Failure) -> Bool {
        while task.bytes.count < pieceBytes.upperBound {
            let there = try min(input.need(InputBuffer.reach), InputBuffer.reach)
            guard there >= 18 else {
                take(there, from: input, task)
                return false
            }
            let least = max(0, pieceBytes.lowerBound - task.bytes.count)
            if let found = findMember(
                in: input.bytes + input.next, from: min(least, there), to: there)
            {
                take(found, from: input, task)
                return true
            }
            // A header may begin in the last bytes and end behind them.
            take(there - 9, from: input, task)
        }
        return false
    }

    private static func take(_ count: Int, from input: InputBuffer, _ task: Task) {
        task.bytes.append(
            contentsOf: UnsafeBufferPointer(start: input.bytes + input.next, count: count))
        input.next += count
    }

    private static func decode(_ task: Task, _ name: String) {
        task.isSound = false
        guard task.failure == nil else { return }
        task.bytes.withUnsafeBufferPointer { bytes in
            let unpacker = GzipUnpacker(
                InputBuffer(bytes), name: name, mixesMembers: true, at: .betweenMembers)
            unpacker.fill(task.batch)
        }
        guard case .end(nil) = task.batch.sequel else { return }
        var check = MemberCheck()
        task.isSound = check.verify(task.batch).fault == nil
        task.batch.isChecked = true
        task.batch.sequel = .more
    }

    func next() -> Batch {
        if let sequential { return sequential.next() }
        if let current { relay.recycle(current) }
        current = relay.next()
        guard let task = current else { return goOn(behind: []) }
        if let failure = task.failure {
            task.batch.clear()
            task.batch.sequel = .damage(failure)
            return task.batch
        }
        return task.isSound ? task.batch : goOn(behind: [task] + relay.stop())
    }

    /// Goes on one member after another, with pieces that have been cut and then the input's rest.
    private func goOn(behind tasks: [Task]) -> Batch {
        var pieces = tasks.map(\.bytes)[...]
        let input = input
        let source = InputBuffer { space throws(Failure) in
            while let piece = pieces.first, piece.isEmpty { pieces.removeFirst() }
            if let piece = pieces.first {
                let count = min(space.count, piece.count)
                space.copyBytes(from: piece[..<count])
                pieces[pieces.startIndex].removeFirst(count)
                return count
            }
            return try input.pass(into: space)
        }
        let unpacker = GzipUnpacker(
            source, name: name, mixesMembers: true, at: .betweenMembers)
        let sequential: any BatchSource =
            (try? OverlappedSource(unpacker)) ?? DirectSource(unpacker)
        self.sequential = sequential
        return sequential.next()
    }
}
