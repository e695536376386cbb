/// Splits an input into parts of whole records: lines, unless it has records of several lines.
package struct Splitter {
    /// Where one part ends and the next begins.
    package enum Rule: Sendable {
        /// So many parts, whose numbers of records differ by one at most.
        case parts(Int)
        /// Record by record to each of so many parts in turn.
        case roundRobin(Int)
        /// So many lines a part, or as many more as its last record has.
        case lines(Int)
        /// As many whole records as fit into so many bytes; one that does not is a part of its own.
        case bytes(Int)
    }

    package var rule: Rule
    /// What is never cut; nil for what the input seems to have.
    package var records: RecordKind?
    /// Lines at the top that every part begins with; they are not counted. Nil for one, and for
    /// none where a record is more than a line.
    package var headerLines: Int?
    /// Leaves out parts that would have no line of their own.
    package var elidesEmpty = false
    package var packing = Packing.plain
    package var threads = 1
    /// How large the sections are that threads look at side by side; a power of two.
    var sectionSize = FileSections.usualSize

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

    /// What came of a split.
    package struct Outcome {
        /// How many parts there are, or would be.
        package let count: Int
        /// What is to be said of the input.
        package let warning: String?
        /// The records that were kept whole.
        package let records: RecordKind
    }

    /// Writes the parts of `file` into `parts`; with nil for `parts` it only counts them.
    /// - Throws: `Failure`: (1) for a damaged or changing input, (65) for one that has not the
    ///   records that it should have, (74) for a full disk.
    package func split(
        _ file: File, into parts: PartSet?, _ context: Context
    ) throws(Failure) -> Outcome {
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
        let input = try SplitInput(stream, named: file.name, records: records)
        let headerLines = headerLines ?? (input.records.isMoreThanLine ? 0 : 1)
        let count: Int
        if let finder = cutFinder(for: input.records, name: file.name.printable) {
            let place = FilePlace(
                file: file, start: start ?? 0, interruption: context.interruption)
            var source = Source(place: place, size: before.size)
            if start == nil || stream.packing != .plain {
                let spool: File
                if let parts {
                    spool = try parts.spool()
                } else {
                    spool = try File.nameless(in: Directory(open: "/tmp"))
                }
                let place = FilePlace(
                    file: spool, start: 0, interruption: context.interruption)
                source = Source(place: place, size: 0)
                source.isSpool = true
                if let map = options.map, stream.packing == .gzip {
                    source.splicer = GzipSplicer(packed: file, plain: spool, map: map)
                }
            }
            count = try splitRanges(
                of: input, finder, headerLines: headerLines, source, parts, context)
        } else {
            count = try RecordDealer(self, input, headerLines: headerLines, parts, context).deal()
        }
        let after = try file.status()
        if before.isRegular, before.size != after.size || before.modified != after.modified {
            throw file.changed()
        }
        return Outcome(count: count, warning: stream.warning, records: input.records)
    }

    /// Where the unpacked bytes are to be copied from.
    private struct Source: Sendable {
        let place: FilePlace
        /// The file's size, as far as it is known before.
        let size: Int
        /// A file of our own, to be written first.
        var isSpool = false
        /// A way to packed parts that is shorter than to compress them.
        var splicer: GzipSplicer?
    }

    /// Reads everything once to know its records, then copies the parts side by side.
    private func splitRanges(
        of input: SplitInput, _ finder: any CutFinder, headerLines: Int, _ source: Source,
        _ parts: PartSet?, _ context: Context
    ) throws(Failure) -> Int {
        let body = try readAll(of: input, finder, headerLines: headerLines, source, parts, context)
        let cuts = try finder.cuts(elidesEmpty: elidesEmpty, in: body)
        let count = cuts.count - 1
        guard let parts else { return count }
        let (file, start) = (body.file, body.start)
        let heading = source.place.start..<start
        try parts.checkPlaces(of: 0..<count, among: count)
        let (packing, interruption) = (packing, context.interruption)
        let failure = onThreads(threads, each: count) { part throws(Failure) in
            let space = RawSpace(1 << 18)
            let own = (start + cuts[part])..<(start + cuts[part + 1])
            let check = { () throws(Failure) in try interruption.check() }
            if let splicer = source.splicer {
                let writer = try PartWriter(part, in: parts, .plain)
                return try splicer.write(
                    header: heading, own: own, to: writer, through: space, check: check)
            }
            let writer = try PartWriter(part, in: parts, packing)
            for range in [heading, own] {
                try writer.append(range, of: file, through: space, check: check)
            }
            try writer.finish()
        }
        if let failure { throw failure }
        return count
    }

    /// Lets `finder` have everything, and returns where it lies behind the header.
    private func readAll(
        of input: SplitInput, _ finder: any CutFinder, headerLines: Int, _ source: Source,
        _ parts: PartSet?, _ context: Context
    ) throws(Failure) -> FilePlace {
        let place = source.place
        if threads > 1, source.size - place.start > sectionSize {
            let body = place.behind(try place.size(ofLines: headerLines))
            let sections = FileSections(
                body, size: max(0, source.size - body.start), each: sectionSize,
                threads: threads, progress: context.progress)
            try finder.addAll(of: sections)
            return body
        }
        var header = HeaderLines(headerLines)
        var read = 0
        try input.forEachPiece { bytes throws(Failure) in
            if source.isSpool {
                do throws(Failure) {
                    try place.file.write(bytes)
                } catch {
                    throw (parts?.directory.file ?? place.file).cannotWrite(error.systemError)
                }
            }
            try finder.add(header.takeOff(bytes) { _ in })
            read += bytes.count
            context.progress(read)
        }
        return place.behind(header.size)
    }
}

extension Packing {
    fileprivate var ifPacked: Packing? { self == .plain ? nil : self }
}
