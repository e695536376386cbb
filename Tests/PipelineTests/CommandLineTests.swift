import TestSupport
import Testing

/// How each tool reads its arguments: every form, with what comes of it.
@Suite struct CommandLineTests {
    /// A command line, the status, and what is written: on standard output, or on standard error
    /// behind the tool's name.
    typealias Case = (script: String, status: Int32, text: String)

    /// `$B` is a byte that is no UTF-8.
    private static func check(
        _ tool: String, _ row: Case, after setup: String = ""
    ) throws {
        let script = "B=$(printf '\\377')\n\(setup)\n\(tool) \(row.script)"
        let result = try Scratch(cores: nil).run(script)
        #expect(result.status == row.status, "\(result)")
        if row.status == 0 {
            #expect(result.output.contains(row.text) && result.errors.isEmpty, "\(result)")
        } else {
            #expect(result.errors.hasPrefix("\(tool): \(row.text)\n"), "\(result)")
        }
    }

    @Test(
        arguments: [
            ("--check --job-name=a true", 0, "job-name=a\n"),
            ("--check --job-name a true", 0, "job-name=a\n"),
            ("--check -Ja true", 0, "job-name=a\n"),
            ("--check -J a true", 0, "job-name=a\n"),
            ("--check -J a$B true", 0, "job-name=a\\xff\n"),
            ("--check -Hc2 true", 0, "cores=2\nhold=true\n"),
            ("--check -c 2 -c3 true", 0, "cores=3\n"),
            ("--dry-run echo -c 4", 0, "exec echo -c 4"), ("--dry-run -H -- -x", 0, "exec -x"),
            ("--dry-run -- help", 0, "exec help"), ("--check -o --get true", 0, "output=--get\n"),
            ("--render mem=4G --backend pbs", 0, "#PBS -l select=1:ncpus=1:mem=4096mb\n"),
            ("-J '' true", 64, "-J needs a value: NAME"),
            ("--name= true", 64, "--name needs a value: NAME"),
            ("-J", 64, "-J needs a value: NAME"), ("--hold=1 true", 64, "--hold takes no value"),
            ("--cor 4 true", 64, "unknown option '--cor': did you mean '--cores'?"),
            ("--parti x true", 64, "unknown option '--parti': did you mean '--partition'?"),
            ("--$B true", 64, "unknown option '--\\xff'"),
            ("-$B true", 64, "unknown option '-\\xff'"),
            ("-Hy true", 64, "unknown option '-y'"),
            ("-q long true", 64, "-q is not used here: --qos, -p/--partition or -Q/--quiet?"),
            ("-fc2 --each x", 64, "--file and --each exclude each other"),
            ("--each x --array 1-2", 64, "--array and --each exclude each other"),
            ("--chunk 2 true", 64, "--chunk goes with --each"),
            ("--get true", 64, "--get goes with --wait"),
            (
                "--chunk none --each x", 64,
                "--chunk: 'none' is not a whole number from 1 to 1000000"
            ),
            (
                "--backend slrum true", 64,
                "--backend: 'slrum' is not one of auto, local, slurm, torque, pbs: did you mean 'slurm'?"
            ),
            (
                "--mail-type=edn true", 64,
                "--mail-type: 'edn' is not some of NONE, BEGIN, END, FAIL, REQUEUE, ALL, INVALID_DEPEND, STAGE_OUT, TIME_LIMIT, TIME_LIMIT_90, TIME_LIMIT_80, TIME_LIMIT_50, ARRAY_TASKS: did you mean 'END'?"
            ),
            ("-O memm=4 true", 64, "unknown option 'memm': did you mean 'mem'?"),
            ("help", 64, "help is shown by 'csub --help'"),
            ("-c 2 help", 64, "help is shown by 'csub --help'"),
            ("--nosuch -W true", 125, "unknown option '--nosuch'"),
            (
                "-c2 -W --mem lots true", 125,
                "--mem: 'lots' is not a size such as 4000 (MiB), 512K, 16G, or none"
            ),
        ] as [Case])
    func `csub`(_ row: Case) throws { try Self.check("csub", row) }

