internal import CSys
internal import Glibc

/// An open directory; names in it are looked up from there, whatever becomes of its path.
package struct Directory: Sendable {
    package let file: File

    package init(open path: ByteString, in parent: Directory? = nil) throws(Failure) {
        file = try File(open: path, .directory, in: parent?.file)
    }

    package init(_ file: File) { self.file = file }

    package var descriptor: Int32 { file.descriptor }

    /// Opens a file in it. Links are not followed: the names are ours.
    package func open(_ name: ByteString, _ mode: File.Mode) throws(Failure) -> File {
        let descriptor = name.withCString { name in
            retrying {
                csys_openat(
                    // Never waits for the other end of what should be a file and is a pipe.
                    file.descriptor, name,
                    mode.flags | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0o600)
            }
        }
        guard descriptor >= 0 else {
            let verb = mode.flags & O_CREAT == 0 ? "open" : "create"
            throw Failure(system: "cannot \(verb) '\((file.name + "/" + name).printable)'")
        }
        return File(owning: descriptor, name: file.name + "/" + name)
    }

    /// The path of a name in it that means the same whatever has become of the directory's own path;
    /// for calls that know no descriptors (proc(5), fd).
    package func lastingPath(of name: ByteString) -> ByteString {
        ByteString("/proc/self/fd/\(descriptor)/") + name
    }

    /// Opens a file in it, or nil where there is none of that name.
    package func openIfPresent(_ name: ByteString, _ mode: File.Mode) throws(Failure) -> File? {
        do throws(Failure) {
            return try open(name, mode)
        } catch  where error.kind == .missing {
            return nil
        }
    }

    /// Makes a directory in it, 0700; one that is there already will do.
    package func make(_ name: ByteString) throws(Failure) {
        let made = name.withCString { mkdirat(file.descriptor, $0, 0o700) }
        guard made == 0 || errno == EEXIST else {
            throw Failure(
                system: "cannot create '\((file.name + "/" + name).printable)'")
        }
    }

    /// Puts the file `name` in the place of `other`, in one step.
    package func rename(_ name: ByteString, to other: ByteString) throws(Failure) {
        let renamed = name.withCString { name in
            other.withCString { renameat(file.descriptor, name, file.descriptor, $0) }
        }
        guard renamed == 0 else {
            throw Failure(system: "cannot rename '\((file.name + "/" + name).printable)'")
        }
    }

    /// Removes a file; one that is not there is no error.
    package func remove(_ name: ByteString) {
        _ = name.withCString { unlinkat(file.descriptor, $0, 0) }
    }

    package func status(of name: ByteString) -> FileStatus? {
        var result = stat()
        let found = name.withCString {
            fstatat(file.descriptor, $0, &result, AT_SYMLINK_NOFOLLOW)
        }
        return found == 0 ? FileStatus(result) : nil
    }

    /// The names in it but `.` and `..`, in no order.
    package func names() throws(Failure) -> [ByteString] {
        let copy = retrying {
            csys_openat(file.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        }
        guard copy >= 0, let stream = fdopendir(copy) else {
            throw Failure(system: "cannot list '\(file.name.printable)'")
        }
        defer { closedir(stream) }
        var result: [ByteString] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { ByteString(cString: $0) }
            }
            if name != "." && name != ".." { result.append(name) }
        }
        return result
    }

    /// Puts a new file of these bytes, and those before them, under `name` so that it is there whole
    /// or not at all, and on the disk when this returns, unless `isLasting` is false.
    package func store(
        _ bytes: [UInt8], behind head: [UInt8] = [], as name: ByteString, isLasting: Bool = true
    ) throws(Failure) {
        let temporary = name + ByteString(".\(getpid()).tmp")
        remove(temporary)
        do throws(Failure) {
            // Without a name nothing is left of it whatever ends this process.
            let nameless = File.nameless(in: self, permissions: 0o600)
            let new: File
            if let nameless { new = nameless } else { new = try open(temporary, .createNew) }
            try new.write(head)
            try new.write(bytes)
            if isLasting { try new.sync() }
            try give(name, to: new, isNameless: nameless != nil, by: temporary)
            if isLasting { try file.sync() }
        } catch {
            remove(temporary)
            throw error
        }
    }

    private func give(
        _ name: ByteString, to new: File, isNameless: Bool, by temporary: ByteString
    ) throws(Failure) {
        if isNameless {
            do throws(Failure) {
                return try new.link(in: self, as: name)
            } catch {
                guard error.kind == .exists else { throw error }
            }
            try new.link(in: self, as: temporary)
        }
        try rename(temporary, to: name)
    }
}

/// Makes each missing directory of an absolute path.
package func makeDirectories(
    _ path: ByteString, permissions: UInt32 = 0o700
) throws(Failure) {
    var prefix: ByteString = ""
    for part in path.split(on: UInt8(ascii: "/")) where !part.isEmpty {
        prefix += "/" + part
        let made = prefix.withCString { mkdir($0, permissions) }
        guard made == 0 || errno == EEXIST || errno == EISDIR else {
            throw Failure(
                system: "cannot create '\(prefix.printable)'",
                status: errno == EACCES ? .notPermitted : .cannotCreate)
        }
    }
}

extension ByteString {
    /// What a path stands for where this process is.
    package func absolute() throws(Failure) -> ByteString {
        hasPrefix("/") ? self : absolute(in: try currentDirectory())
    }
}

/// The directory that this process is in, as an absolute path.
package func currentDirectory() throws(Failure) -> ByteString {
    guard let path = getcwd(nil, 0) else {
        throw Failure(system: "cannot tell the current directory", status: .noInput)
    }
    defer { free(path) }
    return ByteString(cString: path)
}
