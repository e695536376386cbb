internal import Glibc

/// Bytes at a fixed place, for decoders and system calls to work on.
package final class RawSpace: @unchecked Sendable {
    package let start: UnsafeMutablePointer<UInt8>
    package let count: Int

    /// `count` zeros; pages that nobody touches cost nothing.
    package init(_ count: Int) {
        self.count = count
        guard let space = calloc(max(1, count), 1) else { fatalError("out of memory") }
        start = space.assumingMemoryBound(to: UInt8.self)
    }

    deinit { free(start) }
}

extension UnsafeRawBufferPointer: ContiguousBytes {
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(self)
    }
}

extension File {
    /// Reads into `space`: at least one byte unless the end is reached.
    package func read(into space: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        while true {
            let count = retrying { Glibc.read(descriptor, space.baseAddress, space.count) }
            if count < 0, errno == EAGAIN {
                _ = waitForInput(on: [descriptor], timeout: nil)
                continue
            }
            guard count >= 0 else { throw Failure(system: "cannot read '\(name.printable)'") }
            return count
        }
    }

    /// Reads from `offset` until `space` is full or the end is reached.
    package func read(
        into space: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(Failure) -> Int {
        var done = 0
        while done < space.count, let start = space.baseAddress {
            let count = retrying {
                pread(descriptor, start + done, space.count - done, off_t(offset + done))
            }
            guard count >= 0 else { throw Failure(system: "cannot read '\(name.printable)'") }
            if count == 0 { break }
            done += count
        }
        return done
    }
}