    @Test(
        arguments: [
            ("--timeout=9 -p L1", 0, "L1\n"), ("--timeout 9 -p L1", 0, "L1\n"),
            ("-t9 -p L1", 0, "L1\n"), ("-t 9 -p L1", 0, "L1\n"), ("-pt9 L1", 0, "L1\n"),
            ("L1 -p", 0, "L1\n"), ("-p -- L1", 0, "L1\n"), ("-t 0 -t 9 L1 -p", 0, "L1\n"),
            ("-- L1 -p", 125, "'-p' is no job ID"), ("$B", 125, "'\\xff' is no job ID"),
            ("--timeout= L1", 125, "--timeout needs a value: TIME"),
            ("L1 -t", 125, "-t needs a value: TIME"),
            (
                "-t -p L1", 125,
                "-t: '-p' is not a time such as 90 (seconds), 0.5, 90s, 2h or 1:30:00"
            ),
            ("--print=1 L1", 125, "--print takes no value"),
            ("--time 3 L1", 125, "unknown option '--time': did you mean '--timeout'?"),
            ("--fail-fats L1", 125, "unknown option '--fail-fats': did you mean '--fail-fast'?"),
            (
                "--state runing L1", 125,
                "--state: 'runing' is not a state of a job that has not ended, such as running or held: did you mean 'running'?"
            ),
            (
                "--exit frist L1", 125,
                "--exit: 'frist' is not one of worst, any, first, count: did you mean 'first'?"
            ),
            ("--max-errors 0 L1", 125, "--max-errors: '0' is not a whole number from 1 to 1000000"),
            ("help", 125, "help is shown by 'cwait --help'"),
            ("-- help", 125, "cannot wait for 'help': no such job"),
        ] as [Case])
    func `cwait`(_ row: Case) throws {
        try Self.check("cwait", row, after: "csub -W --no-id true")
    }

    @Test(
        arguments: [
            ("--state=all -I", 0, "L1\n"), ("--state all -I", 0, "L1\n"), ("-tall -I", 0, "L1\n"),
            ("-It all", 0, "L1\n"), ("L1 -I", 0, "L1\n"), ("-I -- L1", 0, "L1\n"),
            ("-I -t pending -t CD", 0, "L1\n"), ("-n -I", 0, "JOBID"), ("-n $B -a -I", 0, ""),
            ("-j '' -I", 0, ""),
            (
                "-o ID,Exit-Code L1", 64,
                "-o: 'Exit-Code' is not a field ('cqueue -o help' lists them): did you mean 'exitcode'?"
            ),
            ("-o id -o exit-status L1 --no-header", 0, "0\n"),
            ("-- L1 -I", 64, "'-I' is no job ID"), ("$B", 64, "'\\xff' is no job ID"),
            ("--name=", 64, "--name needs a value: NAME"), ("-t", 64, "-t needs a value: STATE"),
            ("--ids=1", 64, "--ids takes no value"),
            ("--partitoin x", 64, "unknown option '--partitoin': did you mean '--partition'?"),
            (
                "-t fialed", 64,
                "-t: 'fialed' is not a state such as pending, running, failed, active or done: did you mean 'failed'?"
            ),
            (
                "-t all,donne", 64,
                "-t: 'donne' is not a state such as pending, running, failed, active or done: did you mean 'done'?"
            ),
            (
                "-S -elapsd", 64,
                "-S: '-elapsd' is not a field ('cqueue -o help' lists them): did you mean 'elapsed'?"
            ),
            (
                "--signal TREM L1", 64,
                "--signal: 'TREM' is not a signal such as TERM, SIGUSR1 or 15: did you mean 'TERM'?"
            ),
            ("-i 5", 64, "-i is not used here: -I/--ids, or --interval with --watch?"),
            ("-A physics", 64, "-A is not used here: --account or --all-users?"),
            ("--cancel --hold L1", 64, "--cancel and --hold exclude each other"),
            ("--pause L1", 64, "--pause takes no ID"),
            ("--check --me", 64, "--check and --me exclude each other"),
            ("-m 3", 64, "--max-queue-len goes with --can-submit"),
            ("help", 64, "help is shown by 'cqueue --help'"),
            ("-- help", 1, "'help': no such job"),
        ] as [Case])
    func `cqueue`(_ row: Case) throws {
        try Self.check("cqueue", row, after: "csub -W --no-id true")
    }

