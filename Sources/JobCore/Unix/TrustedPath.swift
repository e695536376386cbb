internal import CSys
internal import Glibc

/// A directory that nobody but this user and root can put another in the place of.
///
/// The way to it is walked a step at a time, from the descriptor of each directory to the next name in
/// it. Each directory on the way must belong to this user or to root; where others may write to it, it
/// must be sticky, as /tmp is, and what it has under the next name must be this user's or root's. Links
/// of this user's and of root's are followed, and the way that they tell is walked like any other.
package struct TrustedPath {
    /// The path without links, `.` and `..`.
    package private(set) var path: ByteString = ""
    private var place: File
    private var stat: FileStatus
    private var steps = 0
    /// What a message says of a directory that is refused: `cannot use '/x'`.
    private let complaint: String

    /// Walks to a directory; with `making` each that is missing is made, 0700. `verb` is what somebody
    /// wants to do with it.
    /// - Throws: `Failure` (77) that names the directory which others could change; of kind `missing`
    ///   where there is no such directory.
    package init(
        to path: ByteString, making: Bool = false, verb: String = "use"
    ) throws(Failure) {
        complaint = "cannot \(verb) '\(path.printable)'"
        place = try File(open: "/", .place)
        stat = try place.status()
        try follow(path, upTo: 0, making: making)
    }

    /// An open directory at its end.
    package func directory() throws(Failure) -> Directory {
        let descriptor = csys_openat(place.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw Failure(system: "cannot open '\(shown.printable)'") }
        return Directory(File(owning: descriptor, name: shown))
    }

    /// What the kernel tells of the directory at its end.
    package var status: FileStatus { stat }

    /// Whether others cannot change what the directory at its end has under its names.
    package var isPrivate: Bool { !stat.othersMayWrite(place) }

    /// Opens a file in the directory at its end, under the same rules: links of this user's or of
    /// root's are followed.
    package mutating func open(_ name: ByteString, _ mode: File.Mode) throws(Failure) -> File {
        let found = try look(name)
        guard found.status.isLink else {
            return try directory().open(name, mode)
        }
        try follow(try target(of: found.file), upTo: 1, making: false)
        return try open(lastName, mode)
    }

    private var shown: ByteString { path.isEmpty ? "/" : path }
    /// What a link that was followed ends with.
    private var lastName: ByteString = ""

    /// A link that leads to itself has as many steps as one likes.
    private static let mostSteps = 400

    // MARK: Steps

    /// Walks a way, but for its last names, of which it keeps one.
    private mutating func follow(
        _ way: ByteString, upTo left: Int, making: Bool
    ) throws(Failure) {
        if way.hasPrefix("/"), !path.isEmpty {
            path = ""
            place = try File(open: "/", .place)
            stat = try place.status()
        }
        let names = way.split(on: UInt8(ascii: "/")).filter { !$0.isEmpty && $0 != "." }
        lastName = names.last ?? "."
        for name in names.dropLast(left) { try step(name, making: making) }
    }

    private mutating func step(_ name: ByteString, making: Bool) throws(Failure) {
        if name == ".." {
            let parent = try File(open: "..", .place, in: place)
            path = path.parent == "/" ? "" : path.parent
            return arrive(parent, try parent.status())
        }
        let next: (file: File, status: FileStatus)
        do throws(Failure) {
            next = try look(name)
        } catch  where error.kind == .missing && making {
            try Directory(place.renamed(shown)).make(name)
            next = try look(name)
        }
        if next.status.isLink {
            return try follow(try target(of: next.file), upTo: 0, making: making)
        }
        guard next.status.isDirectory else {
            throw Failure(
                system: "cannot open '\((path + "/" + name).printable)'", code: ENOTDIR)
        }
        path += "/" + name
        arrive(next.file, next.status)
    }

    private mutating func arrive(_ file: File, _ status: FileStatus) {
        place = file
        stat = status
    }

    /// What a directory has under a name, if nobody else can change that.
    private mutating func look(
        _ name: ByteString
    ) throws(Failure) -> (file: File, status: FileStatus) {
        let whole = path + "/" + name
        steps += 1
        guard steps < Self.mostSteps else {
            throw Failure(system: "cannot open '\(whole.printable)'", code: ELOOP)
        }
        guard stat.isOursOrRoots else {
            throw refusal("'\(shown.printable)' belongs to another user", advice: nil)
        }
        let file: File
        do throws(Failure) {
            file = try File(open: name, .placeOfLink, in: place)
        } catch {
            throw Failure(system: "cannot open '\(whole.printable)'", code: error.systemError)
        }
        let status = try file.status()
        if stat.othersMayWrite(place), !(stat.isSticky && status.isOursOrRoots) {
            throw refusal(
                stat.isSticky
                    ? "'\(whole.printable)' belongs to another user"
                    : "others may write to '\(shown.printable)'",
                advice: stat.isSticky
                    ? nil : "'chmod go-w' on that directory keeps them from it")
        }
        if status.isLink, !status.isOursOrRoots {
            throw refusal(
                "the link '\(whole.printable)' is another user's", advice: nil)
        }
        return (file, status)
    }

    private func refusal(_ reason: String, advice: String?) -> Failure {
        Failure("\(complaint): \(reason)", status: .notPermitted, advice: advice)
    }

    private func target(of link: File) throws(Failure) -> ByteString {
        var space = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlinkat(link.descriptor, "", &space, space.count - 1)
        guard length > 0 else {
            throw Failure(system: "cannot read the link '\(link.name.printable)'")
        }
        return ByteString(space[..<length].map { UInt8(bitPattern: $0) })
    }
}

