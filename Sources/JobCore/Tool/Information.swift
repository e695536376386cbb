/// What a tool tells about itself in place of doing anything: its help, its version, its
/// completions, and the words that those ask for.
struct Information {
    private let line: ParsedLine

    init(_ line: ParsedLine) { self.line = line }

    /// The text that is asked for; nil where none is.
    /// - Throws: `Failure` where the page to be brought up to date can't be read.
    func text() throws(Failure) -> ByteString? {
        let syntax = line.syntax
        if line.has(CommonOptions.helpAll) { return ByteString(HelpText(syntax).all) }
        if line.has(CommonOptions.help) { return ByteString(HelpText(syntax).usual) }
        if line.has(CommonOptions.version) {
            return ByteString("\(syntax.tool) (cjobs) \(toolVersion)\n")
        }
        if let shell = line.word(CommonOptions.completions) {
            return ByteString(Completions(syntax).script(for: shell))
        }
        if let request = line.text(CommonOptions.complete) { return CandidateList(request).answer }
        if line.has(CommonOptions.pageOptions) {
            let page = try File.standardInput.readAll()
            return try PageOptions(syntax).page(from: ByteString(page))
        }
        return nil
    }
}
