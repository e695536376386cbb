/// The batches of a gzip input whose members say how long they are, as bgzip(1) and samtools(1)
/// write them, decoded side by side.
///
/// Several members make a piece. It counts only if they fill it exactly and their sums are right;
/// otherwise, and behind the last such member, decoding goes on one member after another with a
/// `GzipUnpacker`, which alone decides what such an input means.
///
/// Source: SAM specification, section 4.1, "The BGZF compression format".
final class BgzfSource: BatchSource {
    private final class Task: @unchecked Sendable {
        var bytes: [UInt8] = []
        var failure: Failure?
        var isSound = false
        let batch = Batch(size: (pieceMembers + 1) << 16)
    }

    /// The input, for whichever thread cuts.
    private final class Cutter: @unchecked Sendable {
        let input: InputBuffer
        init(_ input: InputBuffer) { self.input = input }
    }

    /// A member has at most 64 KiB of bytes, packed or not.
    private static let pieceMembers = 16

    private let name: String
    private let input: InputBuffer
    private let relay: Relay<Task>
    private var current: Task?
    private var sequential: DirectSource?

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

    /// Takes members from the input; false where no other follows.
    private static func cut(_ input: InputBuffer, _ task: Task) throws(Failure) -> Bool {
        task.bytes.removeAll(keepingCapacity: true)
        for _ in 0..<pieceMembers {
            guard let length = try memberLength(at: input), try input.need(length) >= length
            else { return false }
            task.bytes.append(
                contentsOf: UnsafeBufferPointer(start: input.bytes + input.next, count: length))
            input.next += length
        }
        return true
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
        let sequential = DirectSource(
            GzipUnpacker(source, name: name, mixesMembers: true, at: .betweenMembers))
        self.sequential = sequential
        return sequential.next()
    }
}
