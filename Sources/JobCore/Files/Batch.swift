/// Decoded bytes on their way from a decoder to whoever wants them.
final class Batch: @unchecked Sendable {
    /// What is to be checked when all bytes before `end` have been seen.
    struct Mark {
        /// Counted from the batch's first byte.
        var end: Int
        /// The CRC-32 and the length modulo 2^32 of everything since the last mark, in this batch
        /// and before it.
        var checksum: UInt32
        var length: UInt32
    }

    /// What comes behind a batch.
    enum Sequel {
        case more
        /// The end of the input, and what is to be said about it.
        case end(warning: String?)
        /// The input is damaged here.
        case damage(Failure)
    }

    /// Room before the first byte, for what a decoder looks back at.
    static let front = 1 << 15
    /// How many bytes most are meant for.
    static let size = 1 << 18
    /// Room behind those: what was decoded beyond them is carried over into the next batch.
    private static let spare = 1 << 15 + 1 << 10

    private let memory: RawSpace
    /// How many bytes it is meant for.
    let size: Int
    /// Bytes of the room before `start` that belong to it, carried over from the batch before.
    var lead = 0
    var count = 0
    var marks: [Mark] = []
    var sequel = Sequel.more
    /// Whether its members have been compared with what their ends say.
    var isChecked = false
    /// How many members of gzip, or streams of bzip2, end in it.
    var ends = 0

    init(size: Int = Batch.size) {
        self.size = size
        memory = RawSpace(Self.front + size + Self.spare)
    }

    /// The first byte.
    var start: UnsafeMutablePointer<UInt8> { memory.start + Self.front }

    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start - lead, count: lead + count)
    }

    func clear() {
        lead = 0
        count = 0
        marks = []
        ends = 0
        isChecked = false
        sequel = .more
    }
}
