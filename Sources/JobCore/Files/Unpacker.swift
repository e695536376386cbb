/// Turns packed bytes into batches, in order, until one has a sequel other than `more`.
protocol Unpacker: AnyObject {
    /// Fills a batch that is empty.
    /// - Throws: `Failure` where the input cannot be read.
    func decode(into batch: Batch) throws(Failure)
}

extension Unpacker {
    /// Fills a batch; where the input cannot be read that is its sequel.
    func fill(_ batch: Batch) {
        batch.clear()
        do throws(Failure) {
            try decode(into: batch)
        } catch {
            batch.sequel = .damage(error)
        }
    }
}
