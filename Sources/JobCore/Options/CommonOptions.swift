/// The options that all seven tools have.
package enum CommonOptions {
    package static let verbose = OptionRow(
        "verbose", "v", isRepeatable: true, help: "Says more on standard error; twice: everything.")
    package static let quiet = OptionRow(
        "quiet", "q", ["Q"], help: "Failures only on standard error.")
    package static let logLevel = OptionRow(
        "log-level",
        type: .choice(
            WordSet(
                ["debug", "info", "normal", "warn", "error", "critical"],
                also: [
                    "d", "i", "n", "w", "e", "c", "v", "verbose", "warning", "1", "2", "3", "4",
                    "5",
                ], ignoresCase: true)),
        value: "LEVEL",
        help: "Says what is at least: debug, info, normal, warn, error, critical.")
    package static let logFile = OptionRow(
        "log-file", type: .file, value: "FILE",
        help: "Appends what is said to FILE; failures are said on standard error, too.")
    package static let logAlso = OptionRow(
        "log-also", type: .choice(["stdout", "stderr"]), value: "WHERE", needs: ["log-file"],
        help: "With --log-file: says all of it there as well: stdout, stderr.")
    package static let logFormat = OptionRow(
        "log-format", type: .choice(["plain", "cluster", "json"]), value: "FORM",
        help: "How it is said: plain, cluster (with time and level), json.")
    package static let color = OptionRow(
        "color", type: .choice(["auto", "always", "never"]), value: "WHEN",
        help: "Colours: auto, always, never.")
    package static let config = OptionRow(
        "config", type: .file, value: "FILE", help: "Reads this configuration.")
    package static let version = OptionRow("version", "V", help: "Shows the version.")
    package static let help = OptionRow(
        "help", "h", isUsual: true, help: "Shows the usual options.")
    package static let helpAll = OptionRow(
        "help-all", isUsual: true, help: "Shows every option.")
    package static let completions = OptionRow(
        "generate-completion-script", type: .choice(["bash", "zsh", "fish"]), value: "SHELL",
        help: "Writes completions for bash, zsh or fish.")
    /// For whoever builds the package.
    package static let pageOptions = OptionRow(
        "generate-page", isHidden: true,
        help: "Reads a page of the manual and writes it with the option lists of now.")
    /// For the completions of a shell (cjobs(7)).
    package static let complete = OptionRow(
        "complete", type: .anyBytes, value: "KIND=TEXT", isHidden: true,
        help: "Writes the words of a kind that begin with TEXT.")
    /// What carries jobs out, for the tools that ask it.
    package static let backend = OptionRow(
        "backend", nil, ["qtype"], type: .choice(BackendName.words), value: "NAME",
        help: "What carries it out: auto, local, slurm, torque, pbs.")

    /// Those of every tool but csub, whose `-q` means too much to too many.
    package static let group = OptionGroup("Common", [verbose, quiet] + others)

    static let others = [
        logLevel, logFile, logAlso, logFormat, color, config, version, help, helpAll, completions,
        pageOptions, complete,
    ]
}

extension BackendName {
    /// Every word that `--backend` takes.
    static let words = WordSet(
        ["auto", "local", "slurm", "torque", "pbs"], also: ["normal", "openpbs"])
}
