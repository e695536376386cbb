internal import CSys
internal import Glibc

/// An open file, closed when nobody holds it any more. Positions are given with each call, except
/// by `read` and `write`, which go on from where they are.
package final class File: Sendable {
    package let descriptor: Int32
    /// What a message calls it.
    package let name: ByteString

    /// Takes over an open descriptor.
    package init(owning descriptor: Int32, name: ByteString) {
        self.descriptor = descriptor
        self.name = name
    }

    deinit { close(descriptor) }

    /// The same open file under another name for messages; the descriptor is one of its own.
    package func renamed(_ name: ByteString) -> File {
        File(owning: fcntl(descriptor, F_DUPFD_CLOEXEC, 0), name: name)
    }

    /// What a file is opened for.
    package struct Mode: Sendable {
        let flags: Int32
        package static let read = Mode(flags: O_RDONLY)
        /// As `read`, and never waits for somebody to write.
        package static let readNow = Mode(flags: O_RDONLY | O_NONBLOCK)
        package static let readWrite = Mode(flags: O_RDWR)
        /// As `readWrite`, for each write to go to the end.
        package static let readAppend = Mode(flags: O_RDWR | O_APPEND)
        /// Written from its start, made where it is missing, emptied where it is not.
        package static let replace = Mode(flags: O_WRONLY | O_CREAT | O_TRUNC)
        /// As `replace`, for reading back too.
        package static let replaceBoth = Mode(flags: O_RDWR | O_CREAT | O_TRUNC)
        /// As `replace`, with each write at the end.
        package static let replaceAppend = Mode(flags: O_WRONLY | O_CREAT | O_TRUNC | O_APPEND)
        package static let append = Mode(flags: O_WRONLY | O_CREAT | O_APPEND)
        /// Read and written, made where it is missing.
        package static let create = Mode(flags: O_RDWR | O_CREAT)
        /// Made by this call, or an error (O_EXCL).
        package static let createNew = Mode(flags: O_RDWR | O_CREAT | O_EXCL)
        package static let directory = Mode(flags: O_RDONLY | O_DIRECTORY)
        /// A directory, only to look from there (O_PATH).
        package static let place = Mode(flags: csys_path_only | O_DIRECTORY)
        /// What has that name, be it a link (O_PATH, O_NOFOLLOW).
        package static let placeOfLink = Mode(flags: csys_path_only | O_NOFOLLOW)
        /// Also as `createNew`, for each write to go to the end.
        package static let createNewAppend = Mode(flags: O_RDWR | O_CREAT | O_EXCL | O_APPEND)
    }

    /// Opens a path that a user named; `in` is the directory that a relative one starts from.
    /// - Throws: `Failure`, "cannot open 'x': …", with `status` or the one that fits the
    ///   reason or `kind`.
    package convenience init(
        open path: ByteString, _ mode: Mode, in directory: File? = nil,
        permissions: UInt32 = 0o666, status: ExitStatus? = nil, kind: Failure.Kind? = nil
    ) throws(Failure) {
        let descriptor = path.withCString { path in
            retrying {
                csys_openat(
                    directory?.descriptor ?? AT_FDCWD, path, mode.flags | O_CLOEXEC | O_NOCTTY,
                    permissions)
            }
        }
        guard descriptor >= 0 else {
            let verb = mode.flags & O_CREAT == 0 ? "open" : "create"
            throw Failure(system: "cannot \(verb) '\(path.printable)'", status: status, kind: kind)
        }
        self.init(owning: descriptor, name: path)
    }

    /// The two ends of a new pipe, which commands that are started do not get.
    package static func pipe(
        name: ByteString
    ) throws(Failure) -> (reader: File, writer: File) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw Failure(system: "cannot make a pipe") }
        let pipe = (File(owning: ends[0], name: name), File(owning: ends[1], name: name))
        pipe.0.closeOnExec()
        pipe.1.closeOnExec()
        return pipe
    }

    /// Up to `count` bytes from `offset`; fewer only at the end.
    package func bytes(at offset: Int, count: Int) throws(Failure) -> [UInt8] {
        var failed: Failure?
        let result = [UInt8](unsafeUninitializedCapacity: count) { space, filled in
            while filled < count, let start = space.baseAddress {
                let done = retrying {
                    pread(descriptor, start + filled, count - filled, off_t(offset + filled))
                }
                if done < 0 { failed = Failure(system: "cannot read '\(name.printable)'") }
                if done <= 0 { break }
                filled += done
            }
        }
        if let failed { throw failed }
        return result
    }

    /// Everything from the current position to the end.
    /// - Throws: `Failure` also where there is more than `limit`.
    package func readAll(limit: Int = .max) throws(Failure) -> [UInt8] {
        var result: [UInt8] = []
        while true {
            // Most are small.
            let part = try read(atMost: min(max(4096, result.count), 1 << 16))
            if part.isEmpty { return result }
            result += part
            guard result.count <= limit else {
                throw Failure(
                    "cannot read '\(name.printable)': it is larger than \(limit) bytes",
                    status: .badData, kind: .tooLarge)
            }
        }
    }

    /// The next bytes, at least one of them unless the end is reached.
    package func read(atMost count: Int) throws(Failure) -> [UInt8] {
        var done = 0
        let result = [UInt8](unsafeUninitializedCapacity: count) { space, filled in
            done = retrying { Glibc.read(descriptor, space.baseAddress, count) }
            filled = max(done, 0)
        }
        guard done >= 0 else { throw Failure(system: "cannot read '\(name.printable)'") }
        return result
    }

    /// Writes every byte at the current position.
    package func write(_ bytes: some ContiguousBytes) throws(Failure) {
        try put(bytes) { start, count, _ in Glibc.write(descriptor, start, count) }
    }

    /// Writes every byte at `offset`.
    package func write(_ bytes: some ContiguousBytes, at offset: Int) throws(Failure) {
        try put(bytes) { start, count, done in
            pwrite(descriptor, start, count, off_t(offset + done))
        }
    }

    private func put(
        _ bytes: some ContiguousBytes, with call: (UnsafeRawPointer, Int, Int) -> Int
    ) throws(Failure) {
        let failed = bytes.withBytes { space -> Failure? in
            var done = 0
            while done < space.count, let start = space.baseAddress {
                let count = retrying { call(start + done, space.count - done, done) }
                if count < 0 { return Failure(system: "cannot write '\(name.printable)'") }
                done += count
            }
            return nil
        }
        if let failed { throw failed }
    }

    package func size() throws(Failure) -> Int { try status().size }

    /// What fstat(2) tells.
    package func status() throws(Failure) -> FileStatus {
        var result = stat()
        guard fstat(descriptor, &result) == 0 else {
            throw Failure(system: "cannot look at '\(name.printable)'")
        }
        return FileStatus(result)
    }

    package func truncate(to size: Int) throws(Failure) {
        guard retrying({ ftruncate(descriptor, off_t(size)) }) == 0 else {
            throw Failure(system: "cannot shorten '\(name.printable)'")
        }
    }

    /// Returns when the bytes are on the disk (fdatasync(2)).
    package func syncData() throws(Failure) {
        guard retrying({ fdatasync(descriptor) }) == 0 else {
            throw Failure(system: "cannot save '\(name.printable)'", status: .inputOutput)
        }
    }

    /// Returns when the file, or the directory's entries, are on the disk (fsync(2)).
    package func sync() throws(Failure) {
        guard retrying({ fsync(descriptor) }) == 0 else {
            throw Failure(system: "cannot save '\(name.printable)'", status: .inputOutput)
        }
    }

    /// Makes the file `size` bytes long with room for all of them on the disk (posix_fallocate(3)).
    package func allocate(_ size: Int) throws(Failure) {
        let code = posix_fallocate(descriptor, 0, off_t(size))
        guard code == 0 else {
            throw Failure(system: "cannot enlarge '\(name.printable)'", code: code)
        }
    }

    /// Lets its owner, and nobody else, read and execute it.
    package func makeExecutable() throws(Failure) {
        guard fchmod(descriptor, 0o700) == 0 else {
            throw Failure(system: "cannot make '\(name.printable)' executable")
        }
    }

    /// Gives it the mode of another file, and its owner where this user may.
    package func become(like other: FileStatus) throws(Failure) {
        _ = fchown(descriptor, other.owner, other.group)
        guard fchmod(descriptor, mode_t(other.permissions)) == 0 else {
            throw Failure(system: "cannot set the mode of '\(name.printable)'")
        }
    }

    /// What stat(2) tells of a path; nil where there is nothing.
    package static func status(of path: ByteString) -> FileStatus? {
        var result = stat()
        return path.withCString { stat($0, &result) } == 0 ? FileStatus(result) : nil
    }

    /// Whether there is something of that name, link or file.
    package static func isThere(_ path: ByteString) -> Bool {
        var result = stat()
        return path.withCString { lstat($0, &result) } == 0
    }

    /// Whether it is certain that there is nothing of that name.
    package static func isMissing(_ path: ByteString) -> Bool {
        !isThere(path) && errno == ENOENT
    }

    /// Where a path of links leads (realpath(3)); a last name that is not there is looked up all
    /// the same. Nil where the way there is not.
    package static func resolved(_ path: ByteString) -> ByteString? {
        func real(_ path: ByteString) -> ByteString? {
            guard let found = path.withCString({ realpath($0, nil) }) else { return nil }
            defer { free(found) }
            return ByteString(cString: found)
        }
        if let found = real(path) { return found }
        let name = path.lastComponent
        var space = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = path.withCString { readlink($0, &space, space.count - 1) }
        let parent = ByteString(path.bytes.dropLast(name.count + 1))
        if length > 0 {
            // A link to what is not there yet.
            let link = ByteString(space[..<length].map { UInt8(bitPattern: $0) })
            return real(parent).map { link.absolute(in: $0) }
        }
        return real(parent.isEmpty ? "/" : parent).map { ($0 == "/" ? "" : $0) + "/" + name }
    }

    /// Sets room on the disk aside beyond `size`; what is set aside already is no loss.
    /// - Throws: `Failure`: of the kind `noSpace` where there is none, of others where the file system
    ///   can set nothing aside.
    package func reserve(_ length: Int, beyond size: Int) throws(Failure) {
        guard retrying({ csys_reserve(descriptor, off_t(size), off_t(length)) }) == 0 else {
            throw Failure(system: "cannot keep room for '\(name.printable)'")
        }
    }

    /// Whether it has a list of access rights beside its mode (acl(5)).
    package var hasAccessList: Bool { csys_has_access_list(descriptor) != 0 }

    /// Commands that are started from now on don't get it.
    package func closeOnExec() { _ = csys_set_close_on_exec(descriptor, 1) }

    /// Whether the descriptor is a terminal.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// The rows of the terminal that the descriptor is; 0 where that is not known.
    package static func terminalRows(_ descriptor: Int32) -> Int {
        Int(csys_terminal_rows(descriptor))
    }

    /// The columns of the terminal that the descriptor is; 0 where that is not known.
    package static func terminalColumns(_ descriptor: Int32) -> Int {
        Int(csys_terminal_columns(descriptor))
    }

    /// Whether the descriptor is an end of a pipe.
    package static func isPipe(_ descriptor: Int32) -> Bool {
        var result = stat()
        return fstat(descriptor, &result) == 0 && result.st_mode & S_IFMT == S_IFIFO
    }
}

