/// Numbers of bytes as users write them.
package enum ByteSize {
    /// Bytes of `4096`, `512K`, `16M`, `1.5G`, `1GB`, `1GiB`: as for memory, but that a bare number
    /// is bytes. Nil for anything else.
    package static func bytes(_ text: String) -> Int? {
        text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : MemorySize.bytes(text)
    }
}
