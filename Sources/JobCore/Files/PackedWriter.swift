internal import CBzip2
internal import CZlib

/// Packs bytes on their way to a file: as gzip, as bzip2, or not at all.
package final class PackedWriter {
    /// Where the packed bytes go.
    package typealias Sink = (UnsafeRawBufferPointer) throws(Failure) -> Void

    private enum Way {
        case plain
        case gzip(UnsafeMutablePointer<z_stream>)
        case bzip2(UnsafeMutablePointer<bz_stream>)
    }

    private let way: Way
    private let space = RawSpace(1 << 17)
    private var isFinished = false

    /// `level` is 1 for quick to 9 for small, as for gzip(1) and bzip2(1).
    /// - Throws: `Failure` (75) where there is no memory for it.
    package init(_ packing: Packing, level: Int? = nil) throws(Failure) {
        let noMemory = Failure("cannot compress: no memory", status: .tryLater)
        switch packing {
        case .plain: way = .plain
        case .gzip:
            let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            stream.initialize(to: z_stream())
            // 15 bits of window, 16 for gzip's header and end.
            let code = deflateInit2_(
                stream, Int32(level ?? 6), Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY,
                ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            guard code == Z_OK else {
                stream.deallocate()
                throw noMemory
            }
            way = .gzip(stream)
        case .bzip2:
            let stream = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)
            stream.initialize(to: bz_stream())
            guard BZ2_bzCompressInit(stream, Int32(level ?? 9), 0, 0) == BZ_OK else {
                stream.deallocate()
                throw noMemory
            }
            way = .bzip2(stream)
        }
    }

    deinit {
        switch way {
        case .plain: break
        case .gzip(let stream):
            deflateEnd(stream)
            stream.deallocate()
        case .bzip2(let stream):
            BZ2_bzCompressEnd(stream)
            stream.deallocate()
        }
    }

    /// Takes bytes in, and hands on what is packed so far.
    package func write(_ bytes: UnsafeRawBufferPointer, to sink: Sink) throws(Failure) {
        var rest = bytes
        // What the libraries count with has 32 bits.
        while rest.count > 0 {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(1 << 30))
            try pack(part, isLast: false, sink)
        }
    }

    /// The same for bytes in an array.
    package func write(_ bytes: [UInt8], to sink: Sink) throws(Failure) {
        let failure = bytes.withUnsafeBytes { space -> Failure? in
            do throws(Failure) {
                try write(space, to: sink)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// Ends the packed file; nothing may be written behind it.
    package func finish(to sink: Sink) throws(Failure) {
        guard !isFinished else { return }
        isFinished = true
        try pack(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true, sink)
    }

    private func pack(
        _ bytes: UnsafeRawBufferPointer, isLast: Bool, _ sink: Sink
    ) throws(Failure) {
        switch way {
        case .plain: if bytes.count > 0 { try sink(bytes) }
        case .gzip(let stream):
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
            stream.pointee.avail_in = UInt32(bytes.count)
            var isOver = false
            while !isOver {
                stream.pointee.next_out = space.start
                stream.pointee.avail_out = UInt32(space.count)
                let code = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                try handOn(Int(stream.pointee.avail_out), sink)
                isOver = isLast ? code == Z_STREAM_END : stream.pointee.avail_out > 0
            }
        case .bzip2(let stream):
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
            stream.pointee.avail_in = UInt32(bytes.count)
            var isOver = !isLast && bytes.isEmpty
            while !isOver {
                stream.pointee.next_out = UnsafeMutableRawPointer(space.start)
                    .assumingMemoryBound(to: CChar.self)
                stream.pointee.avail_out = UInt32(space.count)
                let code = BZ2_bzCompress(stream, isLast ? BZ_FINISH : BZ_RUN)
                try handOn(Int(stream.pointee.avail_out), sink)
                isOver = isLast ? code == BZ_STREAM_END : stream.pointee.avail_in == 0
            }
        }
    }

    private func handOn(_ left: Int, _ sink: Sink) throws(Failure) {
        let count = space.count - left
        if count > 0 { try sink(UnsafeRawBufferPointer(start: space.start, count: count)) }
    }
}
