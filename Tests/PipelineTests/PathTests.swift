import TestSupport
import Testing

/// Directories that others may write to: a queue below one is refused, and nothing that somebody put
/// there is followed.
@Suite struct PathTests {
    /// Runs the rest of a line as another user.
    private static let other =
        "other() { setpriv --reuid 65534 --regid 65534 --clear-groups \"$@\"; }\n"
    static let hasOther = Permits.isRoot && Permits.has("setpriv")

    @Test(arguments: [
        ("mkdir -m 777 open; spool=$PWD/open/spool", "others may write to 'W/open'"),
        ("mkdir -m 777 open; spool=$PWD/open/a/b/spool", "others may write to 'W/open'"),
        ("mkdir -m 777 open; mkdir -m 700 open/spool; spool=$PWD/open/spool", "W/open'"),
        (
            "mkdir -m 777 open; mkdir -p real; ln -s ../real open/way; spool=$PWD/open/way/spool",
            "others may write to 'W/open'"
        ),
        ("mkdir -m 777 open; ln -s open/spool way; spool=$PWD/way", "others may write to 'W/open'"),
        ("mkdir -m 777 open; mkdir below; spool=$PWD/below/../open/spool", "to 'W/open'"),
        ("mkdir -m 757 open; spool=$PWD/open/spool", "others may write to 'W/open'"),
    ])
    func `a queue in whose place others could put another is refused`(
        _ making: String, _ reason: String
    ) throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            making + #"""

