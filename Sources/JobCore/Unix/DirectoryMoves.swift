internal import CSys
internal import Glibc

extension Directory {
    /// What becomes of a file that has the new name already.
    package enum Collision {
        /// It stays, and the move is an error.
        case refuse
        /// Both change places where the file system can; otherwise it is replaced.
        case exchange
    }

    /// Moves a file to a name in another directory of the same file system, in one step
    /// (renameat2(2)).
    /// - Throws: `Failure` (1) where the name is taken and must not be.
    package func move(
        _ name: ByteString, to target: Directory, as newName: ByteString, _ collision: Collision
    ) throws(Failure) {
        let isExchange = collision == .exchange
        var code = rename(name, to: target, as: newName) {
            csys_rename($0, $1, $2, $3, isExchange ? 1 : 0)
        }
        if code == ENOENT && isExchange || [EINVAL, ENOSYS].contains(code) {
            code =
                isExchange
                ? rename(name, to: target, as: newName) { renameat($0, $1, $2, $3) }
                : rename(name, to: target, as: newName) {
                    let linked = linkat($0, $1, $2, $3, 0)
                    return linked == 0 ? unlinkat($0, $1, 0) : linked
                }
        }
        guard code == 0 else {
            throw Failure(
                system: "cannot create '\(target.path(of: newName).printable)'",
                status: code == EEXIST ? .failure : .cannotCreate, code: code)
        }
    }

    private func rename(
        _ name: ByteString, to target: Directory, as newName: ByteString,
        _ call: (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>) -> Int32
    ) -> Int32 {
        name.withCString { name in
            newName.withCString { newName in
                call(descriptor, name, target.descriptor, newName) == 0 ? 0 : errno
            }
        }
    }

    /// The path of a name in it, as a user would write it.
    package func path(of name: ByteString) -> ByteString {
        file.name == "."
            ? name : file.name.hasSuffix("/") ? file.name + name : file.name + "/" + name
    }

    /// Removes an empty directory in it.
    package func removeDirectory(_ name: ByteString) {
        _ = name.withCString { unlinkat(descriptor, $0, AT_REMOVEDIR) }
    }

    /// What a name stands for, links followed.
    package func statusBehindLinks(of name: ByteString) -> FileStatus? {
        var result = stat()
        let found = name.withCString { fstatat(descriptor, $0, &result, 0) }
        return found == 0 ? FileStatus(result) : nil
    }

    /// Takes it for this process until it is closed; false where another one has it (flock(2)).
    package func takeHold() -> Bool {
        retrying { flock(descriptor, LOCK_EX | LOCK_NB) } == 0
    }
}

extension Directory {
    /// Removes the files in the making, `NAME.PID.tmp`, of processes that are no more.
    package func removeTemporaries() {
        for name in (try? names()) ?? [] where name.hasSuffix(".tmp") {
            let parts = name.split(on: UInt8(ascii: "."))
            guard parts.count >= 3,
                let maker = parts[parts.count - 2].string.flatMap({ Int32($0) }),
                !Processes.exists(maker)
            else { continue }
            remove(name)
        }
    }
}
