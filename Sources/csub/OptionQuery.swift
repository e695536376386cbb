import JobCore

/// What csub tells about options, without submitting anything.
struct OptionQuery {
    let precedence: Precedence
    private let line: ParsedLine
    private let configuration: Configuration
    private let backend: BackendName

    init(_ line: ParsedLine, _ configuration: Configuration, _ backend: BackendName) {
        self.line = line
        self.configuration = configuration
        self.backend = backend
        precedence = Precedence(configuration, backend: backend, now: Session.now())
    }

    /// `--list-options`: every option that jobs have, for the backend that was asked for.
    func listOptions(in session: inout Session) throws(Failure) {
        let asked = line.has(SubmitOptions.backend) ? backend : nil
        let list = OptionList(configuration.table, for: asked)
        let format = line.text(SubmitOptions.format)?.string ?? "string"
        try session.output.write(list.text(format))
    }

    /// `--render KEY[=VALUE]…`: the directives of those options and no others. A key alone stands
    /// for what the option is without a word.
    func render(in session: inout Session) throws(Failure) {
        guard !line.operands.isEmpty else {
            throw Failure(misuse: "--render needs KEY=VALUE operands")
        }
        var asked: [Choice] = []
        for operand in line.operands {
            let (key, value) = Precedence.pair(operand)
            let row = try configuration.table.keyword(key, status: .usage)
            guard value == nil, row.type != .flag else {
                asked.append(try precedence.option(operand, .commandLine))
                continue
            }
            asked += try standard(row)
        }
        var choices = Choices()
        choices.lay(asked)
        let directives = Directives(for: backend, table: configuration.table)
        for row in directives.unknown(in: choices) {
            session.log.debug("\(row.name) is not available on \(backend.title)")
        }
        for directive in try directives.lines(of: choices) {
            try session.output.write(directive + "\n")
        }
    }

    /// What holds of an option where nobody says anything.
    private func standard(_ row: OptionRow) throws(Failure) -> [Choice] {
        let fromProfile = try configuration.profile("default")?
            .choices(in: configuration.table, now: Session.now()).last { $0.row.name == row.name }
        if let fromProfile { return [fromProfile] }
        guard let text = row.standard else { return [] }
        return [
            try Choice(row, text: ByteString(text), origin: .builtIn, now: Session.now())
        ]
    }

    /// `--check`: what was chosen, as `KEY=VALUE` lines that `-O` would read again.
    func showValues(
        of submissions: [Submission], in session: inout Session
    ) throws(Failure) {
        for submission in submissions {
            if backend == .local { try submission.checkMeaning(session) }
            let choices = submission.choices
            _ = try Directives(for: backend, table: configuration.table).block(of: choices)
            for choice in choices.inOrder(of: configuration.table) {
                let text = ByteString(choice.row.name + "=") + choice.value.text
                try session.output.write(ByteString(text.printable) + "\n")
            }
        }
    }
}
