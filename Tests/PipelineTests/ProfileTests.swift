import TestSupport
import Testing

/// cprofile, and what csub makes of profiles and settings.
@Suite struct ProfileTests {
    /// A scratch whose home has a configuration of its own.
    private func scratch(
        _ text: String = "", at path: String = ".config/cjobs/config.ini"
    ) throws -> Scratch {
        let scratch = try Scratch()
        if !text.isEmpty { try scratch.writeHome(text, to: path) }
        return scratch
    }

    // MARK: Profiles

    @Test func `default and large are there without a file, and reading makes none`() throws {
        let scratch = try scratch()
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
        let scratch = try scratch()
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
        let scratch = try scratch()
        let result = try scratch.run(
            "cprofile set default mem=1G; cprofile delete default; cprofile show default")
        #expect(result.lines.contains("mem = 4000"))
    }

    @Test(arguments: [
        ("cprofile set p mem=lots", 64, "mem: 'lots' is not a size"),
        ("cprofile set p memm=1", 64, "unknown option 'memm': did you mean 'mem'?"),
        ("cprofile set p mem", 64, "'mem' is not KEY=VALUE"),
        ("cprofile set p \"comment=a\nb\"", 64, "comment: 'a\\nb' is not one line of text"),
        ("cprofile set a,b mem=1", 64, "'a,b' can't be a profile's name"),
        ("cprofile set '' mem=1", 64, "'' can't be a profile's name"),
        ("cprofile --config= list", 64, "--config= needs a value behind it"),
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
        let result = try scratch().run(script)
        #expect(result.status == status)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(text), "\(result)")
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == (status == 64 ? 2 : 1))
    }

    @Test func `what is shown as JSON is JSON`() throws {
        let result = try scratch("[prof_p]\ncomment = a\"b\n").run(
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
        let scratch = try scratch("# mine\n[queue]\nmax_jobs = 7\n")
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
        let result = try scratch().run(
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
        let scratch = try scratch("[queue]\nmax_jobs = 7\n[prof_p]\ncores = 2\n")
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
        let scratch = try scratch()
        let result = try scratch.run(
            "unset HOME; cprofile set p mem=1G; echo $?; cprofile path; echo $?; csub --check true")
        #expect(result.output == "78\n78\n")
        #expect(result.errors.contains("neither CJOBS_CONFIG nor HOME is set"))
        #expect(try scratch.run("ls /.config 2>/dev/null").output.isEmpty)
    }

    @Test func `no change makes a file that locks the tools out`() throws {
        let scratch = try scratch()
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
        let scratch = try scratch("[opts]\naccount = None\nmodules = mine\nmemory = 1G\n")
        try scratch.writeHome(
            "[opts]\naccount = site\nmodules = theirs\nmem = 2G\nqos = site\n", to: "site.ini")
        #expect(
            try scratch.run("CJOBS_SITE_CONFIG=~/site.ini csub --check true").output
                == "mem=1024\nqos=site\nmodules=mine\n")
    }

    @Test func `a wrong setting is told before anything is submitted`() throws {
        let scratch = try scratch("[queue]\nprogressbar = maybe\n")
        let result = try scratch.run("csub -W true")
        #expect(result.output.isEmpty)
        #expect(
            result.errors.hasSuffix("config.ini:2: progressbar: 'maybe' is not true or false\n"))
        #expect(
            try self.scratch("[queue]\nqueue_update = x\n").run("csub -v -W --get true").errors
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
        let scratch = try scratch("[opts]\nprologue = evil\n")
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
        let scratch = try scratch("[opts]\nprologue = evil\n")
        #expect(try scratch.run("chown 12345 ~/.config/cjobs/config.ini; csub true").status == 78)
    }

