/// What tells a script that csub wrote from any other.
extension JobScript {
    /// What each script says first of itself.
    static let mark: ByteString = "# Written by csub (cjobs)."
    /// What stands before its token.
    static let tokenName: ByteString = "csub_token="

    /// The token in a script that csub wrote, of which this is the beginning; nil for any other.
    ///
    /// The line that says so stands among the comments at the script's top, where no command's text can
    /// be, and the token in the first lines behind.
    static func token(ofWritten text: ByteString) -> String? {
        let lines = text.split(on: UInt8(ascii: "\n"))
        guard lines.first == "#!/bin/bash",
            let first = lines.firstIndex(where: { !$0.hasPrefix("#") }),
            lines[..<first].contains(where: { $0.hasPrefix(mark) })
        else { return nil }
        let line = lines[first...].first { $0.hasPrefix(tokenName) }
        return line.flatMap { ByteString($0.bytes.dropFirst(tokenName.count)).string }
    }
}
