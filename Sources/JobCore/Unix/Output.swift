internal import CSys
internal import Glibc

/// Standard output, or standard error, with every write checked: a full disk and a closed
/// descriptor are failures, where `print` would lose them.
package struct Output: ~Copyable {
    private let descriptor: Int32
    private let name: String
    private var buffer: [UInt8] = []

    private init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    package static func standard() -> Output { Output(descriptor: 1, name: "standard output") }
    package static func error() -> Output { Output(descriptor: 2, name: "standard error") }

    package var isTerminal: Bool { File.isTerminal(descriptor) }

    package mutating func write(_ bytes: some Sequence<UInt8>) throws(Failure) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= 1 << 16 { try flush() }
    }

    package mutating func write(_ text: String) throws(Failure) { try write(text.utf8) }

    package mutating func write(_ text: ByteString) throws(Failure) { try write(text.bytes) }

    /// A line, or a record that ends with NUL.
    package mutating func line(_ text: String, end: UInt8 = UInt8(ascii: "\n")) throws(Failure) {
        try write(text.utf8)
        try write(CollectionOfOne(end))
    }

    /// Hands everything to the system.
    /// - Throws: `Failure` (74), "cannot write standard output: No space left on device".
    package mutating func flush() throws(Failure) {
        let bytes = buffer
        buffer = []
        if let failure = bytes.withUnsafeBytes({ send($0) }) { throw failure }
    }

    /// Hands these bytes to the system, behind what was written before, without a copy.
    package mutating func pass(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        if !buffer.isEmpty { try flush() }
        if let failure = send(bytes) { throw failure }
    }

    /// Hands on the next bytes of a file within the kernel (sendfile(2)).
    ///
    /// - Returns: how many, none at the file's end; nil where the kernel can't between these two.
    /// - Throws: `Failure` (74).
    package mutating func pass(from file: File, atMost count: Int) throws(Failure) -> Int? {
        if !buffer.isEmpty { try flush() }
        let done = retrying { csys_send_file(descriptor, file.descriptor, count) }
        if done >= 0 { return done }
        // A pipe that does not wait is fed by `send`, which does.
        guard ![EINVAL, ENOSYS, EOPNOTSUPP, EAGAIN].contains(errno) else { return nil }
        throw Failure(system: "cannot write \(name)", status: .inputOutput, kind: .outputLost)
    }

    private func send(_ bytes: UnsafeRawBufferPointer) -> Failure? {
        var done = 0
        while done < bytes.count, let start = bytes.baseAddress {
            let count = retrying { Glibc.write(descriptor, start + done, bytes.count - done) }
            if count < 0, errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, -1)
                continue
            }
            guard count >= 0 else {
                return Failure(
                    system: "cannot write \(name)", status: .inputOutput, kind: .outputLost)
            }
            done += count
        }
        return nil
    }
}

/// What a tool says to people, on standard error: the tool's name, what was tried, and why not.
package enum Messages {
    /// Writes `text` and a line end in one piece. Nothing can be done where that fails.
    package static func say(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = bytes.withUnsafeBytes { space in
            retrying { Glibc.write(2, space.baseAddress, space.count) }
        }
    }

    /// Rewrites the last line of a terminal, as progress does; an empty text clears it.
    package static func sayInPlace(_ text: String) {
        let bytes = Array(("\r\u{1B}[K" + text).utf8)
        _ = bytes.withUnsafeBytes { space in
            retrying { Glibc.write(2, space.baseAddress, space.count) }
        }
    }
}

/// Makes sure that 0, 1 and 2 are open, so that no file of ours is taken for one of them: a closed
/// one becomes an end that fails, as its user asked.
package func guardStandardDescriptors() {
    for number: Int32 in 0...2 where fcntl(number, F_GETFD) < 0 {
        // Opened the wrong way round: reading 0, or writing 1 and 2, gives EBADF as before.
        _ = open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY)
    }
}
