import TestSupport
import Testing

/// Nobody but its owner reads a queue, and nothing in it is where others look.
@Suite struct PrivacyTests {
    @Test(arguments: ["000", "022", "077"])
    func `spool and files are private whatever the umask`(_ mask: String) throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            umask MASK; mkfifo go
            csub 'umask;' | cwait -g; csub - <<< 'read x < go' > id; csub 'exit 3' | cwait
            find "$CJOBS_SPOOL" -perm /077; stat -c %a "$CJOBS_SPOOL"
            # An attempt's file may be executed by its owner once its command is.
            find "$CJOBS_SPOOL" -type f ! -perm 600 ! -path '*/jobs/*'; echo > go; cwait < id
            """#.replacing("MASK", with: mask))
        #expect(result.lines == ["0\(mask)", "700"])
    }

    @Test func `what the environment holds is in no process's arguments`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            #"""
            mkfifo go; csub 'read x < go' > id
            until cqueue -t running -I | grep -q .; do :; done
            for p in /proc/[0-9]*; do tr '\0' ' ' < $p/cmdline 2>/dev/null | grep -F "$(echo "$TOKEN")"; done | grep -v grep
            echo > go; cwait < id; csub 'echo $TOKEN' | cwait -g
            """#, with: ["TOKEN": "hunter2"])
        #expect(result.output == "hunter2\n")
    }

    @Test func `the keeper keeps nothing of whoever started it`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            export TOKEN=hunter2; mkfifo go; taskset -c 0 csub 'read x < go' 8</etc/passwd > id
            until cqueue -t running -I | grep -q .; do :; done
            all=$(grep Cpus_allowed_list /proc/self/status)
            for p in $(pgrep -f "^cjobs-keeper $CJOBS_SPOOL\$"); do
                tr '\0' '\n' < /proc/$p/environ | grep TOKEN
                ls -l /proc/$p/fd | grep -E 'passwd|work/id'
                grep Cpus_allowed_list /proc/$p/status | grep -vxF "$all"
            done
            csub grep Cpus_allowed_list /proc/self/status | cwait -g | grep -vxF "$all"
            echo > go; cwait < id
            """#)
        #expect(result.output.isEmpty)
    }
}