/// Memory that can be written to a file as it lies.
package protocol ContiguousBytes {
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result
}

extension [UInt8]: ContiguousBytes {
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(body)
    }
}

extension ArraySlice<UInt8>: ContiguousBytes {
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(body)
    }
}

/// What the kernel tells about a file.
package struct FileStatus: Sendable, Equatable {
    package let device: UInt64
    package let inode: UInt64
    package let size: Int
    package let owner: UInt32
    package let group: UInt32
    package let permissions: UInt32
    package let links: UInt64
    package let isDirectory: Bool
    package let isRegular: Bool
    package let isLink: Bool
    /// Whether only its owner, the directory's and root can rename or remove what is in it.
    package var isSticky: Bool { permissions & 0o1000 != 0 }
    /// Whether it is /dev/null, under whatever name (null(4)).
    package let isNullDevice: Bool
    /// When its bytes were last changed, in nanoseconds.
    package let modified: Int

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int(status.st_size)
        owner = status.st_uid
        group = status.st_gid
        permissions = status.st_mode & 0o7777
        links = UInt64(status.st_nlink)
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
        isRegular = status.st_mode & S_IFMT == S_IFREG
        isLink = status.st_mode & S_IFMT == S_IFLNK
        isNullDevice = status.st_mode & S_IFMT == S_IFCHR && status.st_rdev == 0x103
        modified = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
    }
}
