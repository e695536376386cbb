import TestSupport
import Testing

/// Options from everywhere, and what becomes of them.
@Suite struct OptionUseTests {
    // MARK: Precedence

    @Test func `each place outdoes the ones below`() throws {
        let scratch = try Scratch(
            config:
                """
                [opts]
                cores = 2
                comment = opts
                account = opts
                qos = opts
                mem = 1G
                [prof_default]
                comment = default
                account = default
                qos = default
                [prof_p]
                comment = p
                account = p
                [prof_q]
                comment = q
                """)
        let result = try scratch.run(
            """
            printf '#!/bin/sh\\n#SBATCH --comment=script --time=5\\ntrue\\n' > s
            csub -v --dry-run -P p -P q -t 7 - < s 2>&1 >/dev/null
            csub -v --dry-run --skip mem -O comment=line -P p true 2>&1 >/dev/null | grep -e mem -e comm
            CJOBS_PROFILE=q csub --check true | grep comment
            """)
        let file = "\(scratch.home)/.config/cjobs/config.ini"
        #expect(
            result.lines == [
                "csub: cores=2: \(file):2", "csub: mem=1024: \(file):6",
                "csub: time=00:07:00: command line", "csub: account=p: profile p, \(file):13",
                "csub: qos=default: profile default, \(file):10",
                "csub: comment=script: script, line 2",
                "csub: comment=line: command line", "comment=q",
            ], "\(result)")
    }

    @Test
    func `the built-in default asks for no memory and no time, a written one for what it says`()
        throws
    {
        let scratch = try Scratch()
        #expect(try scratch.run("csub --check true").output.isEmpty)
        #expect(
            try scratch.run("csub --check --backend slurm true").output
                == "nodes=1\ncores=1\n")
        #expect(
            try scratch.run("csub --check --backend slurm --mem none -t none true").output
                == "nodes=1\ncores=1\n")
        #expect(
            try scratch.run("cprofile set default time=1h; csub --check true").output
                == "time=01:00:00\n")
    }

    @Test func `two profiles: the later outdoes the earlier`() throws {
        let scratch = try Scratch(config: "[prof_a]\nmem = 1G\ncores = 2\n[prof_b]\nmem = 2G\n")
        #expect(try scratch.run("csub --check -P a -P b x").output == "cores=2\nmem=2048\n")
        #expect(try scratch.run("csub --check -P b -P a x").output == "cores=2\nmem=1024\n")
    }

    @Test func `a script's profile counts where nobody names another`() throws {
        let scratch = try Scratch(config: "[prof_a]\nmem = 1G\n[prof_b]\nmem = 2G\n")
        let script = "printf '#!/bin/sh\\n#CSUB -P a -c 2\\n' | csub --check"
        #expect(try scratch.run("\(script) -").output == "cores=2\nmem=1024\n")
        #expect(try scratch.run("\(script) -P b -").output == "cores=2\nmem=2048\n")
    }

    @Test func `in a script for a batch system the command line has the last word`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            printf '#!/bin/sh\\n#SBATCH -t 5\\n\\n# x\\n#SBATCH -J a\\ntrue\\n' > s
            csub --backend slurm -t 10 --mem none --dry-run - 1 'b c' < s 2> said |
                grep -v -e put= -e error= | grep -e '^#SBATCH' -e 'set --' -e '^#!'
            sed 's/cjobs:[0-9a-f]\\{16\\}/cjobs:TOKEN/' said
            csub --backend slurm --skip time --mem none --dry-run - < s 2> /dev/null |
                grep -c -e --time
            csub -D /nosuch --check true; echo $?
            """)
        let directory = "\(scratch.home)/work"
        #expect(
            result.output == """
                #!/bin/bash
                #SBATCH --job-name=a
                #SBATCH --nodes=1 --ntasks-per-node=1
                #SBATCH --cpus-per-task=1
                #SBATCH --time=00:10:00
                    set -- \(directory)/a.1.cluster.script 1 'b c'
                #!/bin/sh
                #SBATCH -t 5
                #SBATCH -J a
                csub: sbatch --parsable '--comment=cjobs:TOKEN' \(directory)/a.1.cluster.sbatch
                0
                66

                """)
    }

    @Test func `of two names of a required option the last counts, and set changes that one`()
        throws
    {
        let scratch = try Scratch(config: "[opts]\ntime = 1h\nwalltime = 2h\n")
        #expect(try scratch.run("csub --check true").output == "time=02:00:00\n")
        #expect(
            try scratch.run("cprofile config set opts.time 5m; csub --check true").output
                == "time=00:05:00\n")
    }

    // MARK: The seed's names

    /// Every keyword and synonym of the seed and of fyrd, with a value and the option that it is.
    private static let seedKeywords = [
        ("depends", "L1", "depend=afterok:L1"), ("depend", "L1", "depend=afterok:L1"),
        ("dependency", "L1", "depend=afterok:L1"), ("dependencies", "L1", "depend=afterok:L1"),
        ("cores", "2", "cores=2"), ("cpus", "2", "cores=2"), ("modules", "a,b", "modules=a,b"),
        ("imports", "sys", "imports=sys"), ("syspaths", "/x", "syspaths=/x"),
        ("syspath", "/x", "syspaths=/x"), ("paths", "/x", "syspaths=/x"),
        ("filedir", "/tmp", "script-dir=/tmp"), ("path", "/tmp", "script-dir=/tmp"),
        ("filepath", "/tmp", "script-dir=/tmp"), ("scriptpath", "/tmp", "script-dir=/tmp"),
        ("scriptdir", "/tmp", "script-dir=/tmp"), ("outpath", "/tmp", "out-dir=/tmp"),
        ("dir", "/tmp", "chdir=/tmp"), ("runpath", "/tmp", "chdir=/tmp"),
        ("suffix", "s", "suffix=s"),
        ("outfile", "o", "output=o"), ("stdout", "o", "output=o"), ("errfile", "e", "error=e"),
        ("stderr", "e", "error=e"), ("threads", "3", "threads=3"), ("nodes", "1", "nodes=1"),
        ("features", "a,b", "features=a,b"), ("time", "02:00:00", "time=02:00:00"),
        ("walltime", "90", "time=01:30:00"), ("mem", "2GB", "mem=2048"),
        ("memory", "4000", "mem=4000"),
        ("partition", "p", "partition=p"), ("queue", "p", "partition=p"),
        ("account", "a", "account=a"),
        ("export", "A,B=1", "export=A,B=1"), ("begin", "2031-01-01", "begin=2031-01-01T00:00:00"),
        ("qos", "q", "qos=q"), ("clean_files", "True", "clean-files=true"),
        ("clean_outputs", "no", "clean-outputs=false"), ("delete_files", "1", "clean-files=true"),
        ("delete_outputs", "1", "clean-outputs=true"), ("cleanfiles", "1", "clean-files=true"),
        ("delfiles", "1", "clean-files=true"), ("cleanouts", "1", "clean-outputs=true"),
        ("delouts", "1", "clean-outputs=true"), ("deloutputs", "1", "clean-outputs=true"),
        ("cleanoutputs", "1", "clean-outputs=true"), ("name", "n", "job-name=n"),
    ]

    @Test func `every keyword works by its old name, with -O and in a profile`() throws {
        let scratch = try Scratch()
        var script = ""
        for (key, value, _) in Self.seedKeywords {
            script += "csub --check -O '\(key)=\(value)' true\n"
            script +=
                "cprofile set p '\(key)=\(value)' && csub --check -P p true; cprofile delete p\n"
        }
        let result = try scratch.run(script)
        let wanted = Self.seedKeywords.flatMap { [$0.2, $0.2] }
        #expect(result.errors.isEmpty)
        #expect(result.lines == wanted)
    }

    @Test(arguments: [
        // option_help(mode='string'|'table'), check_arguments, option_to_string, options_to_string
        (
            "csub --list-options | head -1",
            "job-name:            Name of the job; else the command's."
        ),
        (
            "csub --list-options --format table | grep ^mem' ' | tr -s ' '",
            "mem memory size - --mem={}"
        ),
        (
            "csub --list-options --format json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)[\"options\"]) > 40)'",
            "True"
        ),
        ("csub --list-options --backend torque | grep -c nodelist", "0"),
        ("csub --check --mem 4G x", "mem=4096"),
        ("csub --render mem=4G --backend torque", "#PBS -l mem=4096mb"),
        ("csub --render mem=4G --backend slurm", "#SBATCH --mem=4096"),
        ("csub --render cores --backend slurm", "#SBATCH --cpus-per-task=1"),
        (
            "csub --backend slurm --render cores=2 nodes=3 hold",
            "#SBATCH --nodes=3 --ntasks-per-node=1"
        ),
        ("csub --render qos=x --backend pbs | wc -l", "0"),
        (
            "csub --render qos=x --backend pbs -vv 2>&1 | grep -v reading",
            "csub: qos is not available on OpenPBS"
        ),
        ("csub --dry-run --backend torque -c 4 --mem 2G x | head -2", "#!/bin/bash"),
        // config_file.get, set, delete, get_config, set_profile, get_profile, Profile.write
        ("cprofile config set queue.max_jobs 5; cprofile config get queue.max_jobs", "5"),
        (
            "cprofile config set a.b 5; cprofile config unset a.b; cprofile config get a.b; echo $?",
            "1"
        ),
        ("cprofile config list | grep queue_update=", "queue.queue_update=1"),
        ("cprofile set p mem=1G; cprofile show p", "[p]"),
        ("cprofile show --json | grep -o '\"name\":\"default\"'", "\"name\":\"default\""),
    ])
    func `the seed's functions from the shell`(_ script: String, _ first: String) throws {
        let result = try Scratch().run(script)
        #expect(result.lines.first?.hasPrefix(first) ?? false, "\(result)")
    }

    // MARK: Options of one's own

    @Test func `a section adds an option`() throws {
        let scratch = try Scratch(
            config:
                """
                [option wckey]
                type = str
                help = Workload key.
                slurm = --wckey={}
                synonyms = project
                [option parts]
                type = list
                slurm = --parts={}
                torque = -l parts={}
                sjoin = +
                tjoin = :
                [option spread]
                type = bool
                slurm = --spread-job
                [prof_p]
                project = x y
                """)
        let result = try scratch.run(
            """
            csub --render wckey=a parts=1,2 spread --backend slurm; csub --render parts=1,2 --backend pbs
            csub --dry-run -P p --backend slurm x | grep wckey; csub --list-options | grep -A1 ^wckey
            csub -O wckey=1 -W --get true
            csub --check -O spread=maybe x
            """)
        #expect(
            result.lines == [
                "#SBATCH --wckey=a", "#SBATCH --parts=1+2", "#SBATCH --spread-job",
                "#PBS -l parts=1:2", "#SBATCH --wckey=\"x y\"",
                "wckey:               Workload key.",
                "                     Type: str; Default: none; Also: project",
            ])
        #expect(result.errors.contains("csub: spread: 'maybe' is not true or false\n"))
    }

    @Test(arguments: [
        ("[option mem]\ntype = str\n", "'mem' is an option already"),
        ("[option x]\ntype = int\ndefault = a\n", "its default 'a' is not a whole number"),
        ("[option x]\n[option X]\n", "config.ini: [option x]: 'x' is an option already"),
        ("[option x]\nslurm = --x=\"{}\"\n", "config.ini:2: a directive has no quotes"),
        ("[option x]\ntype = float\n", "config.ini:2: 'float' is not bool, int, list"),
        ("[option x]\ncolour = red\n", "config.ini:2: 'colour' says nothing about an option"),
        ("[option a b=c]\n", "can't be an option's name"),
        ("[opts]\nmemm = 1\n", "config.ini:2: unknown option 'memm': did you mean 'mem'?"),
        ("[opts]\nmem = lots\n", "mem (\u{2026}config.ini:2): 'lots' is not a size"),
    ])
    func `what makes no option is told with its line`(_ config: String, _ text: String) throws {
        let result = try Scratch(config: config).run("csub true")
        #expect(result.status == 78)
        let parts = text.split(separator: "\u{2026}")
        #expect(parts.allSatisfy { result.errors.contains($0) }, "\(result)")
    }

    // MARK: On the local queue

    @Test func `settings of the local queue hold`() throws {
        let scratch = try Scratch(cores: nil)
        try scratch.writeHome(
            """
            [local]
            cores = 3
            [spool]
            path = ~/elsewhere
            [jobs]
            suffix = mine
            outpath = \(scratch.home)/outputs
            [queue]
            max_jobs = 2
            """, to: ".config/cjobs/config.ini")
        let result = try scratch.run(
            """
            unset CJOBS_SPOOL; mkdir ~/outputs
            csub -c 9 -J wide 'echo $CSUB_CORES' | cwait; cat ~/outputs/wide.1.mine.out; ls ~/elsewhere/format
            csub -H true > /dev/null; csub -H true > /dev/null; csub --no-block true; echo $?
            cqueue --can-submit; echo $?; csub -m 0 -H true
            cqueue --user me -q --cancel
            """)
        #expect(
            result.lines == ["3", "\(scratch.home)/elsewhere/format", "75", "1", "L4"], "\(result)")
    }

    @Test func `the grace of a job that is to end can be set`() throws {
        let scratch = try Scratch(cores: nil)
        try scratch.writeHome("[local]\ngrace = 0\n", to: ".config/cjobs/config.ini")
        let result = try scratch.run(
            """
            id=$(csub 'trap "" TERM; echo up > up; while :; do sleep 0.1; done')
            until [ -e up ]; do sleep 0.01; done; cqueue --cancel $id; timeout 8 cwait -q $id; echo $?
            """)
        #expect(result.output == "143\n")
    }

    @Test func `a prologue and modules come before the command`() throws {
        let scratch = try Scratch()
        try scratch.writeHome(
            "module() { [ \"$2\" != bad ] && export LOADED=\"$LOADED$2 \"; }\n",
            to: "modules/init/bash")
        let result = try scratch.run(
            """
            export MODULESHOME=~/modules
            csub --modules gcc,samtools --prologue 'export X="a b"' -W --get 'echo $LOADED$X'
            csub --prologue 'X=1' -W --get printf '%s|' 'a  b' '$X'; echo
            printf '#!/usr/bin/env bash\\necho script $LOADED$1\\n' | csub --modules gcc -W --get - arg
            csub --modules bad -W --get touch never; echo $?; csub --prologue false -W --get touch never; echo $?
            ls never 2>&1 | wc -l; csub --prologue 'exit 5' -W --get true; echo $?
            """)
        #expect(
            result.lines == [
                "gcc samtools a b", "a  b|$X|", "script gcc arg", "126", "126", "1", "5",
            ],
            "\(result)")
        #expect(!scratch.has("never"))
    }

    @Test func `a profile or a script does not change what the queue shares`() throws {
        let scratch = try Scratch(config: "[prof_p]\nthreads = 1\n")
        let result = try scratch.run(
            """
            csub -P p -W true > id; csub -c 3 --check true; csub -c 3 -W --get 'echo $CSUB_CORES'
            csub -O threads=2 -W true > id; csub -c 3 -W --get 'echo $CSUB_CORES'
            """)
        #expect(result.output == "cores=3\n3\n2\n")
    }

    @Test func `several options can be skipped, and none has no rival`() throws {
        let scratch = try Scratch(config: "[prof_p]\nmem = 1G\ntime = 5\ncores = 2\n")
        #expect(try scratch.run("csub --check -P p --skip mem,time x").output == "cores=2\n")
        #expect(
            try scratch.run("csub --check --mem 10 --mem-per-cpu none x").output == "mem=10\n")
    }

    @Test func `names of modules are data`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub --modules '$(touch PWNED),a;touch PWNED,`touch PWNED`' -W --get true; echo $?
            csub -O 'modules=x"; touch PWNED; "' -W --get true; echo $?
            """)
        #expect(result.output == "126\n126\n")
        #expect(!scratch.has("PWNED"))
    }

    @Test func `a check says what can never run`() throws {
        let scratch = try Scratch()
        #expect(try scratch.run("csub --check -N 2 true").status == 1)
        #expect(try scratch.run("csub --check -N 2 --backend slurm true").status == 0)
        #expect(try scratch.run("csub --check --mem lots true").status == 64)
    }

    @Test(arguments: [
        ("-N 2", 1, "nodes=2: the local queue has one machine"),
        ("-G 1", 1, "gpus=1: the local queue has no GPUs to give"),
        ("--gres gpu:1", 1, "gres=gpu:1: the local queue has no such resources to give"),
        ("-a 0-3", 1, "array=0-3: the local queue has no arrays: --each makes many jobs"),
        (
            "--backend torque", 69,
            "cannot find 'qsub', which Torque has, in a directory of PATH"
        ),
        ("-d singleton --backend nosuch", 64, "--backend: 'nosuch' is not one of auto, local"),
    ])
    func `what the local queue can't give is refused`(
        _ options: String, _ status: Int32, _ text: String
    ) throws {
        let result = try Scratch().run("csub \(options) true")
        #expect(result.status == status)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("csub: \(text)"), "\(result)")
    }

    @Test func `what means nothing here is passed over, and said at debug level`() throws {
        let result = try Scratch().run("csub -p long -A lab --qos high -C ssd -G 0 -W --get true")
        #expect(result == .init())
        #expect(
            try Scratch().run("csub -vv -p long -W --get true 2>&1 | grep -v reading").output
                == "csub: partition is not available on the local queue\n")
    }

    @Test func `memory for each core, priority and niceness, and a machine to itself`() throws {
        let result = try Scratch().run(
            """
            id=$(csub -H -c 2 --mem-per-cpu 10M --priority 5 --nice 2 true)
            cqueue --json $id | grep -o -e '"mem":[0-9]*' -e '"memory":[0-9]*' -e '"priority":[-0-9]*'
            id=$(csub -H --exclusive true); cqueue --json $id | grep -o '"cores":[0-9]*'
            """)
        #expect(result.lines.contains { $0.hasSuffix(":20971520") }, "\(result)")
        #expect(result.lines.contains("\"priority\":3"))
        #expect(result.lines.last == "\"cores\":4")
    }

    @Test func `a job's files go where it is said`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            mkdir a b; csub -J x --script-dir a --suffix 'my/s' true | cwait; ls a
            csub -J x --script-dir a --out-dir b true | cwait; ls b; csub --script-dir nosuch true; echo $?
            """)
        #expect(
            result.lines == [
                "x.2.my_s.err", "x.2.my_s.out", "x.3.cluster.err", "x.3.cluster.out", "66",
            ], "\(result)")
    }
}
