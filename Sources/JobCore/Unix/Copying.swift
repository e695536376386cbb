internal import CSys
internal import Glibc

extension File {
    /// Appends bytes of another file to this one: within the kernel where that can
    /// (copy_file_range(2)), else through `space`.
    ///
    /// `check` is called between pieces, to stop early.
    /// - Throws: `Failure` (74) where writing fails; (1) where the other file has become shorter.
    package func append(
        _ range: Range<Int>, of source: File, through space: RawSpace,
        check: () throws(Failure) -> Void
    ) throws(Failure) {
        var position = range.lowerBound
        var isInKernel = true
        while position < range.upperBound {
            try check()
            let left = range.upperBound - position
            if isInKernel {
                let count = retrying {
                    csys_copy(source.descriptor, off_t(position), descriptor, min(left, 1 << 23))
                }
                if count > 0 {
                    position += count
                    continue
                }
                // What the file systems cannot do together, or a strange file, goes the other way.
                let isFatal = count < 0 && [ENOSPC, EDQUOT, EFBIG, EIO].contains(errno)
                if isFatal { throw cannotWrite() }
                isInKernel = false
                continue
            }
            let target = UnsafeMutableRawBufferPointer(
                start: space.start, count: min(left, space.count))
            let count = try source.read(into: target, at: position)
            guard count > 0 else {
                throw Failure(
                    "'\(source.name.printable)' became shorter while it was read",
                    status: .failure)
            }
            do throws(Failure) {
                try write(UnsafeRawBufferPointer(rebasing: target[..<count]))
            } catch {
                throw cannotWrite(error.systemError)
            }
            position += count
        }
    }

    /// Why a write failed, with the status for that.
    package func cannotWrite(_ code: Int32 = errno) -> Failure {
        Failure(system: "cannot write '\(name.printable)'", status: .inputOutput, code: code)
    }

    /// Where the next read or write begins; nil where the file has no such place, as a pipe.
    package var position: Int? {
        let place = lseek(descriptor, 0, SEEK_CUR)
        return place < 0 ? nil : Int(place)
    }

    /// A file without a name in a directory, which is gone when it is closed (O_TMPFILE), or one
    /// whose name has been removed at once.
    package static func nameless(in directory: Directory) throws(Failure) -> File {
        if let file = nameless(in: directory, permissions: 0o600) { return file }
        let name = ByteString(".\(getpid()).spool.tmp")
        let file = try directory.open(name, .createNew)
        directory.remove(name)
        return file
    }

    /// A file in memory, which is gone when it is closed; nil where the kernel has none.
    package static func inMemory(name: ByteString) -> File? {
        let descriptor = name.withCString { csys_memory_file($0) }
        return descriptor < 0 ? nil : File(owning: descriptor, name: name)
    }

    /// A file that may get a name later; nil where the file system has no such files.
    package static func nameless(in directory: Directory, permissions: UInt32) -> File? {
        let descriptor = csys_temporary(directory.descriptor, permissions)
        return descriptor < 0 ? nil : File(owning: descriptor, name: directory.file.name)
    }

    /// Gives a file without a name one, which must be free.
    package func link(in directory: Directory, as name: ByteString) throws(Failure) {
        let own = ByteString("/proc/self/fd/\(descriptor)")
        let linked = own.withCString { own in
            name.withCString { linkat(AT_FDCWD, own, directory.descriptor, $0, AT_SYMLINK_FOLLOW) }
        }
        guard linked == 0 else {
            throw Failure(
                system: "cannot create '\(directory.path(of: name).printable)'",
                status: .cannotCreate)
        }
    }
}
