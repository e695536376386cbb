/// A plain, gzip or bzip2 input as one stream of its unpacked bytes.
///
/// Damage is thrown when all that was good before it has been handed out.
package final class ByteStream {
    /// How an input is to be read.
    package struct Options: Sendable {
        /// Threads to decode with.
        package var threads: Int
        /// Taken for granted instead of looked for.
        package var packing: Packing?
        /// The most that one read(2) asks for.
        package var readSize = 1 << 18
        /// Is told where the blocks of a gzip input begin.
        var map: BlockMap?

        package init(threads: Int = 1, packing: Packing? = nil) {
            self.threads = threads
            self.packing = packing
        }
    }

    package let packing: Packing
    /// What is to be said when the stream is over though nothing is wrong with its bytes, as
    /// `x.gz: decompression OK, trailing garbage ignored`.
    package private(set) var warning: String?

    /// Members of gzip, or streams of bzip2, that have ended so far.
    package private(set) var members = 0

    private let name: String
    private let input: InputBuffer
    private var file: File?
    private let source: (any BatchSource)?
    private var check = MemberCheck()
    private var pending: Failure?
    private var isOver = false

    /// Begins to read `file` from where it stands.
    /// - Throws: `Failure` (1) for the formats of other tools; one where the file cannot be read.
    package convenience init(_ file: File, _ options: Options) throws(Failure) {
        // More of a pipe would have to be waited for.
        let reach = try file.status().isRegular ? 2 << 20 : InputBuffer.reach
        let input = InputBuffer(readSize: options.readSize, reach: reach) {
            space throws(Failure) in
            try file.read(into: space)
        }
        let suffix = Packing(suffixOf: file.name)
        try self.init(
            input, name: file.name.printable, suffix: suffix == .plain ? nil : suffix, options)
        self.file = file
    }

    init(
        _ input: InputBuffer, name: String, suffix: Packing? = nil, _ options: Options
    ) throws(Failure) {
        self.input = input
        self.name = name
        if let packing = options.packing {
            self.packing = packing
        } else {
            switch try Packing.find(in: input, suffix: suffix) {
            case .packing(let packing): self.packing = packing
            case .other(let format, let tool):
                throw Failure(
                    "\(name): it is in the format of \(format), which this tool does not read",
                    status: .failure, advice: "'\(tool)' decompresses it")
            }
        }
        guard packing != .plain else {
            source = nil
            return
        }
        let isSmall = try input.need(InputBuffer.reach) < InputBuffer.reach
        let isParallel = options.threads > 1 && !isSmall
        if packing == .bzip2 {
            source =
                isParallel
                ? try BzipSource(input, name: name, threads: options.threads)
                : DirectSource(BzipUnpacker(input, name: name))
        } else if isParallel, options.map == nil,
            try MemberSource.isWorthwhile(for: input)
        {
            source = try MemberSource(input, name: name, threads: options.threads)
        } else {
            let unpacker = GzipUnpacker(input, name: name, mixesMembers: !isSmall)
            unpacker.map = options.map
            source = isParallel ? try OverlappedSource(unpacker) : DirectSource(unpacker)
        }
    }

    /// Bytes of the input that have been read so far.
    package var bytesRead: Int { input.passed + input.end }

    /// The next bytes, which are valid until the next call; none at the end.
    /// - Throws: `Failure` (1) with gzip's words where the input is damaged.
    package func next() throws(Failure) -> UnsafeRawBufferPointer {
        guard let source else { return try nextPlain() }
        while true {
            if let pending { throw pending }
            if isOver { return UnsafeRawBufferPointer(start: nil, count: 0) }
            let batch = source.next()
            let (count, fault) =
                packing == .gzip && !batch.isChecked
                ? check.verify(batch) : (batch.bytes.count, nil)
            if let fault {
                pending = Failure("\(name): \(fault)", status: .failure)
            } else {
                switch batch.sequel {
                case .more: break
                case .end(let warning):
                    self.warning = warning
                    isOver = true
                case .damage(let failure): pending = failure
                }
            }
            members += batch.ends
            if count > 0 { return UnsafeRawBufferPointer(rebasing: batch.bytes[..<count]) }
        }
    }

    /// The file behind a plain input of which all bytes that were read have been handed out: what
    /// comes next may be taken from there as well. Nil for any other.
    package var rest: File? { source == nil && input.next == input.end ? file : nil }

    private func nextPlain() throws(Failure) -> UnsafeRawBufferPointer {
        let count = try input.need(1)
        defer { input.next += count }
        return UnsafeRawBufferPointer(start: input.bytes + input.next, count: count)
    }
}
