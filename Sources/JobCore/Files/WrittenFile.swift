/// A file that is written from its beginning and is there whole or not at all: its name is given
/// when everything is written. What is no regular file, or a link to one, is written as it is.
package final class WrittenFile {
    package let file: File
    private let directory: Directory?
    private let temporary: ByteString
    private let name: ByteString
    /// It has no name at all yet, so that nothing is left of it whatever ends this process.
    private var isNameless = false

    /// - Throws: `Failure` (73) where it cannot be created.
    package init(_ path: ByteString) throws(Failure) {
        name = path.lastComponent
        let place = ByteString(path.bytes.dropLast(name.count))
        temporary = "." + name + ByteString(".\(Machine.processID()).tmp")
        do throws(Failure) {
            let parent = try Directory(open: place.isEmpty ? "." : place)
            let existing = parent.status(of: name)
            guard existing.map(\.isRegular) ?? true, !name.isEmpty else {
                directory = nil
                file = try File(open: path, .replace)
                return
            }
            directory = parent
            parent.remove(temporary)
            let permissions = existing?.permissions ?? 0o666
            if let nameless = File.nameless(in: parent, permissions: permissions) {
                file = nameless.renamed(path)
                isNameless = true
            } else {
                file = try File(
                    open: temporary, .createNew, in: parent.file, permissions: permissions
                ).renamed(path)
            }
        } catch {
            throw Failure(
                system: "cannot create '\(path.printable)'", status: .cannotCreate,
                code: error.systemError)
        }
    }

    /// Adds bytes.
    /// - Throws: `Failure` (74).
    package func write(_ bytes: some ContiguousBytes) throws(Failure) {
        do throws(Failure) {
            try file.write(bytes)
        } catch {
            throw file.cannotWrite(error.systemError)
        }
    }

    /// Gives the file its name.
    package func keep() throws(Failure) {
        guard let directory else { return }
        if isNameless { try file.link(in: directory, as: temporary) }
        try directory.rename(temporary, to: name)
    }

    deinit {
        // After `keep` there is none of that name.
        directory?.remove(temporary)
    }
}