    @Test(arguments: [
        "csub true", "cprofile show", "cprofile set p mem=1G", "cqueue", "csub --check x",
    ])
    func `a broken file stops a tool with its line, and stays as it is`(_ script: String) throws {
        let scratch = try scratch("[queue]\nmax_jobs 5\n")
        let result = try scratch.run(
            "\(script); s=$?; cat ~/.config/cjobs/config.ini >&2; exit $s")
        #expect(result.status == 78)
        #expect(result.output.isEmpty)
        #expect(
            result.errors.hasSuffix(
                "config.ini:2: 'max_jobs 5' is not KEY = VALUE\n[queue]\nmax_jobs 5\n"), "\(result)"
        )
    }

    // MARK: Older programs' files

    @Test func `the seed's file is read and written where it lies`() throws {
        let scratch = try scratch(
            """
            [queue]
            max_jobs = 1000
            queue_update = 3

            [prof_default]
            nodes = 1
            cores = 1
            mem = 4000
            time = 02:00:00

            [prof_big]
            cores: 3
            outfile = None
            """, at: ".python-cluster")
        let result = try scratch.run(
            """
            cprofile config get queue.queue_update; cprofile show big
            cprofile set big outfile=x.log; tail -1 ~/.python-cluster; ls ~/.config 2>&1 | head -1
            id=$(csub -P big true); cwait $id; cqueue --json $id | grep -o '"cores":3'; ls x.log
            csub -v --dry-run true 2>&1; cprofile migrate; cprofile path; head -1 ~/.python-cluster
            cprofile show big; csub --check true
            """)
        #expect(
            result.lines == [
                "3", "[big]", "cores = 3", "outfile = None", "outfile = x.log",
                "ls: cannot access '\(scratch.home)/.config': No such file or directory",
                "\"cores\":3", "x.log",
                // The seed wrote that default by itself: it limits no local job.
                "(cd \(scratch.home)/work || exit 126; exec true)",
                "\(scratch.home)/.config/cjobs/config.ini",
                "\(scratch.home)/.config/cjobs/config.ini",
                "# cjobs reads \(scratch.home)/.config/cjobs/config.ini instead of this file",
                "[big]", "cores = 3", "outfile = x.log",
            ], "\(result)")
    }

    @Test func `fyrd's two files are read and written where they lie`() throws {
        let scratch = try scratch(
            "[queue]\nmax_jobs = 12\nqueue_type = torque\n[jobs]\nsuffix = fyrd\n",
            at: ".fyrd/config.txt")
        try scratch.writeHome(
            "[DEFAULT]\ncores = 2\nmem = 1G\n\n[small]\nmem = 500\npartition\n",
            to: ".fyrd/profiles.txt")
        let result = try scratch.run(
            """
            cprofile; cprofile show small default; csub --check -P small --backend slurm true
            csub --render mem=1G; cprofile set small time=1h; tail -2 ~/.fyrd/profiles.txt
            cprofile set default cores=3; head -2 ~/.fyrd/profiles.txt; cprofile migrate
            cprofile show small | tail -2
            """)
        #expect(
            result.lines
                == [
                    "default", "large", "small", "[small]", "mem = 500", "partition = None", "",
                    "[default]", "cores = 2", "mem = 1G",
                    "nodes=1", "cores=2", "mem=500", "time=02:00:00", "suffix=fyrd",
                    "#PBS -l mem=1024mb", "partition", "time = 1h", "[DEFAULT]", "cores = 3",
                    "\(scratch.home)/.config/cjobs/config.ini", "partition = None", "time = 1h",
                ].filter { !$0.isEmpty }, "\(result)")
    }

    @Test(.enabled(if: Permits.has("python3"), "SKIPPED: needs python3"))
    func `Python's own reader agrees`() throws {
        let scratch = try scratch(
            """
            ; top
            [queue]
            max_jobs = 5
            Sleep_Len:  2
            [prof_a]
            output = %%x-%%j
            comment = %(output)s of %(cores)s
            cores = 3
            modules = a,
              b
              # between
              ,c
            [prof_b]
            export=A=1,B:2
            """)
        let result = try scratch.run(
            """
            cprofile config list --json > ours
            python3 - ours ~/.config/cjobs/config.ini <<'END'
            import configparser, json, sys
            ours = {(s["section"], s["key"]): s["value"] for s in json.load(open(sys.argv[1]))["settings"]}
            theirs = configparser.ConfigParser(); theirs.read(sys.argv[2])
            for section in theirs.sections():
                for key, value in theirs.items(section):
                    assert ours[section, key] == value, (section, key, value, ours[section, key])
                    print(section, key)
            END
            cprofile set a 'output=100%_%x %%' ; cprofile config set prof_c.comment '%(x)s'
            python3 - ~/.config/cjobs/config.ini <<'END'
            import configparser, sys
            theirs = configparser.ConfigParser(); theirs.read(sys.argv[1])
            print(theirs["prof_a"]["output"], theirs["prof_c"]["comment"])
            END
            """)
        #expect(result.status == 0, "\(result)")
        #expect(result.lines.count == 8)
        #expect(result.lines.last == "100%_%x %% %(x)s")
    }

    // MARK: Changing files

    @Test func `a hundred at once all get their key in`() throws {
        let scratch = try scratch("# kept\n[prof_p]\ncomment = first\n")
        let result = try scratch.run(
            """
            for i in $(seq 100); do cprofile config set own.key$i $i & done; wait
            grep -c '^key' ~/.config/cjobs/config.ini; head -3 ~/.config/cjobs/config.ini
            ls -A ~/.config/cjobs
            """)
        #expect(
            result.lines == ["100", "# kept", "[prof_p]", "comment = first", "config.ini"],
            "\(result)")
    }

    @Test func `a change keeps mode and link`() throws {
        let scratch = try scratch("[queue]\nmax_jobs = 1\n", at: "dotfiles/cjobs.ini")
        let result = try scratch.run(
            """
            chmod 640 ~/dotfiles/cjobs.ini; mkdir -p ~/.config/cjobs
            ln -s ../../dotfiles/cjobs.ini ~/.config/cjobs/config.ini
            cprofile config set queue.max_jobs 2; stat -c %a ~/dotfiles/cjobs.ini
            readlink ~/.config/cjobs/config.ini; cat ~/dotfiles/cjobs.ini
            rm ~/dotfiles/cjobs.ini; cprofile config set queue.max_jobs 3
            stat -c %a ~/dotfiles/cjobs.ini; readlink ~/.config/cjobs/config.ini
            """)
        #expect(
            result.lines == [
                "640", "../../dotfiles/cjobs.ini", "[queue]", "max_jobs = 2", "600",
                "../../dotfiles/cjobs.ini",
            ], "\(result)")
    }

    @Test func `a dry run shows the file and leaves it`() throws {
        let scratch = try scratch("[prof_p]\ncores = 1\n")
        let result = try scratch.run(
            "cprofile set -n p cores=2; cprofile show p; ls -A ~/.config/cjobs")
        #expect(
            result.lines == ["[prof_p]", "cores = 2", "[p]", "cores = 1", "config.ini"])
    }

    @Test func `what is no file is neither read nor replaced`() throws {
        let scratch = try scratch()
        let result = try scratch.run(
            """
            mkfifo pipe; mkdir dir
            for path in pipe dir /dev/null; do
                CJOBS_CONFIG=$path timeout 5 csub --check true; echo $?
                CJOBS_CONFIG=$path timeout 5 cprofile set p mem=1; echo $?
            done; test -c /dev/null -a -p pipe -a -d dir && echo there
            """)
        #expect(
            result.lines == ["78", "78", "66", "78", "0", "78", "there"], "\(result)")
    }

    @Test func `an editor that leaves nothing changes nothing`() throws {
        let scratch = try scratch("[prof_p]\ncores = 1\n")
        let result = try scratch.run(
            "EDITOR=rm cprofile edit; echo $?; cprofile show p | tail -1; ls -A ~/.config/cjobs")
        #expect(result.lines == ["1", "cores = 1", "config.ini"])
        #expect(result.errors.hasPrefix("cprofile: the editor left no file; nothing was changed\n"))
    }

    @Test func `a file does not outgrow what is read`() throws {
        let scratch = try scratch()
        let result = try scratch.run(
            """
            (echo '[a]'; head -c 1048570 /dev/zero | tr '\\0' '#'; echo) > big; chmod 600 big
            export CJOBS_CONFIG=$PWD/big; cprofile set p cores=2; echo $?; csub --check true; echo $?
            """)
        #expect(result.output == "1\n0\n")
    }

    @Test func `a directive can be set though it begins with a dash`() throws {
        let scratch = try scratch()
        let result = try scratch.run(
            """
            cprofile config set 'option k.slurm' '--k={}' && csub --render k=1 --backend slurm
            cprofile config set 'option k.slurm' '--k="{}"'; echo $?
            """)
        #expect(result.output == "#SBATCH --k=1\n64\n")
    }

    @Test func `edit puts a sound file in place, and keeps a faulty text aside`() throws {
        let scratch = try scratch("[prof_p]\ncores = 1\n")
        let result = try scratch.run(
            """
            EDITOR='sed -i s/1/2/' cprofile edit; cprofile show p | tail -1
            EDITOR='sed -i s/=//' cprofile edit; echo $?; cprofile show p | tail -1
            cat ~/.config/cjobs/.config.ini.*.edit | tail -1
            EDITOR=false cprofile edit; echo $?
            EDITOR='sh -c "cprofile set p mem=1G; echo >> \\$0"' cprofile edit; echo $?
            """)
        #expect(
            result.lines == ["cores = 2", "78", "cores = 2", "cores  2", "1", "1"], "\(result)")
        #expect(result.errors.contains(".edit:2: 'cores  2' is not KEY = VALUE\n"))
        #expect(result.errors.contains("was changed meanwhile\n"))
    }

    @Test(.enabled(if: Permits.tracing, "SKIPPED: needs strace, and to be allowed to trace"))
    func `killed, or without disk, at any system call: the old file or the new one`() throws {
        let scratch = try scratch("# kept\n[queue]\nmax_jobs = 1\n")
        let result = try scratch.run(
            #"""
            file=~/.config/cjobs/config.ini; cp $file old; sed s/1/2/ old > new
            count=$(strace -f -o log cprofile config set queue.max_jobs 2 && grep -c . log)
            for fault in signal=KILL error=ENOSPC; do
                n=1; while [ $n -le $count ]; do
                    cp old $file
                    calls=all; [ $fault = error=ENOSPC ] && calls=openat,write,fsync,renameat,mkdir,fchmod
                    strace -f -o /dev/null -e trace=$calls -e inject=$calls:$fault:when=$n \
                        cprofile config set queue.max_jobs 2 2> errors; status=$?
                    cmp -s $file old || cmp -s $file new || echo "call $n, $fault: $(cat $file)"
                    [ $status -ne 0 ] || cmp -s $file new || echo "call $n, $fault: 0, and not written"
                    [ $status -lt 128 ] || [ $fault = signal=KILL ] || echo "call $n: $(cat errors)"
                    n=$((n+1))
                done
            done; cprofile config set queue.max_jobs 9; ls -A ~/.config/cjobs
            """#, timeout: 300)
        #expect(result.output == "config.ini\n", "\(result)")
    }
}
