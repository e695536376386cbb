import TestSupport
import Testing

/// Cleaning a directory, in which anything may lie.
@Suite struct CleanDirectoryTests {
    /// Jobs of the local queue and of Slurm, ended and not, in the directory `t`.
    private static let jobs = #"""
        mkdir -p t ../away; mkfifo ../go ../stop ../ready; echo target > ../target; cd t
        local() { csub --backend local "$@"; }
        local -J a 'echo out' | cwait
        local -J $'\xff' true | cwait
        local -J named -o named.cluster.out 'echo x' | cwait
        local --no-id -J live 'echo > ../../ready; echo out; read x < ../../go'; read x < ../../ready
        local --no-id -J live -o live.cluster.out 'echo > ../../ready; read x < ../../stop'; read x < ../../ready
        until test -s live.4.cluster.out; do sleep 0.02; done
        s=$(csub -J s 'exit 3'); m=$(csub -J m -a 0-1 true); w=$(csub -J w true); printf '#!/bin/sh\n' > ../f.sh; f=$(csub -J f --track -f ../f.sh)
        slurm-job $s run; slurm-job $m run; slurm-job $f run
        CJOBS_SPOOL=$CJOBS_SPOOL.other csub --backend local -J other true | CJOBS_SPOOL=$CJOBS_SPOOL.other cwait
        """#

    /// What of that goes.
    private static let leftovers = [
        "a.1.cluster.err", "a.1.cluster.out", "f.1.cluster.err", "f.1.cluster.out",
        "f.1.cluster.sbatch", "f.1.cluster.script", "f.1.cluster.status", "m.1.0.cluster.err",
        "m.1.0.cluster.out", "m.1.0.cluster.status", "m.1.1.cluster.err", "m.1.1.cluster.out",
        "m.1.1.cluster.status", "m.1.cluster.sbatch", "s.1.cluster.err",
        "s.1.cluster.out", "s.1.cluster.sbatch", "s.1.cluster.status", "\u{FFFD}.2.cluster.err",
        "\u{FFFD}.2.cluster.out",
    ]

    private static let traps = #"""
        ln -s ../../target l.1.cluster.out; ln -s nowhere l.2.cluster.err; ln -s ../../away l.3.cluster.sbatch
        ln -s s.1.cluster.sbatch l.4.cluster.sbatch; ln -s . l.5.cluster.status
        mkfifo p.1.cluster.out p.2.cluster.sbatch p.3.cluster.status; mkdir x.cluster d.1.cluster.out d.2.cluster.sbatch
        cp -p a.1.cluster.out s.1.cluster.* d.1.cluster.out; mkdir below; cp -p s.1.cluster.* below
        echo mine > notes.cluster; echo mine > important.cluster.out; touch $'new\nline.1.cluster.out' -- -rf -rf.1.cluster.out
        touch $'\xef\xbf\xbd.2.cluster.out' a.1-2.cluster.out a.9.cluster.out a.01.cluster.out a.1.CLUSTER.out a.1.other.out
        touch a.1.cluster.out.bak a.1.cluster.out~ .cluster.out cluster.out a.1clusterout .1.cluster.err e.1.cluster.err
        python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("k.1.cluster.out")'
        printf '#!/bin/bash\necho\n# Written by csub (cjobs).\ncsub_token=1\n' > c.1.cluster.sbatch
        printf '#!/bin/sh\n# Written by csub (cjobs).\ncsub_token=1\n' > c.2.cluster.sbatch
        printf '#!/bin/bash\n# Written by csub (cjobs).\ncsub_token=0123456789abcdef\n' > c.3.cluster.sbatch
        cp c.3.cluster.sbatch c.4.cluster.qsub; printf 'cjobs-status 2\n' > c.5.cluster.status; touch c.5.cluster.out
        sed 's/^terminated 0/terminated 1/; s/^token.*/token 0/' s.1.cluster.status > c.6.cluster.status; touch c.6.cluster.out
        sed 's/^token.*/token 1/' s.1.cluster.status > s.2.cluster.status.x; touch s.1.cluster.script.x
        echo mine > z.1.cluster.script; touch g_func.cluster.py g_func.cluster.py.pickle.in g_func.cluster.py.pickle.out
        touch h.cluster.script i.1.cluster j.1.cluster.json
        printf x > unreadable.1.cluster.sbatch; chmod 0 unreadable.1.cluster.sbatch
        csub -J never -H -o keep.cluster.out true > /dev/null; echo mine > keep.cluster.out
        touch $(printf 'n%.0s' {1..200}).1.cluster.out
        """#

    /// Ends what `jobs` has begun.
    private static let end = #"""
        echo > ../../go; echo > ../../stop; cwait --backend local L4 L5
        """#

    /// Every name in `t` and below, with its kind, a line each.
    private static let list =
        #"find . -mindepth 1 -printf '%y %p\0' | LC_ALL=C sort -z | tr '\n\0' '?\n'"#

    @Test func `F133 of forty traps none goes, and of leftovers all`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            Self.jobs + "\n" + Self.traps + "\n" + #"""
                \#(Self.list) > ../before; cclean -n -0 -D . > ../plan; echo $? $(tr -cd '\0' < ../plan | wc -c)
                cclean -0 -f -D . > ../gone; echo $?; cmp ../plan ../gone && echo same
                \#(Self.list) > ../after; cat ../../target; ls ../../away | wc -l; test -s below/s.1.cluster.sbatch && test -e $'\xef\xbf\xbd.2.cluster.out' && echo below
                echo ---; tr '\0' '\n' < ../gone; echo ---; comm -23 ../before ../after; echo ---; comm -13 ../before ../after
                \#(Self.end)
                """#)
        let parts = result.output.split(
            separator: "---\n", omittingEmptySubsequences: false
        ).map { $0.split(separator: "\n").map { String($0) } }
        let count = Self.leftovers.count
        #expect(parts.first == ["1 \(count)", "1", "same", "target", "0", "below"], "\(result)")
        #expect(parts.count == 4 && parts[1] == Self.leftovers, "\(result)")
        #expect(parts.count == 4 && parts[2] == Self.leftovers.map { "f ./\($0)" }, "\(result)")
        for job in ["2 files of 'L4' stay", "1 file of '4' stays", "1 file of '6' stays"] {
            #expect(result.errors.contains("cclean: \(job): it has not ended\n"), "\(result)")
        }
    }

    @Test func `F133 --every takes what is called so, but no live job's, no link and no directory`()
        throws
    {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            Self.jobs + "\n" + Self.traps + "\n" + #"""
                \#(Self.list) > ../before; cclean -0 -f --every -D . > ../gone 2> /dev/null; echo $?
                \#(Self.list) > ../after; cat ../../target; ls ../../away | wc -l
                comm -13 ../before ../after; tr -cd '\0' < ../gone | wc -c; comm -23 ../before ../after | wc -l
                for f in live.4.cluster.out live.4.cluster.err live.cluster.out w.1.cluster.sbatch l.*.cluster.* p.*.cluster.* \
                    d.1.cluster.out x.cluster a.1.CLUSTER.out a.1.other.out .cluster.out below/s.1.cluster.sbatch a.1.cluster.out.bak
                do test -h $f || test -e $f || echo $f is gone; done
                ls -A | grep -c cluster; ls -d *func* *.qsub notes* keep* a.1.clu* other* 2> /dev/null
                \#(Self.end)
                """#)
        #expect(result.lines.prefix(3) == ["1", "target", "0"], "\(result)")
        #expect(result.lines.count > 5 && result.lines[3] == result.lines[4], "\(result)")
        #expect(!result.output.contains("is gone"), "\(result)")
        #expect(
            result.lines.suffix(3) == [
                "a.1.cluster.out.bak", "a.1.cluster.out~", "keep.cluster.out",
            ], "\(result)")
    }

    @Test(.enabled(if: Permits.isRoot, "SKIPPED: needs root, to have files of other users"))
    func `another user's files, and devices, stay`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            """
            csub -J job true | cwait; chown nobody job.2.cluster.out; cclean -f --every -D . ; echo $?; ls
            cclean -o L2; echo $?; mknod n.1.cluster.out c 1 3; cclean -f --every -D .; ls
            """)
        #expect(
            result.lines == [
                "job.2.cluster.err", "0", "job.2.cluster.out", "1", "job.2.cluster.out",
                "n.1.cluster.out",
            ], "\(result)")
        #expect(result.errors.contains("stays: it belongs to another user"))
    }

    @Test func `F135 it asks, and refuses where there is nobody to ask`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            for n in 2 3; do csub -J j$n true | cwait; done
            cclean -D .; echo $?; cclean -i -o L2; echo $?; ls | wc -l
            python3 - <<'end'
            import os, pty
            def run(answer, *words):
                child, terminal = pty.fork()
                if child == 0: os.execvp("cclean", ["cclean", *words])
                text = b""
                try:
                    while part := os.read(terminal, 4096):
                        text += part
                        if b"[y/N]" in part: os.write(terminal, answer)
                except OSError: pass
                status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                print(text.decode().replace("\r\n", "|"), status, sorted(os.listdir(".")), flush=True)
            run(b"\n", "-D", ".")
            run(b"n\n", "-i", "-o", "L2")
            run(b"y\n", "-D", ".", "--name", "j2")
            run(b"", "-f", "-D", ".")
            end
            """#)
        let names = [2, 3].flatMap { number in
            ["err", "out"].map { "j\(number).\(number).cluster.\($0)" }
        }
        let list = { (names: ArraySlice<String>) in
            "[" + names.map { "'\($0)'" }.joined(separator: ", ") + "]"
        }
        #expect(result.lines.prefix(3) == ["64", "64", "4"], "\(result)")
        #expect(
            result.errors.hasPrefix(
                """
                cclean: nothing was removed: there is nobody to ask
                cclean: --force removes without a question, --dry-run only shows

                """), "\(result)")
        let said = result.lines.suffix(4)
        for (line, what) in zip(
            said,
            [
                ("Remove these 4 files? [y/N]", "1 \(list(names[...]))"),
                ("Remove these 2 files? [y/N]", "1 \(list(names[...]))"),
                ("Remove these 2 files? [y/N]", "0 \(list(names[2...]))"),
                ("removed 2 files, 0 bytes|", "0 []"),
            ])
        {
            #expect(line.contains(what.0) && line.hasSuffix(what.1), "\(line)")
        }
    }

    @Test func `F134 F136 a backend's files, and those of another suffix`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            csub --backend local -J l true | cwait; s=$(csub -J s true); o=$(csub -J o --suffix other true)
            slurm-job $s run; slurm-job $o run
            show() { cclean -n -D . "$@" | tr '\n' ' '; echo; }
            show --backend local; show --backend slurm; show --suffix other; show --failed; show --ok --empty; show --name l
            printf '[jobs]\nsuffix = other\n' >> ~/.config/cjobs/config.ini; show; cclean -n -D . -D nosuch; echo $?
            cclean -n -D . --suffix a/b; echo $?; cclean -n -D . --suffix ''; echo $?; cclean -n --every; echo $?
            rm -r ~/.local/state/cjobs; cd ..; mv work moved; mkdir work; show -s cluster
            cclean -n -s cluster -D moved moved/.
            for b in slurm torque local; do cclean -n -s cluster --backend $b -D moved | wc -l; done; mv moved/* work
            """)
        let own = ["err", "out", "sbatch", "status"]
        func names(_ name: String, _ kinds: [String], _ suffix: String = "cluster") -> String {
            kinds.map { "\(name).1.\(suffix).\($0) " }.joined()
        }
        let local = names("l", ["err", "out"])
        #expect(
            result.lines.prefix(6) == [
                local, names("s", own), names("o", own, "other"),
                local + names("s", ["err", "out"]), local, names("o", own, "other"),
            ], "\(result)")
        #expect(
            Array(result.lines.dropFirst(6))
                == ["66", "64", "64", "64"] + own.map { "moved/s.1.cluster.\($0)" } + [
                    "4", "0", "0",
                ], "\(result)")
    }

    @Test func `a file that is swapped for a link while it cleans does not lead anywhere`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            #"""
            echo precious > target; mkdir t; cd t
            for n in {1..20}; do csub -J j$n true; done > /dev/null; slurm-job 1 run
            for n in {2..20}; do sed "s/^token.*/$(grep -o 'csub_token=.*' j$n.1.cluster.sbatch | sed 's/.*=/token /')/; s/^job .*/job $n/; s/^raw .*/raw $n/"                 j1.1.cluster.status > j$n.1.cluster.status; touch j$n.1.cluster.out; slurm-job $n state=COMPLETED; done
            mkdir ../saved; cp -p * ../saved
            python3 - <<'end' &
            import os, signal, sys
            names = [f"j{n}.1.cluster.out" for n in range(1, 21)]
            for n in names: os.symlink("../target", "../link." + n)
            while not os.path.exists("../stop"):
                for n in names:
                    # The two change places, as often as they can.
                    try:
                        os.rename(n, "../was." + n); os.rename("../link." + n, n)
                        os.rename(n, "../link." + n); os.rename("../was." + n, n)
                    except OSError:
                        if not os.path.lexists("../link." + n): os.symlink("../target", "../link." + n)
                        if os.path.exists("../was." + n):
                            if not os.path.lexists(n): os.rename("../was." + n, n)
            end
            for round in {1..40}; do
                cclean -f -D . > /dev/null 2>&1; cp -p --remove-destination ../saved/* . 2> /dev/null; test "$(cat ../target)" = precious || echo lost
            done
            touch ../stop; wait; cat ../target; find .. -type l -printf '%l\n' | sort -u
            """#)
        #expect(result.lines == ["precious", "../target"], "\(result)")
    }
}

/// What --dry-run shows is what goes.
@Suite struct CleanPlanTests {
    /// Trees of leftovers, copies and decoys, made by lot: each is cleaned as `--dry-run` says.
    private static let trees = #"""
        import os, random, shutil, subprocess, sys
        seed = int(os.environ.get("SEED", "20261126")); lot = random.Random(seed)
        print("seed", seed)
        saved = sorted(os.listdir("saved"))
        endings = ["out", "err", "status", "sbatch", "script", "qsub"]
        def files():
            return sorted(os.path.join(top, name).encode(errors="surrogateescape")
                          for top, below, names in os.walk("t") for name in names + below)
        def decoy(place):
            name = lot.choice(["a", "s", "m.0", "x", "new\nline", "\udcff", "-rf"]) + "." + str(lot.randrange(1, 4)) + \
                lot.choice([".cluster.", ".cluster.", "-2.cluster.", ".other."]) + lot.choice(endings)
            path = os.path.join(place, name)
            if os.path.lexists(path): return
            kind = lot.randrange(6)
            if kind == 0: os.symlink(lot.choice(saved), path)
            elif kind == 1: os.mkfifo(path)
            elif kind == 2: os.mkdir(path)
            elif kind == 3: open(path, "w").close()
            elif kind == 4: shutil.copy2("saved/" + lot.choice(saved), path)
            else: os.link("saved/" + lot.choice(saved), path)
        def clean(*words):
            done = subprocess.run(["cclean", "-0", "-D", "t", *choice, *words], capture_output=True, timeout=60)
            assert done.returncode in (0, 1), done
            return sorted(done.stdout.split(b"\0")[:-1])
        total = 0
        for tree in range(200):
            for name in os.listdir("t"):
                path = "t/" + name
                if os.path.isdir(path) and not os.path.islink(path): shutil.rmtree(path)
                else: os.unlink(path)
            for name in saved:
                if lot.random() < 0.6: shutil.copy2("saved/" + name, "t/" + name)
            for n in range(lot.randrange(12)): decoy("t")
            os.mkdir("t/below"); decoy("t/below")
            for name in list(os.listdir("t")):
                path = "t/" + name
                if lot.random() < 0.1 and os.path.isfile(path) and not os.path.islink(path):
                    lot.choice([lambda: os.utime(path, (2**31, 2**31)), lambda: open(path, "a").close(),
                                lambda: os.truncate(path, 0), lambda: os.chmod(path, 0o400)])()
            choice = lot.choice([[], [], ["--every"], ["--empty"], ["--ok"], ["--failed"], ["--backend", "slurm"]])
            before = files(); plan = clean("-n")
            assert files() == before, tree
            gone = clean("-f"); after = files()
            assert gone == plan, (tree, choice, plan, gone)
            assert sorted(set(before) - set(after)) == plan, (tree, choice)
            assert not set(after) - set(before), tree
            assert sorted(os.listdir("saved")) == saved
            total += len(plan)
        print("same" if total > 200 else total)
        """#

    @Test func `what --dry-run shows is what goes, in 200 trees`() throws {
        let scratch = try Scratch.onSlurm()
        try scratch.write(Array(Self.trees.utf8), to: "trees.py")
        let result = try scratch.run(
            """
            mkdir t; cd t; csub --backend local -J a 'echo out' | cwait; csub --backend local -J b 'exit 3' | cwait -q
            s=$(csub -J s 'echo x; exit 3'); m=$(csub -J m -a 0-1 'echo y'); printf '#!/bin/sh\\n' > ../f.sh; f=$(csub -J f --track -f ../f.sh)
            csub -J live true > /dev/null; slurm-job $s run; slurm-job $m run; slurm-job $f run
            cd ..; cp -rp t saved; python3 trees.py
            """, timeout: 600)
        #expect(result.lines == ["seed 20261126", "same"], "\(result)")
    }
}
