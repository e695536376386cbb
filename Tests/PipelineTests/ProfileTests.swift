import TestSupport
import Testing

/// cprofile, and what csub makes of profiles and settings.
@Suite struct ProfileTests {
    // MARK: Profiles

    @Test func `default and large are there without a file, and reading makes none`() throws {
        let scratch = try Scratch()
        #expect(try scratch.run("cprofile").output == "default\nlarge\n")
        #expect(
            try scratch.run("cprofile show large").output == """
                [large]
                nodes = 1
                cores = 16
                mem = 32000
                time = 24:00:00

                """)
        #expect(try scratch.run("ls -A ~ | grep -v -e work -e spool -e out -e err").output.isEmpty)
    }

    @Test func `set, unset and delete change a profile`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            cprofile set sim cores=4 mem:16G 'output=%x-%j.out' && cprofile show sim
            cprofile set sim cpus=8 && cprofile unset sim memory && cprofile show sim
            cprofile delete sim output && cprofile delete sim && cprofile
            cprofile delete sim; echo $?
            """)
        #expect(
            result.output == """
                [sim]
                cores = 4
                mem = 16G
                output = %x-%j.out
                [sim]
                cores = 8
                output = %x-%j.out
                default
                large
                1

                """)
        #expect(
            result.errors
                == "cprofile: no profile 'sim' in '\(scratch.home)/.config/cjobs/config.ini'\n")
    }

    @Test func `a changed default can be put back`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            "cprofile set default mem=1G; cprofile delete default; cprofile show default")
        #expect(result.lines.suffix(3) == ["[default]", "nodes = 1", "cores = 1"], "\(result)")
    }

    @Test(arguments: [
        ("cprofile set p mem=lots", 64, "mem: 'lots' is not a size"),
        ("cprofile set p memm=1", 64, "unknown option 'memm': did you mean 'mem'?"),
        ("cprofile set p mem", 64, "'mem' is not KEY=VALUE"),
        ("cprofile set p \"comment=a\nb\"", 64, "comment: 'a\\nb' is not one line of text"),
        ("cprofile set a,b mem=1", 64, "'a,b' can't be a profile's name"),
        ("cprofile set '' mem=1", 64, "'' can't be a profile's name"),
        ("cprofile --config= list", 64, "--config needs a value: FILE"),
        (
            "CJOBS_SITE_CONFIG=/nosuch csub true", 66,
            "CJOBS_SITE_CONFIG: there is no file '/nosuch'"
        ),
        ("cprofile set \"p]\n[opts\" mem=1", 64, "can't be a profile's name"),
        ("cprofile unset large nosuch", 1, "no 'nosuch' in [prof_large]"),
        ("cprofile show nosuch", 1, "no profile 'nosuch'"),
        ("cprofile config set max_jobs 5", 64, "'max_jobs' is not SECTION.KEY"),
        ("cprofile config set queue.max_jobs many", 64, "'many' is not a whole number from 0 to"),
        ("cprofile config unset queue.nosuch", 1, "no 'queue.nosuch'"),
        ("csub -P nosuch true", 64, "no profile 'nosuch': there are default, large"),
        ("csub -P larg true", 64, "no profile 'larg': did you mean 'large'?"),
        ("CJOBS_PROFILE=nosuch csub true", 78, "no profile 'nosuch'"),
        ("cprofile --config nosuch show", 66, "--config: there is no file 'nosuch'"),
        ("CJOBS_CONFIG=nosuch csub true", 66, "CJOBS_CONFIG: there is no file 'nosuch'"),
    ])
    func `what can't be is said in a line`(_ script: String, _ status: Int32, _ text: String) throws
    {
        let result = try Scratch().run(script)
        #expect(result.status == status)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(text), "\(result)")
        // Where the line itself is wrong, and no value in it, the usage is shown too.
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == (text.contains("needs a value") ? 3 : 1))
    }

    @Test func `what is shown as JSON is JSON`() throws {
        let result = try Scratch(config: "[prof_p]\ncomment = a\"b\n").run(
            """
            cprofile show --json | python3 -c '
            import json, sys
            for p in json.load(sys.stdin)["profiles"]: print(p["name"], p["options"])'
            cprofile config list --json | python3 -c '
            import json, sys
            print(json.load(sys.stdin)["schema"])'
            """)
        #expect(result.lines.last == "cjobs/1")
        #expect(result.lines.contains("p {'comment': 'a\"b'}"))
    }

    // MARK: Settings

    @Test func `config get, set, unset and list`() throws {
        let scratch = try Scratch(config: "# mine\n[queue]\nmax_jobs = 7\n")
        let result = try scratch.run(
            """
            cprofile config get queue.max_jobs; cprofile config get queue.queue_update
            cprofile config get nosuch.key; echo $?
            cprofile config get nosuch.key --default 5; cprofile config get nosuch.key; echo $?
            cprofile config get nosuch.key --default 5 --create; cprofile config get nosuch.key
            cprofile config set queue.sleep_len 3; cprofile config unset queue.max_jobs
            cprofile config list --origin | grep -e sleep_len -e max_jobs; cprofile config unset nosuch
            cat ~/.config/cjobs/config.ini
            """)
        #expect(
            result.lines == [
                "7", "1", "1", "5", "1", "5", "5",
                "\(scratch.home)/.config/cjobs/config.ini:3\tqueue.sleep_len=3",
                "built in\tqueue.max_jobs=1000",
                "# mine", "[queue]", "sleep_len = 3",
            ])
    }

    @Test func `an unknown setting is warned of and kept`() throws {
        let result = try Scratch().run(
            "cprofile config set queue.max_job 5; cprofile config get queue.max_job; csub -v true")
        #expect(result.lines.first == "5")
        #expect(
            result.errors.hasPrefix(
                "cprofile: warning: 'queue.max_job' is no setting: did you mean 'queue.max_jobs'?\n"
            ))
        #expect(result.errors.contains("config.ini:2: 'queue.max_job' is no setting\n"))
    }

    @Test(arguments: [
        (
            ["--config", "CJOBS_CONFIG", ".config", ".cluster", ".python-cluster", ".fyrd"],
            "--config"
        ),
        (["CJOBS_CONFIG", ".config", ".cluster", ".python-cluster", ".fyrd"], "CJOBS_CONFIG"),
        ([".config", ".cluster", ".python-cluster", ".fyrd"], ".config"),
        ([".cluster", ".python-cluster", ".fyrd"], ".cluster"),
        ([".python-cluster", ".fyrd"], ".python-cluster"), ([".fyrd"], ".fyrd"),
    ])
    func `the first file that is there is read`(_ places: [String], _ first: String) throws {
        let scratch = try Scratch()
        var script = "cprofile"
        for place in places {
            let path =
                [".config": ".config/cjobs/config.ini", ".fyrd": ".fyrd/config.txt"][place] ?? place
            try scratch.writeHome("[jobs]\nsuffix = \(place)\n", to: path)
            if place == "--config" { script += " --config ~/--config" }
            if place == "CJOBS_CONFIG" { script = "CJOBS_CONFIG=~/CJOBS_CONFIG " + script }
        }
        #expect(try scratch.run(script + " config get jobs.suffix").output == first + "\n")
    }

    @Test func `the site's file lies underneath`() throws {
        let scratch = try Scratch(config: "[queue]\nmax_jobs = 7\n[prof_p]\ncores = 2\n")
        try scratch.writeHome(
            "[queue]\nmax_jobs = 8\nsleep_len = 9\n[prof_p]\ncores = 3\nmem = 1G\n[prof_s]\nmem = 2G\n",
            to: "site.ini")
        let result = try scratch.run(
            """
            export CJOBS_SITE_CONFIG=~/site.ini
            cprofile config get queue.max_jobs; cprofile config get queue.sleep_len
            cprofile show p s; cprofile --site set s cores=5 2>/dev/null || cprofile set --site s cores=5
            tail -1 ~/site.ini; cprofile path; cprofile path --site
            """)
        #expect(
            result.lines == [
                "7", "9", "[p]", "cores = 2", "mem = 1G", "[s]", "mem = 2G", "cores = 5",
                "\(scratch.home)/.config/cjobs/config.ini", "\(scratch.home)/site.ini",
            ])
    }

    @Test func `without a home nothing is written anywhere`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            "unset HOME; cprofile set p mem=1G; echo $?; cprofile path; echo $?; csub --check true")
        #expect(result.output == "78\n78\n")
        #expect(result.errors.contains("neither CJOBS_CONFIG nor HOME is set"))
        #expect(try scratch.run("ls /.config 2>/dev/null").output.isEmpty)
    }

    @Test(arguments: [
        ("unset HOME", "neither CJOBS_SPOOL nor HOME is set"),
        ("HOME=", "neither CJOBS_SPOOL nor HOME is set"),
        ("HOME=work", "CJOBS_SPOOL is not set, and HOME, 'work', is no absolute path"),
    ])
    func `without a home the queue says what is missing`(_ home: String, _ reason: String) throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            unset CJOBS_SPOOL; \(home); mkdir work; for tool in 'csub true' 'cwait L1' cqueue; do
            $tool; echo $?; done; ls -A work; CJOBS_SPOOL=$PWD/queue; export CJOBS_SPOOL
            csub 'exit 3' | cwait -q; echo $?
            """)
        #expect(result.lines == ["78", "125", "78", "3"], "\(result)")
        #expect(
            result.errors.split(separator: "\n").map { String($0) }
                == ["csub", "cwait", "cqueue"].map {
                    "\($0): cannot tell where the queue is: \(reason)"
                })
    }

    @Test(.enabled(if: PathTests.hasOther, "SKIPPED: needs root, and setpriv for a second user"))
    func `in a home that can't be written the tools say what to set`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            # The built tools may be where nobody else gets to.
            mkdir home bin; cp $(command -v csub) $(command -v cprofile) bin; chmod 755 .. . bin bin/*
            other() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
            export HOME=$PWD/home; unset CJOBS_SPOOL
            other bin/csub true; echo $?; other bin/cprofile set p cores=2; echo $?
            """)
        let home = "\(scratch.home)/work/home"
        #expect(result.lines == ["77", "77"], "\(result)")
        #expect(
            result.errors == """
                csub: cannot create '\(home)/.local': Permission denied
                csub: CJOBS_SPOOL=DIRECTORY puts the queue elsewhere
                cprofile: cannot create '\(home)/.config': Permission denied
                cprofile: CJOBS_CONFIG=FILE is where else it may be

                """)
    }

    @Test func `no change makes a file that locks the tools out`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            cprofile config set 'option foo.type' strr; echo $?; cprofile config set spool.path rel; echo $?
            cprofile config set 'option foo.help' text && csub --list-options | tail -2 | head -1
            printf '%s\\n' '[option x]' 'type = strr' > bad; cp bad ~/.config/cjobs/config.ini
            csub true; echo $?; cprofile config unset 'option x' && csub -W --get echo well
            EDITOR='cp bad' cprofile edit; echo $?
            """)
        #expect(
            result.lines == ["64", "64", "foo:                 text", "78", "well", "78"],
            "\(result)")
        #expect(result.errors.contains("'strr' is not bool, int, list"))
    }

    @Test func `the user's word on a required option is the last`() throws {
        let scratch = try Scratch(config: "[opts]\naccount = None\nmodules = mine\nmemory = 1G\n")
        try scratch.writeHome(
            "[opts]\naccount = site\nmodules = theirs\nmem = 2G\nqos = site\n", to: "site.ini")
        #expect(
            try scratch.run("CJOBS_SITE_CONFIG=~/site.ini csub --check true").output
                == "mem=1024\nqos=site\nmodules=mine\n")
    }

    @Test func `a wrong setting is told before anything is submitted`() throws {
        let scratch = try Scratch(config: "[queue]\nprogressbar = maybe\n")
        let result = try scratch.run("csub -W true")
        #expect(result.output.isEmpty)
        #expect(
            result.errors.hasSuffix("config.ini:2: progressbar: 'maybe' is not true or false\n"))
        #expect(
            try Scratch(config: "[queue]\nqueue_update = x\n").run("csub -v -W --get true").errors
                .hasSuffix(
                    "config.ini:2: queue_update: 'x' is not a whole number from 0 to 86400\n"))
    }

    @Test func `a directory of the seed's name is no file`() throws {
        let scratch = try Scratch()
        #expect(
            try scratch.run("mkdir ~/.cluster; cprofile path; csub true | cwait").output
                == "\(scratch.home)/.config/cjobs/config.ini\n")
    }

    @Test func `a file that others can write is not trusted`() throws {
        let scratch = try Scratch(config: "[opts]\nprologue = evil\n")
        let result = try scratch.run("chmod g+w ~/.config/cjobs/config.ini; csub true")
        #expect(result.status == 78)
        #expect(result.output.isEmpty)
        #expect(
            result.errors.hasPrefix(
                "csub: cannot trust '\(scratch.home)/.config/cjobs/config.ini': others may write it\n"
            ))
    }

    @Test(.enabled(if: Permits.isRoot, "SKIPPED: needs root"))
    func `a file of another user is not trusted`() throws {
        let scratch = try Scratch(config: "[opts]\nprologue = evil\n")
        #expect(try scratch.run("chown 12345 ~/.config/cjobs/config.ini; csub true").status == 78)
    }

    @Test(arguments: [
        "csub true", "cprofile show", "cprofile set p mem=1G", "cqueue", "csub --check x",
    ])
    func `a broken file stops a tool with its line, and stays as it is`(_ script: String) throws {
        let scratch = try Scratch(config: "[queue]\nmax_jobs 5\n")
        let result = try scratch.run(
            "\(script); s=$?; cat ~/.config/cjobs/config.ini >&2; exit $s")
        #expect(result.status == 78)
        #expect(result.output.isEmpty)
        #expect(
            result.errors.hasSuffix(
                "config.ini:2: 'max_jobs 5' is not KEY = VALUE\n[queue]\nmax_jobs 5\n"), "\(result)"
        )
    }
}
