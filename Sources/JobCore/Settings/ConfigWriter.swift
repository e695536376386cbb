/// Changes to a configuration file: one at a time, the old file or the new one at every moment.
package struct ConfigWriter {
    /// The file itself, where a path of links leads.
    private let target: ByteString
    private let directory: Directory
    private let name: ByteString
    private let dialect: ConfigFile.Dialect

    /// - Throws: `Failure` where the directory can't be made or opened.
    package init(path: ByteString, dialect: ConfigFile.Dialect = .sections) throws(Failure) {
        guard !path.isEmpty else {
            throw Surroundings.homeless("where the configuration is", orSet: "CJOBS_CONFIG")
        }
        let absolute = try path.absolute()
        target = File.resolved(absolute) ?? absolute
        self.dialect = dialect
        name = target.lastComponent
        let parent = ByteString(target.bytes.dropLast(name.count + 1))
        do throws(Failure) {
            try makeDirectories(parent)
        } catch {
            throw error.advising("CJOBS_CONFIG=FILE is where else it may be")
        }
        directory = try Directory(open: parent.isEmpty ? "/" : parent)
        if let status = directory.status(of: name), !status.isRegular {
            throw Failure(
                "cannot change '\(target.printable)': it is no file", status: .configuration)
        }
    }

    /// Reads the file under its lock, changes it, and puts the new one in its place when it is on
    /// the disk; nothing is written where nothing changed. Mode and owner stay.
    ///
    /// - Throws: `Failure`: the change's own; 78 for a file that can't be read; what the system
    ///   says where it can't be written.
    package func change<Result>(
        _ edit: (inout Draft) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let lock = try takeLock()
        defer {
            directory.remove(lockName)
            lock.unlock()
        }
        let old = try ConfigFile.bytes(at: target)
        var draft = Draft(
            text: try ConfigText(
                old ?? [], name: target, allowsBareKeys: dialect != .sections))
        let result = try edit(&draft)
        let new = draft.text.bytes
        try draft.check(target, dialect)
        if new != old ?? [] { try replace(with: new, isNew: old == nil) }
        return result
    }

    /// Puts other bytes in the place of `old`, unless somebody has changed the file since.
    package func replace(_ old: [UInt8]?, with new: [UInt8]) throws(Failure) {
        let lock = try takeLock()
        defer {
            directory.remove(lockName)
            lock.unlock()
        }
        guard try ConfigFile.bytes(at: target) == old else {
            throw Failure("'\(target.printable)' was changed meanwhile", status: .failure)
        }
        try replace(with: new, isNew: old == nil)
    }

    private var lockName: ByteString { name + ".lock" }

    /// Waits for whoever changes the file at present. The lock's file is gone with its holder's
    /// work, so that who waited for it looks whether it is still the one in the directory.
    private func takeLock() throws(Failure) -> File {
        while true {
            let file = try directory.open(lockName, .create)
            try file.lock(.exclusive)
            let status = try file.status()
            if directory.status(of: lockName)?.inode == status.inode { return file }
        }
    }

    private func replace(with bytes: [UInt8], isNew: Bool) throws(Failure) {
        guard bytes.count <= ConfigText.limit else {
            throw Failure(
                "'\(target.printable)' would be larger than \(ConfigText.limit) bytes; nothing was "
                    + "changed", status: .failure)
        }
        let temporary = "." + name + ".new"
        // What a killed process left; the lock is ours.
        directory.remove(temporary)
        do throws(Failure) {
            let file = try directory.open(temporary, .createNew)
            if !isNew, let status = directory.status(of: name) { try file.become(like: status) }
            try file.write(bytes)
            try file.sync()
            try directory.rename(temporary, to: name)
        } catch {
            directory.remove(temporary)
            throw error
        }
        try directory.file.sync()
    }

    // MARK: Editing by hand

    /// A copy for an editor, beside the file.
    package struct Copy {
        package let path: ByteString
        fileprivate let name: ByteString
        fileprivate let original: [UInt8]?
        fileprivate let directory: Directory

        /// Removes it.
        package func discard() { directory.remove(name) }
    }

    /// Makes a copy that nobody else reads.
    package func makeCopy() throws(Failure) -> Copy {
        let original = try ConfigFile.bytes(at: target)
        let copy = "." + name + ByteString(".\(Machine.processID()).edit")
        directory.remove(copy)
        do throws(Failure) {
            try directory.open(copy, .createNew).write(original ?? [])
        } catch {
            directory.remove(copy)
            throw error
        }
        return Copy(
            path: ByteString(target.bytes.dropLast(name.count)) + copy, name: copy,
            original: original, directory: directory)
    }

    /// Puts an edited copy in the file's place, if it can be read and the file is as it was.
    /// - Throws: `Failure` (78) with the line that can't be read, naming the copy; (1) where
    ///   somebody else has changed the file.
    package func accept(_ copy: Copy) throws(Failure) {
        guard let new = try ConfigFile.bytes(at: copy.path) else {
            throw Failure("the editor left no file; nothing was changed", status: .failure)
        }
        try Configuration.check(ConfigFile(new, path: copy.path, dialect))
        if new != copy.original ?? [] { try replace(copy.original, with: new) }
        copy.discard()
    }

    // MARK: Moving

    /// Copies what the seed or fyrd wrote to our own place, as one file with profiles under
    /// `[prof_NAME]`, and says so in the old one.
    /// - Throws: `Failure` (1) where there is a file in our place already.
    package static func migrate(_ paths: ConfigPaths) throws(Failure) {
        let writer = try ConfigWriter(path: paths.home)
        let unasked = Set(try Self.unaskedSections(paths))
        var old = try ConfigText(
            ConfigFile.bytes(at: paths.user) ?? [], name: paths.user,
            allowsBareKeys: paths.dialect != .sections)
        try old.completeBareKeys()
        for section in unasked { _ = try old.remove(section: section) }
        var new = old.bytes
        if let profiles = paths.profiles, let bytes = try ConfigFile.bytes(at: profiles) {
            var text = try ConfigText(bytes, name: profiles, allowsBareKeys: true)
            try text.completeBareKeys()
            for section in unasked { _ = try text.remove(section: section) }
            try text.renameSections { name in
                Configuration.profilePrefix + (name == "DEFAULT" ? "default" : name)
            }
            new +=
                (new.isEmpty || new.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")])
                + text.bytes
        }
        _ = try ConfigFile(new, path: paths.home)
        try writer.replace(nil, with: new)
        let remark = "cjobs reads " + paths.home + " instead of this file"
        for path in [paths.user, paths.profiles].compactMap({ $0 }) where File.isThere(path) {
            try ConfigWriter(path: path, dialect: paths.dialect).change { draft throws(Failure) in
                try draft.text.prepend(comment: remark)
            }
        }
    }

    /// The default profile where nobody chose it: the seed, or fyrd, wrote it by itself. Copied,
    /// it would count as the user's wish, and limit local jobs.
    private static func unaskedSections(_ paths: ConfigPaths) throws(Failure) -> [ByteString] {
        let standard = try Configuration(forWriting: true).profile("default")
        let isUnasked = standard?.entries.allSatisfy { $0.origin == .builtIn } ?? false
        return isUnasked ? ["DEFAULT", Configuration.profilePrefix + "default"] : []
    }

    /// A configuration file being changed.
    package struct Draft {
        fileprivate(set) var text: ConfigText
        private var changesOptions = false

        fileprivate init(text: ConfigText) { self.text = text }

        /// The file as it is, to be changed on paper.
        package init(of path: ByteString, dialect: ConfigFile.Dialect) throws(Failure) {
            text = try ConfigText(
                ConfigFile.bytes(at: path) ?? [], name: path, allowsBareKeys: dialect != .sections)
        }

        package var bytes: [UInt8] { text.bytes }

        /// A change must not make options of its own that no tool could read; other faults that
        /// the file may have are not this change's.
        fileprivate func check(
            _ path: ByteString, _ dialect: ConfigFile.Dialect
        ) throws(Failure) {
            guard changesOptions else { return }
            let file = try ConfigFile(bytes, path: path, dialect)
            var table = OptionTable.builtIn
            do throws(Failure) {
                try UserOptions.add(from: file, to: &table)
            } catch {
                throw Failure("\(error.message); nothing was changed", status: .usage)
            }
        }

        /// Gives a key a value, with `%` written so that it stays one.
        /// - Throws: `Failure` (64) for what the file can't hold.
        package mutating func set(
            _ value: ByteString, for key: ByteString, in section: ByteString
        ) throws(Failure) {
            changesOptions = changesOptions || section.hasPrefix(UserOptions.prefix)
            try text.set(ConfigFile.escaped(value), for: key, in: section)
        }

        /// The keys that a section has.
        package func keys(of section: ByteString) -> [ByteString] {
            text.sections.filter { $0.name == section }.flatMap { $0.entries.map(\.key) }
        }

        /// The key under which a section has an option already, by whichever of its names.
        package func name(
            of key: ByteString, in section: ByteString, _ table: OptionTable
        ) -> ByteString? {
            guard let row = key.string.flatMap({ table.keyword($0) }) else { return nil }
            return keys(of: section).last {
                $0.string.flatMap { table.keyword($0)?.name } == row.name
            }
        }

        /// - Returns: whether the key was there.
        package mutating func remove(
            _ key: ByteString, from section: ByteString
        ) throws(Failure) -> Bool {
            try text.remove(key, from: section)
        }

        /// Whether the file has the section.
        package func has(section: ByteString) -> Bool {
            text.sections.contains { $0.name == section }
        }

        /// Gives a section another name.
        /// - Returns: whether it was there.
        package mutating func rename(
            section old: ByteString, to new: ByteString
        ) throws(Failure) -> Bool {
            try text.rename(section: old, to: new)
        }

        /// Writes a section once more under another name.
        /// - Returns: whether it was there.
        package mutating func copy(
            section old: ByteString, to new: ByteString
        ) throws(Failure) -> Bool {
            try text.copy(section: old, to: new)
        }

        /// - Returns: whether the section was there.
        package mutating func remove(section: ByteString) throws(Failure) -> Bool {
            try text.remove(section: section)
        }
    }
}
