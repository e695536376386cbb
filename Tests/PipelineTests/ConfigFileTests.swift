import TestSupport
import Testing

/// Configuration files: those of older programs, and what changes them and what does not.
@Suite struct ConfigFileTests {
    // MARK: Older programs' files

    @Test func `the seed's file is read and written where it lies`() throws {
        let scratch = try Scratch(
            config:
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
        let scratch = try Scratch(
            config:
                "[queue]\nmax_jobs = 12\nqueue_type = torque\n[jobs]\nsuffix = fyrd\n",
            at: ".fyrd/config.txt")
        try scratch.writeHome(
            "[DEFAULT]\ncores = 2\nmem = 1G\n\n[small]\nmem = 500\npartition\n",
            to: ".fyrd/profiles.txt")
        let result = try scratch.run(
            """
            unset CJOBS_BACKEND; cprofile; cprofile show small default; csub --check -P small --backend slurm true
            csub --render mem=1G; cprofile set small time=1h; tail -2 ~/.fyrd/profiles.txt
            cprofile set default cores=3; head -2 ~/.fyrd/profiles.txt; cprofile migrate
            cprofile show small | tail -2
            """)
        #expect(
            result.lines
                == [
                    "default", "large", "small", "[small]", "mem = 500", "partition = None", "",
                    "[default]", "cores = 2", "mem = 1G",
                    "nodes=1", "cores=2", "mem=500", "suffix=fyrd",
                    "#PBS -l mem=1024mb", "partition", "time = 1h", "[DEFAULT]", "cores = 3",
                    "\(scratch.home)/.config/cjobs/config.ini", "partition = None", "time = 1h",
                ].filter { !$0.isEmpty }, "\(result)")
    }

    @Test(.enabled(if: Permits.has("python3"), "SKIPPED: needs python3"))
    func `Python's own reader agrees`() throws {
        let scratch = try Scratch(
            config:
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
        let scratch = try Scratch(config: "# kept\n[prof_p]\ncomment = first\n")
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
        let scratch = try Scratch(config: "[queue]\nmax_jobs = 1\n", at: "dotfiles/cjobs.ini")
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
        let scratch = try Scratch(config: "[prof_p]\ncores = 1\n")
        let result = try scratch.run(
            "cprofile set -n p cores=2; cprofile show p; ls -A ~/.config/cjobs")
        #expect(
            result.lines == ["[prof_p]", "cores = 2", "[p]", "cores = 1", "config.ini"])
    }

    @Test func `what is no file is neither read nor replaced`() throws {
        let scratch = try Scratch()
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
        let scratch = try Scratch(config: "[prof_p]\ncores = 1\n")
        let result = try scratch.run(
            "EDITOR=rm cprofile edit; echo $?; cprofile show p | tail -1; ls -A ~/.config/cjobs")
        #expect(result.lines == ["1", "cores = 1", "config.ini"])
        #expect(result.errors.hasPrefix("cprofile: the editor left no file; nothing was changed\n"))
    }

    @Test func `a file does not outgrow what is read`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            (echo '[a]'; head -c 1048570 /dev/zero | tr '\\0' '#'; echo) > big; chmod 600 big
            export CJOBS_CONFIG=$PWD/big; cprofile set p cores=2; echo $?; csub --check true; echo $?
            """)
        #expect(result.output == "1\n0\n")
    }

    @Test func `a directive can be set though it begins with a dash`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            cprofile config set 'option k.slurm' '--k={}' && csub --render k=1 --backend slurm
            cprofile config set 'option k.slurm' '--k="{}"'; echo $?
            """)
        #expect(result.output == "#SBATCH --k=1\n64\n")
    }

    @Test func `edit puts a sound file in place, and keeps a faulty text aside`() throws {
        let scratch = try Scratch(config: "[prof_p]\ncores = 1\n")
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
        let scratch = try Scratch(config: "# kept\n[queue]\nmax_jobs = 1\n")
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
