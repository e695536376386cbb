/// What a script or an exit record begins with that csub wrote, or had written.
struct WrittenMark {
    let token: String
    /// What an exit record says; nil for a script.
    let exit: ExitRecord?

    /// Bytes of a script in which that stands.
    private static let length = 1 << 18

    /// Nil for a file that is none of ours, or not the one that was looked at.
    init?(of name: ByteString, _ status: FileStatus, in directory: Directory) {
        guard let file = try? directory.open(name, .readNow),
            let found = try? file.status(), found.identity == status.identity, found.isRegular,
            let bytes = try? file.bytes(at: 0, count: min(max(found.size, 0), Self.length))
        else { return nil }
        if let exit = ExitRecord(bytes) {
            (self.exit, token) = (exit, exit.token)
            return
        }
        guard let token = JobScript.token(ofWritten: ByteString(bytes)) else { return nil }
        (exit, self.token) = (nil, token)
    }
}
