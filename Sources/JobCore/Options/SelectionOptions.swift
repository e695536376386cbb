/// The options that choose among jobs, for the tools that do something to many.
package enum SelectionOptions {
    package static let user = OptionRow(
        "user", "u", type: .users, value: "USER", isRepeatable: true, isUsual: true,
        help: "Jobs of these users: me, all, a name or a number (me).")
    package static let me = OptionRow("me", help: "Jobs of mine.")
    package static let allUsers = OptionRow("all-users", help: "Jobs of everybody.")
    /// What it means beside the others is the tool's: its row has this name.
    package static let all = OptionRow(
        "all", "a", isUsual: true, help: "Also jobs that have ended.")
    package static let state = OptionRow(
        "state", "t", type: .states(.any), value: "STATE", isRepeatable: true, isUsual: true,
        help: "Jobs in these states: pending, running, failed, PD, R, active, done, bad.")
    package static let name = name("n")
    package static let label = OptionRow(
        "label", type: .label, value: "LABEL", isRepeatable: true, isUsual: true,
        help: "Jobs marked with this KEY, or KEY=VALUE (csub --label).")
    package static let jobs = OptionRow(
        "jobs", "j", type: .jobs(.any), value: "JOBS", isRepeatable: true,
        help: "Jobs of these IDs.")
    package static let partition = OptionRow(
        "partition", "p", type: .partitions, value: "LIST", isRepeatable: true,
        help: "Jobs in these partitions or queues.")
    package static let account = OptionRow(
        "account", type: .list, value: "LIST", isRepeatable: true,
        help: "Jobs charged to these accounts.")
    package static let since = OptionRow(
        "since", type: .pastMoment, value: "TIME",
        help: "Jobs submitted since then: 2h, today, 2026-11-22T08:00.")
    package static let refresh = OptionRow(
        "refresh", excludes: ["cached"], help: "Asks the batch system now.")
    package static let cached = OptionRow(
        "cached", help: "Doesn't ask it: shows what it said last.")

    /// The choice by name, where its letter has another meaning.
    package static func name(_ letter: Character?) -> OptionRow {
        OptionRow(
            "name", letter, type: .bytes, value: "NAME", isRepeatable: true, isUsual: true,
            help: "Jobs whose name fits this pattern.")
    }
}
