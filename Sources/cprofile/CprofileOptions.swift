import JobCore

/// The verbs of cprofile and their options.
enum CprofileOptions {
    static let origin = OptionRow(
        "origin", isUsual: true, help: "Shows where each value comes from.")
    static let json = OptionRow("json", isUsual: true, help: "One JSON document.")
    static let standard = OptionRow(
        "default", type: .anyBytes, value: "VALUE", isUsual: true,
        help: "Writes this where there is no value.")
    static let create = OptionRow(
        "create", isUsual: true, needs: ["default"],
        help: "Writes the default into the file, too.")
    static let user = OptionRow("user", excludes: ["site"], help: "Writes the user's file (this).")
    static let site = OptionRow("site", isUsual: true, help: "Writes the site's file.")
    static let dryRun = OptionRow(
        "dry-run", "n", isUsual: true, help: "Writes nothing; shows the file as it would be.")

    /// A verb, with the options of its own before those of all tools.
    private static func verb(
        _ name: String, _ abstract: String, _ usage: String, _ rows: [OptionRow],
        operands: [Operand] = [], examples: [CommandSyntax.Example] = []
    ) -> CommandSyntax {
        CommandSyntax(
            "cprofile \(name)", abstract,
            usage: [usage.isEmpty ? "[options]" : "[options] \(usage)"],
            groups: [OptionGroup("Options", rows), CommonOptions.group], operands: operands,
            examples: examples)
    }

    private static let profile = Operand("NAME", .profile)
    private static let writing = [user, site, dryRun]

    static let syntax = CommandSyntax(
        "cprofile", "Keep profiles and settings.", usage: ["[options] [VERB [ARG...]]"],
        discussion: """
            A profile is a set of options under a name, for csub -P. Without a VERB, or with only \
            options, it lists the profiles' names.
            """,
        groups: [CommonOptions.group],
        verbs: [
            verb("list", "List the profiles' names.", "", [json]),
            verb(
                "show", "Show what profiles say, all of them or those named.", "[NAME...]",
                [origin, json],
                operands: [Operand("NAME", .profile, isOptional: true, isRepeated: true)]),
            verb(
                "set", "Give options of a profile values.", "NAME KEY=VALUE...", writing,
                operands: [
                    profile, Operand("KEY=VALUE", .keywordValue, isRepeated: true),
                ],
                examples: [
                    .init("cprofile set quick cores=1 time=10m", "make a profile, or change it")
                ]),
            verb(
                "unset", "Take options out of a profile.", "NAME KEY...", writing,
                operands: [profile, Operand("KEY", .keyword, isRepeated: true)]),
            verb(
                "delete",
                "Remove a profile, or some of its options; 'default' becomes what it was.",
                "NAME [KEY...]", writing,
                operands: [
                    profile, Operand("KEY", .keyword, isOptional: true, isRepeated: true),
                ]),
            verb(
                "rename", "Give a profile another name.", "OLD NEW", writing,
                operands: [Operand("OLD", .profile), Operand("NEW", .text)]),
            verb(
                "copy", "Make a profile that says what another one does.", "OLD NEW", writing,
                operands: [Operand("OLD", .profile), Operand("NEW", .text)]),
            verb(
                "config get", "Write a setting's value, a section, or everything.",
                "[SECTION[.KEY]]", [standard, create] + writing,
                operands: [Operand("SECTION.KEY", .setting, isOptional: true)]),
            verb(
                "config set", "Give a setting a value.", "SECTION.KEY VALUE", writing,
                operands: [
                    Operand("SECTION.KEY", .setting),
                    // A value that begins with a dash, as directives do, is a value all the same.
                    Operand("VALUE", .settingValue, takesDashes: true),
                ]),
            verb(
                "config unset", "Remove a setting, or a whole section.", "SECTION[.KEY]", writing,
                operands: [Operand("SECTION.KEY", .setting)]),
            verb(
                "config list", "List all settings that hold, built-in ones among them.", "",
                [origin, json]),
            verb(
                "edit",
                "Edit the file with $VISUAL or $EDITOR; a file with faults is not put in place.",
                "",
                [user, site]),
            verb(
                "path", "Write the path of the file that is read and written.", "", [user, site]),
            verb(
                "migrate",
                "Copy an older program's file to the place of ours, and say so in the old one.", "",
                []),
        ],
        defaultVerb: "list",
        examples: [
            .init("cprofile set quick cores=1 time=10m", "make a profile, or change it"),
            .init("csub -P quick ./test", "use it"),
            .init("cprofile show --origin quick", "what it says, and where that stands"),
            .init("cprofile config set opts.account physics", "an account for every job"),
            .init("cprofile copy quick slow && cprofile edit", "start from another one"),
        ])
}
