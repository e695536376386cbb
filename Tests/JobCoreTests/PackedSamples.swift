@testable import JobCore

/// Packed inputs for tests: good ones, and ways of damaging them.
enum PackedSamples {
    static let text: [UInt8] = {
        var generator = Seeded(11)
        return (0..<400).flatMap { line in
            Array("line \(line) of a text \(Int.random(in: 0..<1000, using: &generator))\n".utf8)
        }
    }()

    static let noise: [UInt8] = {
        var generator = Seeded(12)
        return (0..<3000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }()

    static func numbers(_ count: Int) -> [UInt8] {
        (0..<count).flatMap { Array("\($0 &* 7919 % 1_000_003)\n".utf8) }
    }

    static func pack(_ bytes: [UInt8], _ packing: Packing, level: Int? = nil) -> [UInt8] {
        var result: [UInt8] = []
        do throws(Failure) {
            let writer = try PackedWriter(packing, level: level)
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = rest.prefix(1000)
                rest = rest.dropFirst(1000)
                var failure: Failure?
                part.withUnsafeBytes { space in
                    do throws(Failure) {
                        try writer.write(space) { packed throws(Failure) in result += packed }
                    } catch {
                        failure = error
                    }
                }
                if let failure { throw failure }
            }
            try writer.finish { packed throws(Failure) in result += packed }
        } catch {
            return []
        }
        return result
    }

    static func gzip(_ bytes: [UInt8], level: Int? = nil) -> [UInt8] {
        pack(bytes, .gzip, level: level)
    }

    static func bzip2(_ bytes: [UInt8], level: Int? = nil) -> [UInt8] {
        pack(bytes, .bzip2, level: level)
    }

    /// A member with every field that a header may have.
    static func gzipWithFields(_ bytes: [UInt8]) -> [UInt8] {
        var header: [UInt8] = [0x1F, 0x8B, 8, 0x1F, 0, 0, 0, 0, 0, 3, 5, 0]
        header += Array("extra".utf8) + Array("name\0".utf8) + Array("comment\0".utf8)
        let sum = checksum(header)
        header += [UInt8(sum & 0xFF), UInt8(sum >> 8 & 0xFF)]
        return header + gzip(bytes).dropFirst(10)
    }

    /// Members that tell their length, as bgzip writes them.
    static func bgzf(_ bytes: [UInt8], each: Int = 60_000) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        repeat {
            let member = gzip(Array(rest.prefix(each)))
            rest = rest.dropFirst(each)
            let last = member.count + 8 - 1
            result += [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, 6, 0, 0x42, 0x43, 2, 0]
            result += [UInt8(last & 0xFF), UInt8(last >> 8)] + member.dropFirst(10)
        } while !rest.isEmpty
        return result + [
            0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, 6, 0, 0x42, 0x43, 2, 0, 0x1B, 0, 3, 0, 0, 0, 0,
            0, 0, 0, 0, 0,
        ]
    }

    /// Good and half good inputs of a packing, by name.
    static func all(_ packing: Packing) -> [String: [UInt8]] {
        let end = Array("garbage".utf8)
        switch packing {
        case .plain: return [:]
        case .gzip:
            let member = gzip(text)
            return [
                "text": member, "small": gzip(Array(text.prefix(900)), level: 9),
                "noise": gzip(noise),
                "stored": gzip(noise + noise, level: 0), "empty": gzip([]), "byte": gzip([0x78]),
                "fields": gzipWithFields(text), "numbers": gzip(numbers(6000)),
                "members": gzip(Array(text.prefix(500))) + gzip(noise) + gzip([]) + member,
                "run": gzip([UInt8](repeating: 97, count: 70_000), level: 1),
                "bgzf": bgzf(text, each: 3000), "zeros": member + [0, 0, 0],
                "garbage": member + end,
                "one more": member + [0x78], "cut header": member + [0x1F, 0x8B],
                "zeros, then more": member + [0, 0, 0x78],
                "other method": member + [0x1F, 0x8B, 7, 0, 0, 0, 0, 0],
            ]
        case .bzip2:
            let stream = bzip2(text)
            return [
                "text": stream, "small": bzip2(Array(text.prefix(900))), "noise": bzip2(noise),
                "empty": bzip2([]), "byte": bzip2([0x78]),
                "numbers": bzip2(numbers(16_000), level: 1),
                "streams": stream + bzip2([]) + bzip2(noise, level: 2),
                "runs": bzip2(
                    [UInt8](repeating: 97, count: 90_000) + [UInt8](repeating: 98, count: 4)
                        + [UInt8](repeating: 99, count: 259)),
                "garbage": stream + end, "cut header": stream + [0x42, 0x5A],
            ]
        }
    }
}

/// Decodes bytes in memory.
func decoded(
    _ bytes: [UInt8], _ packing: Packing?, readSize: Int = 1 << 18, threads: Int = 1
) -> (bytes: [UInt8], fault: String?, warning: String?) {
    var next = 0
    let input = InputBuffer(readSize: readSize) { space in
        let count = min(space.count, readSize, bytes.count - next)
        space.copyBytes(from: bytes[next..<(next + count)])
        next += count
        return count
    }
    var result: [UInt8] = []
    do throws(Failure) {
        let stream = try ByteStream(
            input, name: "x", .init(threads: threads, packing: packing))
        while case let part = try stream.next(), !part.isEmpty { result += part }
        return (result, nil, stream.warning)
    } catch {
        return (result, error.message, nil)
    }
}
