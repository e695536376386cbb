import JobCore

/// A script as it will be run: without a byte order mark, and with an interpreter that is there.
struct ScriptText {
    let text: ByteString

    /// `bytes` are what a file has, or standard input; `name` is what a message calls it.
    /// - Throws: `Failure` (65) for no script, for one whose lines end with CR LF, and for one whose
    ///   interpreter is not there.
    init(_ bytes: ByteString, name: String) throws(Failure) {
        // Only whoever reads text as UTF-16 needs the mark, and the kernel would not see `#!`.
        let text = bytes.hasPrefix("\u{FEFF}") ? ByteString(bytes.bytes.dropFirst(3)) : bytes
        guard !text.isEmpty else { throw Failure("\(name) is empty", status: .badData) }
        guard !text.contains(0) else {
            throw Failure("\(name) has a NUL in it: it is no script", status: .badData)
        }
        self.text = text
        let first = text.split(on: UInt8(ascii: "\n"))[0]
        if first.hasSuffix("\r") {
            throw Failure(
                "\(name): its lines end with CR LF, which \(interpreter ?? "bash") would read as part "
                    + "of them", status: .badData,
                advice: "sed -i 's/\\r$//' makes plain lines of them")
        }
        if let interpreter, !isExecutable(ByteString(interpreter)) {
            throw Failure(
                "\(name): its interpreter '\(interpreter)' is not there, or can't be executed",
                status: .badData)
        }
    }

    /// The words behind `#!`.
    private var words: [ByteString] {
        guard text.hasPrefix("#!") else { return [] }
        let line = text.bytes.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
        return line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }.map { ByteString($0) }
    }

    /// The program that the kernel runs it with; nil for a script that names none.
    private var interpreter: String? { words.first?.printable }

    /// Refuses a script whose first line has env(1) look for a program that is not on that PATH.
    /// - Throws: `Failure` (65).
    static func checkProgram(
        of text: ByteString, name: String, inPathOf environment: [ByteString]
    ) throws(Failure) {
        let words = try ScriptText(text, name: name).words
        guard words.count > 1, words[0].lastComponent == "env", !words[1].hasPrefix("-"),
            !words[1].contains(UInt8(ascii: "="))
        else { return }
        let candidates = searchPath(for: words[1], inPathOf: environment)
        guard candidates.contains(where: { isExecutable($0) }) else {
            throw Failure(
                "\(name): its interpreter '\(words[1].printable)' is not on PATH", status: .badData)
        }
    }
}