    @Test(
        arguments: [
            ("--quiet=1", 64, "--quiet takes no value"),
            ("-- -x", 64, "'-x' is no job ID"),
            ("L1 --ok --failed", 64, "--ok and --failed exclude each other"),
            ("-s x L1", 64, "--suffix goes with --dir"), ("--every", 64, "--every goes with --dir"),
            ("-D . -j L1", 64, "--dir and --jobs exclude each other"),
            ("-D . --every --ok", 64, "--every and --ok exclude each other"),
            ("-D . -n -i", 64, "--dry-run and --confirm exclude each other"),
            (
                "--older-than x L1", 64,
                "--older-than: 'x' is not a moment that has passed, such as 2h, 1d12h, today, 08:00, "
                    + "2026-11-22, 2026-11-22T08:00"
            ),
            ("--config= L1", 64, "--config needs a value: FILE"),
            ("$B --colour", 64, "unknown option '--colour': did you mean '--color'?"),
            (
                "--color alwys", 64,
                "--color: 'alwys' is not one of auto, always, never: did you mean 'always'?"
            ),
            ("--log-also stderr", 64, "--log-also goes with --log-file"),
            ("help", 64, "help is shown by 'cclean --help'"),
        ] as [Case])
    func `cclean`(_ row: Case) throws { try Self.check("cclean", row) }

    @Test(
        arguments: [
            ("config get --default=x a.b", 0, "x\n"), ("config get a.b --default x", 0, "x\n"),
            ("--default x config get a.b", 0, "x\n"), ("config get a.b --default ''", 0, "\n"),
            ("config get a.b --default --json", 0, "--json\n"),
            ("config get a.b --default a --default $B", 0, "\n"),
            ("-nv set p cores=1", 0, "[prof_p]\ncores = 1\n"),
            ("set -n -- p cores=1", 0, "[prof_p]\ncores = 1\n"),
            ("-n config set opts.native --x=1", 0, "native = --x=1\n"),
            ("config -n set opts.native -A", 0, "native = -A\n"),
            ("--json", 0, "cjobs/1"), ("--help set", 0, "cprofile set: Give options"),
            ("set --help", 0, "cprofile set: Give options"),
            ("config set opts.native -x y", 64, "'y' is an operand too many"),
            ("show $B", 1, "no profile '\\xff': there are default, large"),
            ("show lrage", 1, "no profile 'lrage': did you mean 'large'?"),
            ("--json=1", 64, "--json takes no value"),
            ("config get a.b --default", 64, "--default needs a value: VALUE"),
            (
                "config get a.b --defalt x", 64,
                "unknown option '--defalt': did you mean '--default'?"
            ),
            ("config get a.b --create", 64, "--create goes with --default"),
            ("show --create", 64, "--create does not go with 'show'"),
            ("path --user --site", 64, "--user and --site exclude each other"),
            ("shwo", 64, "unknown verb 'shwo': did you mean 'show'?"),
            ("config gte a.b", 64, "unknown verb 'config gte': did you mean 'config get'?"),
            ("config", 64, "'config' needs a verb behind it: get, set, unset, list"),
            ("set p", 64, "KEY=VALUE is missing"), ("rename p", 64, "NEW is missing"),
            ("path x", 64, "'x' is an operand, and there is none here"),
            ("set p memm=1", 64, "unknown option 'memm': did you mean 'mem'?"),
            ("help", 64, "unknown verb 'help'"),
        ] as [Case])
    func `cprofile`(_ row: Case) throws { try Self.check("cprofile", row) }

