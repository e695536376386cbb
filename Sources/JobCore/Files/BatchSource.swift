/// Where the batches of an input come from, in order.
protocol BatchSource: AnyObject {
    /// The next batch, which is valid until the next call. The last one has a sequel.
    func next() -> Batch
}

/// Batches that are decoded when they are asked for.
final class DirectSource: BatchSource {
    private let unpacker: any Unpacker
    private let batch = Batch()

    init(_ unpacker: any Unpacker) { self.unpacker = unpacker }

    func next() -> Batch {
        unpacker.fill(batch)
        return batch
    }
}

/// Batches that another thread decodes ahead, while those before are checked and written.
final class OverlappedSource: BatchSource {
    /// An unpacker that one thread at a time uses.
    private final class Decoder: @unchecked Sendable {
        let unpacker: any Unpacker
        init(_ unpacker: any Unpacker) { self.unpacker = unpacker }
    }

    private let relay: Relay<Batch>
    private var current: Batch?

    init(_ unpacker: any Unpacker) throws(Failure) {
        let decoder = Decoder(unpacker)
        relay = try Relay((0..<4).map { _ in Batch() }, threads: 1) { batch in
            decoder.unpacker.fill(batch)
            if case .more = batch.sequel { return true }
            return false
        }
    }

    func next() -> Batch {
        if let current { relay.recycle(current) }
        current = relay.next()
        if let current { return current }
        let over = Batch()
        over.sequel = .end(warning: nil)
        return over
    }
}
