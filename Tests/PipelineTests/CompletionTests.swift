import Foundation
import TestSupport
import Testing

/// What real shells complete, at a terminal, when TAB is pressed.
@Suite struct CompletionTests {
    private static let tools = ["csub", "cwait", "cqueue", "cclean", "cprofile", "csplit", "czcat"]

    /// The line that comes of it, or the words that are offered.
    enum Outcome {
        case line(String)
        case words([String])
    }

    /// L1 and L2 have ended, L3 waits; the profile is `quick`, the files are data.txt and data.gz.
    private static let cases: [(typed: String, outcome: Outcome)] = [
        // Options and closed sets of words.
        ("csub --bac", .line("csub --backend")),
        ("csub --mem", .words(["--mem", "--mem-per-cpu", "--memory"])),
        ("csub --backend ", .words(["auto", "local", "slurm", "torque", "pbs"])),
        ("csub --backend=sl", .line("csub --backend=slurm")),
        ("csub --kill-on-invalid-dep y", .line("csub --kill-on-invalid-dep yes")),
        ("csub --signal USR", .words(["USR1", "USR2"])),
        ("csub --mail-type FAIL,EN", .line("csub --mail-type FAIL,END")),
        ("cwait --exit ", .words(["worst", "any", "first", "count"])),
        ("cwait --state su", .line("cwait --state suspended")),
        ("cqueue -t run", .line("cqueue -t running")),
        ("cqueue -trun", .line("cqueue -trunning")),
        ("cqueue --state=pending,ru", .line("cqueue --state=pending,running")),
        ("cqueue -o nam", .line("cqueue -o name")),
        ("cqueue -o id,elap", .line("cqueue -o id,elapsed")),
        ("cqueue --sort=std", .words(["stdout", "stderr", "stdin"])),
        ("cqueue --signal TE", .line("cqueue --signal TERM")),
        ("czcat --format=pl", .line("czcat --format=plain")),
        ("czcat -z ", .words(["gz", "bz2"])),
        // Text has none.
        ("csub -J da", .line("csub -J da")),
        ("cwait -t 1", .line("cwait -t 1")),
        // Profiles, keywords and their values.
        ("csub -P qui", .words(["quick", "quiet"])),
        ("csub -P tw", .line(#"csub -P two\ words"#)),
        ("csub -Pquic", .line("csub -Pquick")),
        ("csub --profile=quic", .line("csub --profile=quick")),
        ("csub -O mail", .words(["mail-user=", "mail-type="])),
        ("csub -O mail-t", .line("csub -O mail-type=")),
        ("csub -O mail-type=BEGIN,EN", .line("csub -O mail-type=BEGIN,END")),
        ("csub --option=mail-type=BE", .line("csub --option=mail-type=BEGIN")),
        ("csub --option exclusive=t", .line("csub --option exclusive=true")),
        ("csub --skip mem-", .line("csub --skip mem-per-cpu")),
        ("csub --render mem-p", .line("csub --render mem-per-cpu=")),
        // Files, directories, users, variables.
        ("csub -o data.", .words(["data.gz", "data.txt"])),
        ("csub -odata.g", .line("csub -odata.gz")),
        ("csub --output=data.t", .line("csub --output=data.txt")),
        ("csub -D d", .line("csub -D dir/")),
        ("csub --export AL", .line("csub --export ALL")),
        ("csub --export ALL,CJOBS_SPO", .line("csub --export ALL,CJOBS_SPOOL")),
        ("cqueue -u roo", .line("cqueue -u root")),
        ("cqueue -u me,al", .line("cqueue -u me,all")),
        ("csplit data.g", .line("csplit data.gz")),
        ("csplit data.gz d", .line("csplit data.gz d")),
        ("csplit -O d", .line("csplit -O dir/")),
        ("czcat data.t", .line("czcat data.txt")),
        // Jobs by what is done to them.
        ("cqueue L", .words(["L3", "L2", "L1"])),
        ("cqueue --follow ", .words(["L3", "L2", "L1"])),
        ("cqueue --cancel ", .line("cqueue --cancel L3")),
        ("cqueue --hold L", .line("cqueue --hold L3")),
        ("cqueue --release L", .line("cqueue --release L3")),
        ("cqueue --signal TERM ", .line("cqueue --signal TERM L3")),
        ("cqueue -j L2,", .words(["L3", "L2", "L1"])),
        ("cwait ", .line("cwait L3")), ("cwait -p L1 ", .line("cwait -p L1 L3")),
        ("cwait -a L", .line("cwait -a L")),
        ("cclean ", .words(["L2", "L1"])), ("csub --resubmit ", .words(["L2", "L1"])),
        ("csub -d singl", .line("csub -d singleton")),
        ("csub -d afterany:", .words(["L3", "L2", "L1"])),
        ("csub -d L2,L", .words(["L3", "L2", "L1"])),
        // The command, and what its own completion has.
        ("csub mytoo", .line("csub mytool")), ("csub ./ru", .line("csub ./run.sh")),
        ("csub mytool --al", .line("csub mytool --alpha")),
        ("csub mytool --backen", .line("csub mytool --backen")),
        ("csub -c 4 --mem=2G -- mytool --be", .line("csub -c 4 --mem=2G -- mytool --beta")),
        ("csub -Hc 2 -J mytool -W mytool --be", .line("csub -Hc 2 -J mytool -W mytool --beta")),
        ("csub -f ru", .line("csub -f run.sh")),
        // Verbs, and what each has.
        (
            "cprofile ",
            .words([
                "list", "show", "set", "unset", "delete", "rename", "copy", "config", "edit",
                "path", "migrate",
            ])
        ),
        ("cprofile conf", .line("cprofile config")),
        ("cprofile config ", .words(["get", "set", "unset", "list"])),
        ("cprofile --js", .line("cprofile --json")),
        ("cprofile show --or", .line("cprofile show --origin")),
        ("cprofile set --or", .line("cprofile set --or")),
        ("cprofile config get --cr", .line("cprofile config get --create")),
        ("cprofile show large quic", .line("cprofile show large quick")),
        ("cprofile set quick mem-p", .line("cprofile set quick mem-per-cpu=")),
        ("cprofile set -n quick mail-type=BE", .line("cprofile set -n quick mail-type=BEGIN")),
        ("cprofile unset quick licen", .line("cprofile unset quick licenses")),
        ("cprofile rename quic", .line("cprofile rename quick")),
        ("cprofile config set queue.back", .line("cprofile config set queue.backend")),
        ("cprofile config set queue.backend to", .line("cprofile config set queue.backend torque")),
        ("cprofile config get spool.p", .line("cprofile config get spool.path")),
    ]

    /// A scratch directory with jobs, files, profiles, and a command that has completions of its own.
    private static func prepare(_ shell: CompletingShell) throws -> Scratch {
        let scratch = try Scratch(cores: 4)
        try place(shell, in: scratch)
        let own =
            switch shell {
            case .bash: "complete -W '--alpha --beta' mytool"
            case .zsh: "#compdef mytool\n_arguments --alpha --beta"
            case .fish: "complete -c mytool -f -l alpha; complete -c mytool -l beta"
            }
        try shell.place(own + "\n", for: "mytool", in: scratch)
        let made = try scratch.run(
            """
            csub -J ended true | cwait; csub -H -J waiting true
            cprofile set quick cores=2; cprofile set quiet cores=2; cprofile set 'two words' cores=2
            mkdir dir; touch data.txt data.gz run.sh; chmod +x run.sh
            mkdir ../bin; cp run.sh ../bin/mytool
            """)
        #expect(made == .init(output: "L3\n"))
        return scratch
    }

    /// Puts the completions of all tools where they belong.
    private static func place(_ shell: CompletingShell, in scratch: Scratch) throws {
        let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        for tool in tools {
            let file = shell == .zsh ? "_\(tool)" : "\(tool).\(shell.rawValue)"
            let script = try String(contentsOfFile: "\(top)/completions/\(file)", encoding: .utf8)
            try shell.place(script, for: tool, in: scratch)
        }
    }

    private static func check(_ shell: CompletingShell, _ more: [(String, Outcome)]) throws {
        let scratch = try prepare(shell)
        let cases = cases + more
        let found = try shell.complete(cases.map(\.0), in: scratch)
        #expect(found.count == cases.count)
        for ((typed, outcome), result) in zip(cases, found) {
            #expect(result.noise.isEmpty, "\(typed): \(result.noise)")
            switch outcome {
            case .line(let line):
                #expect(bare(result.line) == bare(line), "\(result)")
            case .words(let words):
                // Shells show as much of a word as they like.
                let parts = result.words.map { part(of: $0, behind: typed) }
                // Jobs have an order, the newest first.
                let isOrdered = words.allSatisfy { $0.hasPrefix("L") }
                #expect(isOrdered ? parts == words : parts.sorted() == words.sorted(), "\(result)")
            }
        }
    }

    /// Without what a shell puts behind a word that is whole.
    private static func bare(_ line: String) -> String {
        var line = line[...]
        while line.last == " " || line.last == "=" { line.removeLast() }
        return String(line)
    }

    /// A word without what is before the last separator of the one that was typed.
    private static func part(of word: String, behind typed: String) -> String {
        let last = typed.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
        guard let separator = last.lastIndex(where: { "=,:".contains($0) }) else { return word }
        let head = last[...separator]
        return word.hasPrefix(head) ? String(word.dropFirst(head.count)) : word
    }

    @Test(.enabled(if: CompletingShell.bash.isThere, "SKIPPED: needs bash-completion and python3"))
    func `bash completes every kind of word`() throws {
        try Self.check(.bash, [("csplit --suppr", .line("csplit --suppress-matched"))])
    }

    @Test(.enabled(if: CompletingShell.zsh.isThere, "SKIPPED: needs zsh and python3"))
    func `zsh completes every kind of word, and nothing that does not go together`() throws {
        try Self.check(
            .zsh,
            [
                ("csplit --suppr", .line("csplit --suppress-matched")),
                ("cqueue --cancel --rele", .line("cqueue --cancel --rele")),
                ("cqueue --json --json", .line("cqueue --json --json")),
                ("cqueue -v --verb", .line("cqueue -v --verbose")),
            ])
    }

    @Test(.enabled(if: CompletingShell.fish.isThere, "SKIPPED: needs fish and python3"))
    func `fish completes every kind of word`() throws { try Self.check(.fish, []) }

    // MARK: Notes

    @Test(.enabled(if: CompletingShell.zsh.isThere, "SKIPPED: needs zsh and python3"))
    func `zsh shows name and state beside an ID, and help beside an option`() throws {
        try Self.checkNotes(.zsh)
    }

    @Test(.enabled(if: CompletingShell.fish.isThere, "SKIPPED: needs fish and python3"))
    func `fish shows name and state beside an ID, and help beside an option`() throws {
        try Self.checkNotes(.fish)
    }

    private static func checkNotes(_ shell: CompletingShell) throws {
        let found = try shell.complete(
            ["cqueue L", "csub --mem", "cprofile s", "csub -P "], in: try prepare(shell))
        #expect(found.first?.notes["L3"] == "waiting, held")
        #expect(found.first?.notes["L2"] == "ended, complete")
        #expect(found[1].notes["--mem-per-cpu"]?.contains("instead of --mem") ?? false)
        #expect(found[2].notes["set"] == "Give options of a profile values.")
        #expect(found[3].notes["quick"] == "cores=2")
    }

    // MARK: Batch systems, and the other csplit

    private static func checkCluster(_ shell: CompletingShell) throws {
        let scratch = try Scratch.onSlurm()
        try place(shell, in: scratch)
        try scratch.run("csub -J one -p batch true; csub -J two -p short true; cqueue")
        let found = try shell.complete(
            ["csub -p ba", "csub --partition=sh", "cqueue -p batch,sh", "cwait 2", "cclean "],
            in: scratch)
        let lines = found.map { bare($0.line) }
        #expect(
            lines == [
                "csub -p batch", "csub --partition=short", "cqueue -p batch,short", "cwait 2",
                "cclean",
            ], "\(found)")
        #expect(found.flatMap(\.noise) == [])
    }

    @Test(.enabled(if: CompletingShell.bash.isThere, "SKIPPED: needs bash-completion and python3"))
    func `bash knows partitions and jobs of a kept list`() throws { try Self.checkCluster(.bash) }

    @Test(.enabled(if: CompletingShell.zsh.isThere, "SKIPPED: needs zsh and python3"))
    func `zsh knows partitions and jobs of a kept list`() throws { try Self.checkCluster(.zsh) }

    @Test(.enabled(if: CompletingShell.fish.isThere, "SKIPPED: needs fish and python3"))
    func `fish knows partitions and jobs of a kept list`() throws { try Self.checkCluster(.fish) }

    private static func checkNamesake(_ shell: CompletingShell) throws {
        let found = try shell.complete(
            ["csplit --suppr", "csplit --roun"], in: try prepare(shell), ahead: "/usr/bin")
        let lines = found.map { bare($0.line) }
        #expect(
            lines == ["csplit --suppress-matched", "csplit --roun"],
            "\(found)")
    }