    @Test(
        arguments: [
            ("--number=2 f", 0, "f.split_0001\nf.split_0002\n"), ("-n 2 f", 0, "f.split_0002\n"),
            ("-n2 f", 0, "f.split_0002\n"), ("f -n 2", 0, "f.split_0002\n"),
            ("-en2 f", 0, "f.split_0002\n"), ("-- f 2", 0, "f.split_0002\n"),
            ("--prefix= f 2", 0, "0001\n"), ("--prefix -x f 2", 0, "-x0001\n"),
            ("-n 2 -n 3 f", 0, "f.split_0003\n"), ("-O '' f 2", 64, "-O needs a value: DIRECTORY"),
            ("f -n", 64, "-n needs a value: PARTS"),
            ("--force=1 f 2", 64, "--force takes no value"),
            ("--out=. f 2", 64, "unknown option '--out': did you mean '--out-dir'?"),
            ("-z gpz f 2", 64, "-z: 'gpz' is not one of gz, bz2: did you mean 'gz'?"),
            ("-n 2 -l 3 f", 64, "--number and --lines exclude each other"),
            ("-r -l 3 f", 64, "--round-robin and --lines exclude each other"),
            ("-n 2 f g", 64, "there are more operands than FILE"),
            ("f", 64, "into how many parts?"),
            ("f many", 64, "'many' is no number of parts"),
            ("no$B 2", 66, "cannot open 'no\\xff': No such file or directory"),
            ("help", 64, "help is shown by 'csplit --help'"),
        ] as [Case])
    func `csplit`(_ row: Case) throws {
        try Self.check("csplit", row, after: "printf '1\\n2\\n3\\n4\\n' > f")
    }

    @Test(
        arguments: [
            ("--format=plain f", 0, "text\n"), ("--format plain f", 0, "text\n"),
            ("f --format plain", 0, "text\n"), ("-fj1 f", 0, "text\n"),
            ("-zgz f | czcat", 0, "text\n"),
            ("-- f", 0, "text\n"), ("--format gz --format plain f", 0, "text\n"),
            ("-o --raw f; cat ./--raw", 0, "text\n"), ("b$B", 0, "bytes\n"),
            ("-- help", 0, "helped\n"),
            ("--format= f", 64, "--format needs a value: FORMAT"),
            ("f -j", 64, "-j needs a value: N"),
            ("--raw=1 f", 64, "--raw takes no value"),
            ("--form plain f", 64, "unknown option '--form': did you mean '--format'?"),
            (
                "--format plian f", 64,
                "--format: 'plian' is not one of gz, bz2, plain, auto: did you mean 'plain'?"
            ),
            ("-tl f", 64, "--test and --list exclude each other"),
            ("-t -z gz f", 64, "--test and --compress exclude each other"),
            ("help", 64, "help is shown by 'czcat --help'"),
        ] as [Case])
    func `czcat`(_ row: Case) throws {
        try Self.check(
            "czcat", row, after: "echo text > f; echo helped > help; echo bytes > b$B")
    }

    @Test func `a word that asks for help submits nothing`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            "csub help; echo $?; cqueue -a -I; csub -W --no-id -- help; echo $?; cqueue -a -I")
        #expect(result.lines == ["64", "127", "L1"])
        #expect(
            result.errors.hasPrefix(
                """
                csub: help is shown by 'csub --help'
                csub: 'csub -- help' takes the word for what it is

                """))
    }

    @Test func `a profile is renamed and copied with its comments`() throws {
        let config = """
            # mine
            [prof_quick]   # short jobs
            cores = 1
            # enough
            time = 10m
            [opts]
            qos = x

            """
        let scratch = try Scratch(config: config)
        let result = try scratch.run(
            """
            cprofile rename quick fast && cprofile copy fast slow && cat ~/.config/cjobs/config.ini
            cprofile rename fast slow; echo $?; cprofile rename nosuch new; echo $?
            cprofile copy nosuch new; echo $?; cprofile copy large 'a,b'; echo $?
            cprofile copy large huge && cprofile show huge
            """)
        #expect(
            result.output == """
                # mine
                [prof_fast]   # short jobs
                cores = 1
                # enough
                time = 10m
                [opts]
                qos = x

                [prof_slow]   # short jobs
                cores = 1
                # enough
                time = 10m
                1
                1
                1
                64
                [huge]
                nodes = 1
                cores = 16
                mem = 32000
                time = 24:00:00

                """, "\(result)")
        let errors = result.errors.split(separator: "\n")
        #expect(errors.count == 4)
        #expect(errors.first == "cprofile: there is a profile 'slow' already")
        #expect(errors[1].hasPrefix("cprofile: no profile 'nosuch' in '"))
        #expect(errors[2] == "cprofile: no profile 'nosuch': there are default, large, fast, slow")
        #expect(errors.last == "cprofile: 'a,b' can't be a profile's name")
    }
}
