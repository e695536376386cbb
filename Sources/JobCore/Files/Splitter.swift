/// Splits an input into parts of whole lines.
package struct Splitter {
    /// Where one part ends and the next begins.
    package enum Rule: Sendable {
        /// So many parts, whose numbers of lines differ by one at most.
        case parts(Int)
        /// Line by line to each of so many parts in turn.
        case roundRobin(Int)
        /// So many lines a part.
        case lines(Int)
        /// As many whole lines as fit into so many bytes; one that does not is a part of its own.
        case bytes(Int)
    }

    package var rule: Rule
    /// Lines at the top that every part begins with; they are not counted.
    package var headerLines = 1
    /// Leaves out parts that would have no line of their own.
    package var elidesEmpty = false
    package var packing = Packing.plain
    package var threads = 1

    package init(_ rule: Rule) { self.rule = rule }

    /// How many parts there will be, where that does not depend on the input.
    package var knownCount: Int? {
        switch rule {
        case .parts(let count), .roundRobin(let count): elidesEmpty ? nil : count
        case .lines, .bytes: nil
        }
    }

    /// What a split needs to know about its surroundings.
    package struct Context {
        package let interruption: Interruption
        /// Told how many bytes of the input have been read.
        package let progress: (Int) -> Void

        package init(_ interruption: Interruption, progress: @escaping (Int) -> Void) {
            self.interruption = interruption
            self.progress = progress
        }
    }

    /// Writes the parts of `file` into `parts`.
    /// - Returns: how many there are, and what is to be said of the input; with nil for `parts`,
    ///   how many there would be.
    /// - Throws: `Failure`: (1) for a damaged or changing input, (74) for a full disk.
    package func split(
        _ file: File, into parts: PartSet?, _ context: Context
    ) throws(Failure) -> (count: Int, warning: String?) {
        let before = try file.status()
        let supply: InputBuffer.Supply = { space throws(Failure) in
            try context.interruption.wait(for: file)
            return try file.read(into: space)
        }
        let start = before.isRegular ? file.position : nil
        var options = ByteStream.Options(threads: threads)
        if packing == .gzip, start == 0 { options.map = BlockMap() }
        let stream = try ByteStream(
            InputBuffer(supply), name: file.name.printable,
            suffix: Packing(suffixOf: file.name).ifPacked, options)
        let count: Int
        switch rule {
        case .parts, .bytes:
            var source = Source(file: file, start: start ?? 0)
            if start == nil || stream.packing != .plain {
                let spool: File
                if let parts {
                    spool = try parts.spool()
                } else {
                    spool = try File.nameless(in: Directory(open: "/tmp"))
                }
                source = Source(file: spool, start: 0)
                source.isSpool = true
                if let map = options.map, stream.packing == .gzip {
                    source.splicer = GzipSplicer(packed: file, plain: spool, map: map)
                }
            }
            count = try splitRanges(of: stream, source, parts, context)
        case .lines, .roundRobin:
            count = try LineDealer(self, parts, context).deal(stream)
        }
        let after = try file.status()
        if before.isRegular, before.size != after.size || before.modified != after.modified {
            throw file.changed()
        }
        return (count, stream.warning)
    }

    /// Where the unpacked bytes are to be copied from.
    private struct Source: Sendable {
        let file: File
        let start: Int
        /// A file of our own, to be written first.
        var isSpool = false
        /// A way to packed parts that is shorter than to compress them.
        var splicer: GzipSplicer?
    }

    /// Reads everything once to know its lines, then copies the parts side by side.
    private func splitRanges(
        of stream: ByteStream, _ source: Source, _ parts: PartSet?, _ context: Context
    ) throws(Failure) -> Int {
        var index = LineIndex()
        while case let bytes = try stream.next(), !bytes.isEmpty {
            index.add(bytes)
            if source.isSpool {
                do throws(Failure) {
                    try source.file.write(bytes)
                } catch {
                    throw (parts?.directory.file ?? source.file).cannotWrite(error.systemError)
                }
            }
            context.progress(index.size)
        }
        let cuts = try self.cuts(index, source, context)
        let count = cuts.count - 1
        guard let parts else { return count }
        let header = source.start..<(source.start + cuts[0])
        try parts.checkPlaces(of: 0..<count, among: count)
        let (packing, interruption) = (packing, context.interruption)
        let failure = onThreads(threads, each: count) { part throws(Failure) in
            let space = RawSpace(1 << 18)
            let own = (source.start + cuts[part])..<(source.start + cuts[part + 1])
            let check = { () throws(Failure) in try interruption.check() }
            if let splicer = source.splicer {
                let writer = try PartWriter(part, in: parts, .plain)
                return try splicer.write(
                    header: header, own: own, to: writer, through: space, check: check)
            }
            let writer = try PartWriter(part, in: parts, packing)
            for range in [header, own] {
                try writer.append(range, of: source.file, through: space, check: check)
            }
            try writer.finish()
        }
        if let failure { throw failure }
        return count
    }

    /// Where the parts begin, and where the last one ends; the header lies before the first.
    private func cuts(
        _ index: LineIndex, _ source: Source, _ context: Context
    ) throws(Failure) -> [Int] {
        let header = min(headerLines, index.lines)
        let lines = index.lines - header
        switch rule {
        case .parts(let asked):
            let count = elidesEmpty ? min(asked, lines) : asked
            guard count > 0 else {
                return try index.places(of: [header], in: source.file, at: source.start)
            }
            // The first parts have one line more where it does not come out even.
            let (each, more) = lines.quotientAndRemainder(dividingBy: count)
            let firsts = (0...count).map { header + $0 * each + min($0, more) }
            return try index.places(of: firsts, in: source.file, at: source.start)
        case .bytes(let most):
            var cuts = try index.places(of: [header], in: source.file, at: source.start)
            while let last = cuts.last, last < index.size {
                try context.interruption.check()
                cuts.append(
                    try index.cut(after: last, atMost: most, in: source.file, at: source.start))
            }
            if cuts.count == 1, !elidesEmpty { cuts.append(index.size) }
            return cuts
        case .lines, .roundRobin: return []
        }
    }
}

extension Packing {
    fileprivate var ifPacked: Packing? { self == .plain ? nil : self }
}