                export CJOBS_SPOOL=$spool
                for t in "csub true" "cqueue" "cqueue --cancel L1"; do $t; echo $?; done; cwait L1; echo $?
                find . -name format
                """#)
        #expect(result.lines == ["77", "77", "77", "125"], "\(result)")
        let told = result.errors.split(separator: "\n").filter { $0.contains("cannot use '") }
        #expect(told.count == 4)
        #expect(
            told.allSatisfy {
                $0.hasSuffix(reason.replacing("W", with: scratch.path + "/work") + "")
                    || $0.contains(reason.replacing("W", with: scratch.path + "/work"))
            }, "\(result)")
    }

    @Test func `a queue behind links of one's own, and in a sticky directory, is fine`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            mkdir -m 1777 sticky; mkdir real; ln -s ../real sticky/way; ln -s sticky/way/../spool way
            CJOBS_SPOOL=$PWD/way csub 'exit 3' > id; CJOBS_SPOOL=$PWD/spool cwait -q $(cat id); echo $?
            CJOBS_SPOOL=$PWD/sticky/way/spool csub 'exit 4' > id
            CJOBS_SPOOL=$PWD/real/spool cwait -q $(cat id); echo $?
            for s in spool real/spool; do CJOBS_SPOOL=$PWD/$s cwait -r --all; done
            """#)
        #expect(result.output == "3\n4\n", "\(result)")
    }

    @Test func `a link that leads to itself ends`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            "ln -s loop loop; CJOBS_SPOOL=$PWD/loop/spool csub true; echo $?")
        #expect(result.output == "66\n")
        #expect(result.errors.contains("Too many levels of symbolic links"))
    }

    @Test(.enabled(if: hasOther, "SKIPPED: needs root, and setpriv for a second user"))
    func `what another user put into a sticky directory leads to no queue`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.other + #"""
                chmod 711 "$HOME" .; mkdir -m 1777 sticky; mkdir real
                other ln -s "$PWD/real" sticky/link; other mkdir -m 777 sticky/dir
                for s in link/spool link dir/spool dir; do CJOBS_SPOOL=$PWD/sticky/$s csub true; echo $?; done
                ls real
                """#)
        #expect(result.lines == ["77", "77", "77", "77"], "\(result)")
        #expect(result.errors.split(separator: "\n").count == 4)
    }

    @Test(.enabled(if: hasOther, "SKIPPED: needs root, and setpriv for a second user"))
    func `a group in which there is nobody else may write`() throws {
        let scratch = try Scratch(cores: nil)
        // Root's own group has no other member; the other user's has one.
        let result = try scratch.run(
            #"""
            mkdir -m 775 mine theirs; chgrp 65534 theirs
            CJOBS_SPOOL=$PWD/mine/spool csub true > id; CJOBS_SPOOL=$PWD/mine/spool cwait $(cat id); echo $?
            CJOBS_SPOOL=$PWD/theirs/spool csub true; echo $?
            """#)
        #expect(result.lines == ["0", "77"], "\(result)")
    }

    @Test func `a queue that was replaced while its keeper is there runs nothing else`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            mkdir -p mine evil/jobs; export CJOBS_SPOOL=$PWD/mine/spool; mkfifo go ready
            csub --no-id -o /dev/null 'echo > ready; read x < go'; read x < ready
            csub -H -Q - <<< 'echo ran > ran' > script; csub -H -Q 'echo shell > shell.ran' > shell
            mv mine away; mkdir mine; mv evil mine/spool; chmod 700 mine/spool
            # Whatever the script is called, this would be in its place.
            for i in 2 3; do echo 'echo evil > evil.ran' > mine/spool/jobs/L$i.1.script; done
            export CJOBS_SPOOL=$PWD/away/spool
            cqueue --release $(cat script shell); echo > go
            cwait -q $(cat script); echo $?; cwait -q $(cat shell); echo $?; cat shell.ran
            ls evil.ran ran 2>/dev/null; cqueue --no-header -o reason $(cat script); cwait -qr --all
            """#, timeout: 60)
        #expect(result.lines.prefix(3) == ["126", "0", "shell"], "\(result)")
        #expect(result.output.contains("is not the queue's directory any more"))
        #expect(result.lines.count == 4)
    }

    @Test func `records of batch jobs and settings below an open directory are refused`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            mkdir -m 777 open; mkdir -p open/cjobs
            echo '[jobs]' > open/config.ini; chmod 600 open/config.ini
            csub --config open/config.ini true; echo $?; csub --config "$PWD/open/config.ini" true; echo $?
            ln -s open/config.ini link.ini; cqueue --config link.ini; echo $?
            mkdir own; cp open/config.ini own; ln -s own/config.ini ok.ini; cqueue --config ok.ini > /dev/null; echo $?
            """#)
        #expect(result.lines == ["78", "78", "78", "0"], "\(result)")
        #expect(
            result.errors.split(separator: "\n").filter { $0.contains("cannot trust") }.count == 3)
    }

    // MARK: Outputs

    @Test(.enabled(if: hasOther, "SKIPPED: needs root, and setpriv for a second user"))
    func `default outputs follow nothing that another user has planted`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.other + #"""
                chmod 711 "$HOME" .; mkdir -m 777 shared; echo precious > victim; cd shared
                n=2; for k in link fifo file dangling; do
                    case $k in
                        link) other ln -s ../victim j.$n.cluster.out ;;
                        fifo) other mkfifo j.$n.cluster.out ;;
                        file) other touch j.$n.cluster.out; other chmod 666 j.$n.cluster.out ;;
                        dangling) other ln -s "$HOME/made" j.$n.cluster.err ;;
                    esac
                    csub -J j 'echo secret; echo oops >&2' | cwait; echo $?; cqueue --path L$n; cqueue --stdout L$n
                    n=$((n + 1))
                done
                cat ../victim; ls "$HOME/made" 2>/dev/null; cat j.4.cluster.out; stat -c %U:%a j.4-2.cluster.out
                """#, timeout: 60)
        let directory = scratch.path + "/work/shared"
        let expected = (2...5).flatMap {
            [
                "0", "\(directory)/j.\($0)-2.cluster.out", "\(directory)/j.\($0)-2.cluster.err",
                "secret",
            ]
        }
        #expect(result.lines == expected + ["precious", "root:644"], "\(result)")
    }

    @Test(.enabled(if: hasOther, "SKIPPED: needs root, and setpriv for a second user"))
    func `links and FIFOs of another user in a shared directory are not opened by name either`()
        throws
    {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.other + #"""
                chmod 711 "$HOME" .; mkdir -m 777 shared; echo precious > victim
                other ln -s "$PWD/victim" shared/link; other mkfifo shared/fifo
                csub -o shared/link echo x | cwait -q; echo $?; csub -o shared/fifo echo x | cwait -q; echo $?
                cqueue --log-file shared/link > /dev/null; echo $?
                ln -s "$PWD/mine" shared/own; csub -o shared/own echo mine | cwait; echo $?; cat mine victim
                csub -J j echo one | cwait; rm j.*.out; cd shared; csub -J j echo one | cwait; rm j.*.out
                other ln -s ../victim "$(basename $(cqueue --path last | head -1))"; cqueue --stdout last; echo $?
                """#, timeout: 60)
        #expect(
            result.lines.prefix(6) == ["126", "126", "73", "0", "mine", "precious"], "\(result)")
        #expect(!result.lines.dropFirst(6).contains("precious"), "\(result)")
        #expect(result.errors.contains("another user has put it there"))
    }
}
