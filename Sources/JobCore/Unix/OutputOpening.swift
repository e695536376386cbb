internal import CSys
internal import Glibc

/// Opening what a command writes to. Each write goes to the file's end, so that a file which is emptied
/// while it is written to has no hole.
extension Directory {
    /// A new file of that name, with the permissions that the file mode creation mask leaves; nil where
    /// the name is taken, be it by a link that leads nowhere.
    package func openNewOutput(_ name: ByteString) throws(Failure) -> File? {
        do throws(Failure) {
            return try openOutput(name, O_CREAT | O_EXCL)
        } catch  where error.kind == .exists {
            return nil
        }
    }

    /// The file of that name that an earlier call has made, emptied; nil where it is no file of this
    /// user's any more, or one that has another name, too.
    package func openOwnOutput(_ name: ByteString) throws(Failure) -> File? {
        let file: File
        do throws(Failure) {
            // Never waits for somebody who reads a FIFO.
            file = try openOutput(name, O_NONBLOCK)
        } catch  where [.missing, .unsuitable].contains(error.kind) || error.systemError == ENXIO {
            return nil
        }
        let status = try file.status()
        guard status.isRegular, status.owner == Machine.userID(), status.links == 1 else {
            return nil
        }
        try file.truncate(to: 0)
        return file
    }

    private func openOutput(_ name: ByteString, _ more: Int32) throws(Failure) -> File {
        let path = path(of: name)
        let descriptor = name.withCString { name in
            retrying {
                csys_openat(
                    self.descriptor, name,
                    O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | more, 0o666)
            }
        }
        guard descriptor >= 0 else { throw Failure(system: "cannot create '\(path.printable)'") }
        return File(owning: descriptor, name: path)
    }
}

extension File {
    /// Opens a path that a user named, and follows it wherever it leads: but not where somebody else has
    /// put a link or a FIFO into a directory that others may write to.
    /// - Throws: `Failure` as `init(open:)`; 77, or with `status`, for what another user has put there.
    package convenience init(
        openUnplanted path: ByteString, _ mode: Mode, status: ExitStatus? = nil,
        kind: Failure.Kind? = nil
    ) throws(Failure) {
        let parent = path.parent.isEmpty ? "." : path.parent
        if let directory = try? Directory(open: parent),
            let around = try? directory.file.status(), around.othersMayWrite(directory.file),
            let there = directory.status(of: path.lastComponent), !there.isRegular,
            !there.isOursOrRoots
        {
            throw Failure(
                "cannot open '\(path.printable)': another user has put it there",
                status: status ?? .notPermitted, kind: kind)
        }
        try self.init(open: path, mode, status: status, kind: kind)
    }
}
