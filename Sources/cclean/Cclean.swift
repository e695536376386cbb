import JobCore

/// Remove what ended jobs have left. It has no work yet.
@main
struct Cclean: Tool {
    static let syntax = CommandSyntax(
        "cclean", "Remove what ended jobs have left.", usage: ["[options] [ID...]"],
        discussion: "This version of cclean does nothing yet: it ends with 69.",
        groups: [CommonOptions.group],
        operands: [Operand("ID", .jobs(.ended), isOptional: true, isRepeated: true)])

    init(_ line: ParsedLine) {}

    func work(in session: inout Session) throws(Failure) -> ExitStatus {
        throw Failure("this version does nothing yet", status: .unavailable)
    }
}
