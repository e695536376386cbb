internal import Glibc

/// What tells a file from every other one, as long as it is there.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64

    fileprivate init(_ status: FileStatus) { (device, inode) = (status.device, status.inode) }
}

extension FileStatus {
    /// Which file it is about.
    package var identity: FileIdentity { FileIdentity(self) }
}

extension Directory {
    /// Removes a file if its name still stands for it, and nobody has changed it since that was looked
    /// at. What takes its place in the last moment is a name at most: what a link leads to stays.
    ///
    /// - Returns: whether it was removed.
    /// - Throws: `Failure` where the system refuses.
    package func remove(_ name: ByteString, ifStill status: FileStatus) throws(Failure) -> Bool {
        guard self.status(of: name) == status else { return false }
        if name.withCString({ unlinkat(descriptor, $0, 0) }) == 0 { return true }
        let code = errno
        if code == ENOENT { return false }
        throw Failure(system: "cannot remove '\(path(of: name).printable)'", code: code)
    }
}
