internal import CSys
internal import Glibc

/// Waits until one of the descriptors has something to read, or its other end is closed; for
/// `timeout` milliseconds at most, or with nil for as long as it takes.
///
/// - Returns: the indices of those that are ready; none when the time is up or a signal came.
package func waitForInput(on descriptors: [Int32], timeout: Int?) -> [Int] {
    var polls = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let limit = timeout.map { Int32(clamping: max(0, $0)) } ?? -1
    guard poll(&polls, nfds_t(polls.count), limit) > 0 else { return [] }
    return polls.indices.filter { polls[$0].revents != 0 }
}

/// Watches files for change (inotify(7)).
package final class FileWatch {
    package let descriptor: Int32

    /// Nil where the user has no watch left (there are 128 a user on many machines).
    package init?() {
        descriptor = csys_inotify()
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    package struct Events: OptionSet, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }
        package static let written = Events(rawValue: UInt32(IN_MODIFY))
        /// Its last name is gone, or it has another one. While somebody has a file open only its
        /// changed link count tells that it was removed.
        package static let replaced = Events(
            rawValue: UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ATTRIB))
        /// A file was moved into the directory.
        package static let entered = Events(rawValue: UInt32(IN_MOVED_TO))
        /// A file was made in the directory.
        package static let made = Events(rawValue: UInt32(IN_CREATE))
    }

    /// Watches one more file. False where there is no such file or no watch left.
    package func add(_ path: ByteString, _ events: Events) -> Bool {
        path.withCString { inotify_add_watch(descriptor, $0, events.rawValue) } >= 0
    }

    /// Forgets what has been told so far.
    package func drain() {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { space in
            while read(descriptor, space.baseAddress, space.count) > 0 {}
        }
    }
}

/// One end of a pair of sockets between two of our processes; each message arrives whole.
package final class Channel {
    package let descriptor: Int32

    package init(owning descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Both ends of a new one (socketpair(2), SOCK_SEQPACKET).
    package static func pair() throws(Failure) -> (Channel, Channel) {
        var ends: [Int32] = [-1, -1]
        guard csys_socketpair(Int32(SOCK_SEQPACKET.rawValue), &ends) == 0 else {
            throw Failure(system: "cannot make a socket")
        }
        return (Channel(owning: ends[0]), Channel(owning: ends[1]))
    }

    /// Sends a message and up to two descriptors; with `waits`, when there is room for it.
    /// - Throws: `Failure` where the other side has gone, or something is lacking.
    package func send(
        _ message: [UInt8], with descriptors: [Int32] = [], waits: Bool = true
    ) throws(Failure) {
        let sent = csys_send(
            descriptor, message, message.count, descriptors, Int32(descriptors.count), waits ? 1 : 0
        )
        guard sent == message.count else { throw Failure(system: "cannot send a message") }
    }

    /// The next message and the descriptors that came with it, waiting for it; nil where the other
    /// side has gone. Descriptors that this process has no room for are missing.
    package func receive() -> (message: [UInt8], descriptors: [Int32])? {
        var descriptors: [Int32] = [-1, -1]
        var count: Int32 = 0
        var received = 0
        let message = [UInt8](unsafeUninitializedCapacity: 1 << 16) { space, filled in
            received = csys_receive(
                self.descriptor, space.baseAddress, space.count, &descriptors, &count)
            filled = max(received, 0)
        }
        guard received > 0 else { return nil }
        return (message, Array(descriptors.prefix(Int(count))))
    }
}
