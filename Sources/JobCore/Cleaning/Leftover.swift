/// A file that may be of a job that has ended, and what becomes of it.
package struct Leftover: Sendable {
    /// The directory that it is in.
    package let place: Place
    package let name: ByteString
    package let kind: Kind
    /// What it was when it was looked at.
    package let status: FileStatus
    package let verdict: Verdict

    package var path: ByteString { place.path(of: name) }

    /// What a file is to its job. What proves that others are ours is removed after them.
    package enum Kind: Int, Sendable, Comparable {
        case output
        /// A function's script, what goes into it and what comes out.
        case function
        /// What a script of ours runs in turn.
        case innerScript
        case exitRecord
        case script
        /// csub's record of the job, or a note beside it.
        case record

        /// Whether such a file says of itself that it is ours.
        var isMarked: Bool { self == .script || self == .exitRecord }

        package static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    package enum Verdict: Sendable, Equatable {
        case goes
        case stays(Obstacle)
    }

    /// Why a file stays.
    package enum Obstacle: Sendable, Equatable {
        case link, special, otherOwner, otherNames
        case live(JobID)
        case uncertain
        case changed
        case unproven
        case notChosen
        case notEmpty

        /// What is said of the file.
        package var text: String {
            switch self {
            case .link: "it is a link"
            case .special: "it is no regular file"
            case .otherOwner: "it belongs to another user"
            case .otherNames: "it has another name, too"
            case .live(let job): "'\(job)' has not ended"
            case .uncertain: "nothing tells whether its job has ended"
            case .changed: "it is not as its job left it"
            case .unproven: "nothing proves that a job of ours left it"
            case .notChosen: "it was not asked for"
            case .notEmpty: "there is something in it"
            }
        }
    }

    /// A directory, by its path and by what it was: it is opened when it is needed.
    package struct Place: Sendable, Hashable {
        let shown: ByteString
        let identity: FileIdentity

        /// It may be known by several paths.
        package static func == (left: Place, right: Place) -> Bool {
            left.identity == right.identity
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(identity) }

        /// - Throws: `Failure` where there is no such directory, or it can't be opened.
        init(_ path: ByteString) throws(Failure) {
            shown = path
            identity = try Directory(open: path).file.status().identity
        }

        /// The directory, if the path still leads to it.
        func open() throws(Failure) -> Directory? {
            let directory = try Directory(open: shown)
            return try directory.file.status().identity == identity ? directory : nil
        }

        func path(of name: ByteString) -> ByteString {
            shown == "." ? name : shown.hasSuffix("/") ? shown + name : shown + "/" + name
        }
    }
}

extension FileStatus {
    /// Why no file like this is ever removed; nil for a regular file of this user's with a single name.
    var obstacle: Leftover.Obstacle? {
        if isLink { return .link }
        if !isRegular { return .special }
        if owner != Machine.userID() { return .otherOwner }
        return links == 1 ? nil : .otherNames
    }
}
