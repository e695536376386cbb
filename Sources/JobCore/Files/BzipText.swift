internal import CBzip2

/// The text of a bzip2 block: sorted bytes that are put in order again, and runs that are undone,
/// while it is given out piece by piece.
final class BzipText {
    /// Bytes of a block of level 9 before runs are undone.
    private static let room = 900_000
    private let memory = RawSpace(4 * (room + 64))
    /// While the block is read, its bytes; then each byte's (low 8 bits) follower.
    var chain: UnsafeMutablePointer<UInt32> {
        UnsafeMutableRawPointer(memory.start).assumingMemoryBound(to: UInt32.self)
    }
    /// Of the bytes that have been given out.
    private(set) var checksum = BzipChecksum()

    // Where giving out has come to.
    private var position: UInt32 = 0
    private var left = 0
    private var last: Int = -1
    private var run = 0
    private var pendingRun = 0
    private var isRandomised = false
    private var randomIndex = 0
    private var randomLeft = 0

    /// Undoes the sorting of the `size` bytes in `chain`: each byte learns which follows it.
    /// `counts` says how often each byte occurs, and `origin` where the text ends in the sorted one.
    func link(_ size: Int, _ counts: [Int], _ origin: Int, isRandomised: Bool) {
        let chain = chain
        var starts = counts
        var sum = 0
        for byte in 0..<256 {
            starts[byte] = sum
            sum += counts[byte]
        }
        starts.withUnsafeMutableBufferPointer { starts in
            guard let starts = starts.baseAddress else { return }
            for index in 0..<size {
                let byte = Int(chain[index] & 0xFF)
                chain[starts[byte]] |= UInt32(truncatingIfNeeded: index) &<< 8
                starts[byte] &+= 1
            }
        }
        position = chain[origin] >> 8
        self.isRandomised = isRandomised
        left = size
        last = -1
        run = 0
        pendingRun = 0
        (randomIndex, randomLeft) = (0, 0)
        checksum = BzipChecksum()
    }

    /// Whether every byte has been given out.
    var isOver: Bool { left == 0 && pendingRun == 0 && run < 4 }
    /// Whether the block ends within a run.
    var isBroken: Bool { left == 0 && pendingRun == 0 && run == 4 }
    /// Writes the next bytes, as many as there is room for or as are left.
    func give(to output: UnsafeMutablePointer<UInt8>, room: Int) -> Int {
        let count = isRandomised ? giveRandomised(output, room) : giveQuickly(output, room)
        checksum.add(output, count)
        return count
    }

    private func giveQuickly(_ output: UnsafeMutablePointer<UInt8>, _ room: Int) -> Int {
        let chain = chain
        var (position, left, last, run) = (position, left, last, run)
        defer { (self.position, self.left, self.last, self.run) = (position, left, last, run) }
        var done = 0
        while true {
            if pendingRun > 0 {
                let count = min(pendingRun, room - done)
                (output + done).update(repeating: UInt8(truncatingIfNeeded: last), count: count)
                done += count
                pendingRun -= count
                if pendingRun > 0 { return done }
            }
            guard run < 4 else {
                guard left > 0 else { return done }
                position = chain[Int(position)]
                pendingRun = Int(position & 0xFF)
                position &>>= 8
                left &-= 1
                // What follows a whole run begins a new one.
                run = 0
                continue
            }
            while left > 0, done < room, run < 4 {
                position = chain[Int(position)]
                let byte = Int(position & 0xFF)
                position &>>= 8
                left &-= 1
                output[done] = UInt8(truncatingIfNeeded: byte)
                done &+= 1
                run = byte == last ? run &+ 1 : 1
                last = byte
            }
            if left == 0 && run < 4 || done == room { return done }
        }
    }

    /// The same for the blocks of bzip2 before 0.9.5, in which some bytes have a bit flipped.
    private func giveRandomised(_ output: UnsafeMutablePointer<UInt8>, _ room: Int) -> Int {
        var done = 0
        while done < room {
            if pendingRun > 0 {
                output[done] = UInt8(truncatingIfNeeded: last)
                done += 1
                pendingRun -= 1
                continue
            }
            guard left > 0 else { break }
            let byte = nextRandomised()
            if run == 4 {
                pendingRun = byte
                run = 0
                continue
            }
            output[done] = UInt8(truncatingIfNeeded: byte)
            done += 1
            run = byte == last ? run + 1 : 1
            last = byte
        }
        return done
    }

    private func nextRandomised() -> Int {
        position = chain[Int(position)]
        let byte = Int(position & 0xFF)
        position >>= 8
        left -= 1
        if randomLeft == 0 {
            randomLeft = Int(bzip2_random_number(Int32(randomIndex)))
            randomIndex = (randomIndex + 1) % 512
        }
        randomLeft -= 1
        return byte ^ (randomLeft == 1 ? 1 : 0)
    }
}
