/// The batches of a bzip2 input whose blocks are decoded side by side.
///
/// A piece counts only if it is a block that ends exactly where the next piece begins. Where
/// anything is not as expected, from a magic number within a block to damage, decoding goes on from
/// the last certain place with a `BzipUnpacker`, which alone decides what such an input means.
final class BzipSource: BatchSource {
    /// A piece and what became of it.
    private final class Task: @unchecked Sendable {
        var piece = BzipScanner.Piece()
        var failure: Failure?
        let block = BzipBlock()
        /// As large as nearly every block, so that it is whole when its turn comes.
        let batch = Batch(size: 1 << 20)
        var isWholeBlock = false
        /// What is left of the piece behind the block's last bit.
        var bitsLeft = 0
    }

    /// Reads the input for whichever thread cuts.
    private final class Cutter: @unchecked Sendable {
        let scanner: BzipScanner
        init(_ scanner: BzipScanner) { self.scanner = scanner }
    }

    private let name: String
    private let cutter: Cutter
    private let relay: Relay<Task>?
    private var sequential: DirectSource?
    private var current: Task?
    private var place = BzipUnpacker.Place()

    /// `name` is what messages begin with.
    init(_ input: InputBuffer, name: String, threads: Int) throws(Failure) {
        self.name = name
        let cutter = Cutter(BzipScanner(input, firstBit: 0))
        self.cutter = cutter
        guard let level = try Self.level(of: input) else {
            relay = nil
            sequential = DirectSource(BzipUnpacker(input, name: name))
            return
        }
        place.level = level
        input.next += 4
        relay = try Relay(
            (0..<(threads + 2)).map { _ in Task() }, threads: threads,
            cut: { task in
                do throws(Failure) {
                    task.failure = nil
                    task.piece = try cutter.scanner.next(reusing: task.piece.bytes)
                    return task.piece.isFollowed
                } catch {
                    task.failure = error
                    return false
                }
            }, work: { Self.decode($0) })
    }

    /// The level of a stream that begins here with a block.
    private static func level(of input: InputBuffer) throws(Failure) -> Int? {
        guard try input.need(10) >= 10 else { return nil }
        let bytes = input.bytes + input.next
        guard bytes[0] == 0x42, bytes[1] == 0x5A, bytes[2] == 0x68,
            (0x31...0x39).contains(bytes[3])
        else { return nil }
        var magic = 0
        for index in 4..<10 { magic = magic << 8 | Int(bytes[index]) }
        return magic == BzipBlock.magic ? Int(bytes[3]) - 0x30 : nil
    }

    private static func decode(_ task: Task) {
        task.isWholeBlock = false
        task.batch.clear()
        guard task.failure == nil else { return }
        let firstBit = task.piece.firstBit
        task.piece.bytes.withUnsafeBufferPointer { bytes in
            let reader = BitReader(InputBuffer(bytes))
            do throws(Failure) {
                _ = try reader.take(firstBit)
                guard try reader.take(48) == BzipBlock.magic else { return }
                guard case .whole = try task.block.read(from: reader, level: 9) else { return }
            } catch {
                return
            }
            task.isWholeBlock = true
            task.bitsLeft = task.piece.bitCount + firstBit - reader.position
            task.batch.count = task.block.give(to: task.batch.start, room: task.batch.size)
        }
    }

    func next() -> Batch {
        if let sequential { return sequential.next() }
        if let current {
            if current.isWholeBlock, !current.block.isOver { return goOn(with: current) }
            relay?.recycle(current)
        }
        guard let task = relay?.next() else { return fallBack(from: nil) }
        current = task
        if let failure = task.failure {
            task.batch.clear()
            task.batch.sequel = .damage(failure)
            return task.batch
        }
        return task.isWholeBlock ? acceptBlock(task) : acceptEnd(task)
    }

    private func acceptBlock(_ task: Task) -> Batch {
        let (block, batch) = (task.block, task.batch)
        guard task.bitsLeft == 0, task.piece.isFollowed, let level = place.level,
            block.size <= 100_000 * level, !block.isBroken, !block.isOver || block.isSound
        else { return fallBack(from: task) }
        batch.take(lead: place.heldBack)
        place.heldBack = batch.holdBack()
        if block.isOver {
            place.checksum = BzipChecksum.combine(place.checksum, block.toldChecksum)
        }
        return batch
    }

    /// Gives out more of a block that is too large for one batch: a few bytes may become 46 MB.
    private func goOn(with task: Task) -> Batch {
        let (block, batch) = (task.block, task.batch)
        batch.clear()
        batch.take(lead: place.heldBack)
        batch.count = block.give(to: batch.start, room: batch.size)
        let isFaulty = block.isBroken || block.isOver && !block.isSound
        place.heldBack = batch.holdBack(isFaulty: isFaulty)
        if isFaulty {
            let reason = block.isBroken ? "format violated" : "crc error"
            batch.sequel = .damage(
                Failure("\(name): invalid compressed data--\(reason)", status: .failure))
        } else if block.isOver {
            place.checksum = BzipChecksum.combine(place.checksum, block.toldChecksum)
        }
        return batch
    }

    /// Accepts the end of a stream with nothing behind it, or with another stream's header.
    private func acceptEnd(_ task: Task) -> Batch {
        let piece = task.piece
        let found = piece.bytes.withUnsafeBufferPointer { bytes -> (sum: Int, next: Int)? in
            let reader = BitReader(InputBuffer(bytes))
            do throws(Failure) {
                _ = try reader.take(piece.firstBit)
                guard try reader.take(48) == BzipUnpacker.endMagic,
                    let sum = try reader.take(32)
                else { return nil }
                try reader.align()
                let left = piece.bitCount + piece.firstBit - reader.position
                if left == 0, !piece.isFollowed { return (sum, 0) }
                guard left == 32, piece.isFollowed, let header = try reader.take(32) else {
                    return nil
                }
                return (sum, header)
            } catch {
                return nil
            }
        }
        guard let found, place.level != nil, found.sum == Int(place.checksum) else {
            return fallBack(from: task)
        }
        let level = found.next - 0x425A_6830
        guard found.next == 0 || (1...9).contains(level) else { return fallBack(from: task) }
        let batch = task.batch
        batch.take(lead: place.heldBack)
        place = BzipUnpacker.Place(level: level, isFirstStream: false)
        batch.ends += 1
        if found.next == 0 { batch.sequel = .end(warning: nil) }
        return batch
    }

    /// Goes on at the beginning of a piece, one block after another.
    private func fallBack(from task: Task?) -> Batch {
        let pieces = ([task].compactMap { $0 } + (relay?.stop() ?? [])).map(\.piece)
        var rest = pieces[...]
        var taken = 0
        let input = cutter.scanner.input
        var isFirst = true
        let source = InputBuffer { space throws(Failure) in
            while let piece = rest.first {
                // A byte that two pieces share comes once.
                if taken == 0, !isFirst, piece.firstBit > 0 { taken = 1 }
                let count = min(space.count, piece.bytes.count - taken)
                if count > 0 {
                    space.copyBytes(from: piece.bytes[taken..<(taken + count)])
                    taken += count
                    return count
                }
                rest.removeFirst()
                (taken, isFirst) = (0, false)
            }
            return try input.pass(into: space)
        }
        if pieces.last?.isFollowed ?? false { cutter.scanner.skipSharedByte() }
        let reader = BitReader(source)
        _ = try? reader.take(pieces.first?.firstBit ?? 0)
        let sequential = DirectSource(BzipUnpacker(reader, at: place, name: name))
        self.sequential = sequential
        current = nil
        return sequential.next()
    }
}