    @Test(.enabled(if: CompletingShell.bash.isThere, "SKIPPED: needs bash-completion and python3"))
    func `bash completes the system's csplit as before where that comes first`() throws {
        try Self.checkNamesake(.bash)
    }

    @Test(.enabled(if: CompletingShell.zsh.isThere, "SKIPPED: needs zsh and python3"))
    func `zsh completes the system's csplit as before where that comes first`() throws {
        try Self.checkNamesake(.zsh)
    }

    // MARK: Errors

    /// Every option of every tool, and of every verb, with a word begun behind it.
    private static func lines(in scratch: Scratch) throws -> [String] {
        let verbs = [
            "list", "show", "set", "unset", "delete", "rename", "copy", "config get",
            "config set", "config unset", "config list", "edit", "path", "migrate",
        ]
        var lines: [String] = []
        for command in tools + verbs.map({ "cprofile \($0)" }) {
            lines += ["\(command) -", "\(command) --", "\(command) x", "\(command) --no-such "]
            for option in try options(of: command, in: scratch) {
                let isOfAll = command.contains(" ") && lines.contains("cprofile \(option) x")
                if !isOfAll { lines.append("\(command) \(option) x") }
            }
        }
        return lines
    }

    private static func options(of command: String, in scratch: Scratch) throws -> [String] {
        try scratch.run("\(command) --help-all").lines
            .filter { $0.wholeMatch(of: #/ {2,6}-.*/#) != nil }
            .flatMap { line in
                let head = line.drop { $0 == " " }.components(separatedBy: "  ")[0]
                return head.matches(of: #/(?:^|, )(--?[\w-]+)/#).map { String($0.output.1) }
            }
    }

    private static func checkSilence(_ shell: CompletingShell) throws {
        let scratch = try prepare(shell)
        let lines = try lines(in: scratch)
        #expect(lines.count > 300)
        for result in try shell.complete(lines, in: scratch) {
            #expect(result.noise.isEmpty, "\(result.typed): \(result.noise)")
            // fish takes x for a part of data.txt, too.
            let start = result.typed.prefix { $0 != "x" }
            #expect(result.line.hasPrefix(start), "\(result)")
        }
    }

    @Test(.enabled(if: CompletingShell.bash.isThere, "SKIPPED: needs bash-completion and python3"))
    func `bash has no error behind any option`() throws { try Self.checkSilence(.bash) }

    @Test(.enabled(if: CompletingShell.zsh.isThere, "SKIPPED: needs zsh and python3"))
    func `zsh has no error behind any option`() throws { try Self.checkSilence(.zsh) }

    @Test(.enabled(if: CompletingShell.fish.isThere, "SKIPPED: needs fish and python3"))
    func `fish has no error behind any option`() throws { try Self.checkSilence(.fish) }

    @Test(.enabled(if: CompletingShell.zsh.isThere, "SKIPPED: needs zsh and python3"))
    func `an error of a shell would be seen`() throws {
        let scratch = try Self.prepare(.zsh)
        try CompletingShell.zsh.place(
            "#compdef mytool\n_arguments '*:one:_files' '*:two:_files'\n", for: "mytool",
            in: scratch)
        let found = try CompletingShell.zsh.complete(["mytool da", "cwait -"], in: scratch)
        #expect(found[0].noise.contains { $0.contains("doubled rest argument") }, "\(found[0])")
        #expect(found[1].noise.isEmpty)
    }
}
