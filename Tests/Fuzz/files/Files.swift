// libFuzzer's way into the decoders; `make fuzz` builds it from the rooms Unix and Files and runs it.
// It holds that no input traps or reads astray, that the size of reads and the number of threads
// change nothing, and that what zlib and libbz2 accept as a whole comes out as they have it.
internal import CBzip2
internal import CZlib
internal import Glibc

/// The first byte chooses format and size of reads, the others are the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let packing: Packing = start[0] & 1 == 0 ? .gzip : .bzip2
    let readSize = [1, 2, 3, 7, 64, 1000, 4096, 1 << 16][Int(start[0] >> 1 & 7)]
    let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    let whole = decode(bytes, packing, readSize: 1 << 18)
    let pieces = decode(bytes, packing, readSize: readSize)
    precondition(whole == pieces, "the size of reads matters")
    if start[0] >> 4 == 0 {
        let side = decodeSideBySide(bytes, packing)
        precondition(whole.fault != nil || whole.bytes == side.bytes, "threads matter")
    }
    guard whole.bytes.count < limit else { return 0 }
    let oracle = packing == .gzip ? zlib(bytes) : libbz2(bytes)
    if let oracle { precondition(oracle == whole.bytes && whole.fault == nil, "peer has it so") }
    return 0
}

/// A bomb is not followed to its end.
private let limit = 1 << 22

private struct Outcome: Equatable {
    var bytes: [UInt8] = []
    var fault: String?
    var warning: String?
}

private func input(_ bytes: [UInt8], readSize: Int) -> InputBuffer {
    var next = 0
    return InputBuffer(readSize: readSize) { space in
        let count = min(space.count, readSize, bytes.count - next)
        space.copyBytes(from: bytes[next..<(next + count)])
        next += count
        return count
    }
}

private func decode(_ bytes: [UInt8], _ packing: Packing, readSize: Int) -> Outcome {
    var outcome = Outcome()
    do throws(Failure) {
        let stream = try ByteStream(
            input(bytes, readSize: readSize), name: "x", .init(threads: 1, packing: packing))
        while case let part = try stream.next(), !part.isEmpty, outcome.bytes.count < limit {
            outcome.bytes += part
        }
        outcome.warning = stream.warning
    } catch {
        outcome.fault = error.message
    }
    outcome.bytes = Array(outcome.bytes.prefix(limit))
    return outcome
}

private func decodeSideBySide(_ bytes: [UInt8], _ packing: Packing) -> Outcome {
    var outcome = Outcome()
    guard
        let source: any BatchSource = packing == .gzip
            ? try? MemberSource(input(bytes, readSize: 4096), name: "x", threads: 2)
            : try? BzipSource(input(bytes, readSize: 4096), name: "x", threads: 2)
    else { return outcome }
    // Sums are the stream's affair.
    var check = MemberCheck()
    while outcome.bytes.count < limit {
        let batch = source.next()
        let seen =
            packing == .gzip && !batch.isChecked
            ? check.verify(batch) : (batch.bytes.count, nil)
        outcome.bytes += batch.bytes.prefix(seen.0)
        if seen.1 != nil { break }
        if case .more = batch.sequel { continue }
        break
    }
    outcome.bytes = Array(outcome.bytes.prefix(limit))
    return outcome
}

/// All members as zlib has them, or nil where it does not accept every byte.
private func zlib(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = bytes[...]
    var space = [UInt8](repeating: 0, count: 1 << 16)
    while !rest.isEmpty {
        var stream = z_stream()
        guard
            inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { inflateEnd(&stream) }
        let member = Array(rest)
        let code: Int32 = member.withUnsafeBufferPointer { member in
            stream.next_in = UnsafeMutablePointer(mutating: member.baseAddress)
            stream.avail_in = UInt32(member.count)
            while true {
                let code = space.withUnsafeMutableBufferPointer { space in
                    stream.next_out = space.baseAddress
                    stream.avail_out = UInt32(space.count)
                    return inflate(&stream, Z_NO_FLUSH)
                }
                result += space.prefix(space.count - Int(stream.avail_out))
                guard code == Z_OK, result.count < limit else { return code }
            }
        }
        guard code == Z_STREAM_END else { return nil }
        rest = rest.dropFirst(rest.count - Int(stream.avail_in))
    }
    return result
}

/// All streams as libbz2 has them, or nil where it does not accept every byte.
private func libbz2(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = bytes[...]
    var space = [CChar](repeating: 0, count: 1 << 16)
    while !rest.isEmpty {
        var stream = bz_stream()
        guard BZ2_bzDecompressInit(&stream, 0, 0) == BZ_OK else { return nil }
        defer { BZ2_bzDecompressEnd(&stream) }
        var part = rest.map { CChar(bitPattern: $0) }
        let code: Int32 = part.withUnsafeMutableBufferPointer { part in
            stream.next_in = part.baseAddress
            stream.avail_in = UInt32(part.count)
            while true {
                let code = space.withUnsafeMutableBufferPointer { space in
                    stream.next_out = space.baseAddress
                    stream.avail_out = UInt32(space.count)
                    return BZ2_bzDecompress(&stream)
                }
                let filled = space.count - Int(stream.avail_out)
                result += space.prefix(filled).map { UInt8(bitPattern: $0) }
                guard code == BZ_OK, result.count < limit else { return code }
                if stream.avail_in == 0, filled == 0 { return code }
            }
        }
        guard code == BZ_STREAM_END else { return nil }
        rest = rest.dropFirst(rest.count - Int(stream.avail_in))
    }
    return result
}