extension FileStatus {
    /// Whether nobody but this user and root can change its mode.
    ///
    /// Within a user namespace files of users who are not mapped have the owner of /proc's
    /// overflowuid; root's cannot be told from others' there, and count.
    package var isOursOrRoots: Bool {
        if owner == Machine.userID() || owner == 0 { return true }
        return owner == Users.unmapped && !Users.areAllMapped
    }

    /// Whether anybody else may write to an open directory. A group in which nobody else is does not
    /// matter, unless a list of access rights (acl(5)) says more than the mode.
    func othersMayWrite(_ file: File) -> Bool {
        if permissions & 0o002 != 0 { return true }
        guard permissions & 0o020 != 0 else { return false }
        return file.hasAccessList || !Users.isPrivate(group: group)
    }
}

extension Users {
    /// The number that stands for all users of whom a user namespace knows nothing.
    static var unmapped: UInt32 {
        let file = try? File(open: "/proc/sys/kernel/overflowuid", .read)
        let text = (try? file?.readAll(limit: 32)).map { ByteString($0).trimmed.string }
        return text.flatMap { $0 }.flatMap { UInt32($0) } ?? 65534
    }

    /// Whether this process knows every user of the machine (user_namespaces(7), uid_map).
    static var areAllMapped: Bool {
        guard let file = try? File(open: "/proc/self/uid_map", .read),
            let text = try? file.readAll(limit: 4096)
        else { return true }
        let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return words == ["0", "0", "4294967295"]
    }

    /// Whether nobody but this user and root is in a group.
    static func isPrivate(group: UInt32) -> Bool {
        let me = name(of: Machine.userID())
        let number = ByteString("\(group)")
        guard let entry = groupEntry(number), entry.count > 3 else { return false }
        let members = entry[3].split(on: UInt8(ascii: ",")).filter { !$0.isEmpty }
        guard members.allSatisfy({ $0 == me || $0 == "root" }) else { return false }
        // Those who have it as their first group are not among its members.
        return !users.contains {
            $0.count > 3 && $0[3] == number && $0[0] != me && $0[2] != "0"
        }
    }
}
