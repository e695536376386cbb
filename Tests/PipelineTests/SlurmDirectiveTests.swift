import TestSupport
import Testing

/// Directives before a real sbatch, on a real Slurm on this machine.
@Suite(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
struct SlurmDirectiveTests {
    @Test func `sbatch takes every line, and would run the job`() throws {
        // Each alone, and all in one script; what this cluster does not have is left out.
        let options = [
            "job-name=a b", "nodes=1", "ntasks-per-node=2", "cores=4", "mem=1G", "time=1-12:30:00",
            "partition=batch", "features=ssd,ib", "exclusive", "nodelist=node1", "exclude=node2",
            "begin=2031-12-24T18:00:30", "array=0-9%2", "hold", "kill-on-invalid-dep=yes", "nice=5",
            "requeue=no", "output=out/%x %j", "error=e", "input=in file", "chdir=/tmp",
            "export=A,B=2", "signal=B:USR1@60", "comment=say \"hi\" # \\o/", "mail-user=root",
            "mail-type=BEGIN,FAIL", "native=--open-mode=append", "mem-per-cpu=100M", "qos=normal",
        ]
        let all = options.filter { !$0.hasPrefix("mem-per") && !$0.hasPrefix("exclu") }
        var script = "unset CJOBS_SPOOL\n"
        for options in options.map({ [$0] }) + [all] {
            let words = options.map { "-O " + quoted($0) }.joined(separator: " ")
            script += """
                csub --backend slurm \(words) --dry-run true > script 2> command && [ -s command ] &&
                eval "$(sed 's/^csub: sbatch --parsable/sbatch --test-only/; s/ [^ ]*$/ script/' \
                    command)" > said 2>&1 || { echo \(quoted(options[0])); cat command said; }

                """
        }
        let result = try Scratch(on: .plain).run(script)
        #expect(result == .init(), "\(result)")
    }

    @Test func `sbatch reads each value as the one word that it is`() throws {
        let values = [
            "x --wrap=evil", "x' --wrap=evil '", "x\" --wrap=evil \"", "x\\", "\\\"; --wrap=evil",
            "#SBATCH --wrap=evil", "--wrap=evil", "-x", "$(evil)", "`evil`", "%(evil)s", "x#y",
            "a\\ b", "'", "\"", "\\", "é",
        ]
        var script = ""
        for value in values {
            // What sbatch finds in a script, as it says at -vvv.
            script += """
                csub --backend slurm -O mail-user=\(quoted(value)) --dry-run true > script
                sbatch -vvv --test-only script 2>&1 | sed -n 's/.*Found in script, argument "//p' |
                    sed -n 's/^--mail-user=\\(.*\\)"$/\\1/p'
                sbatch -vvv --test-only script 2>&1 | grep -c 'Found in script'

                """
        }
        let result = try Scratch(on: .plain).run(script)
        #expect(result.lines == values.flatMap { [$0, "7"] }, "\(result)")
    }

    private func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: #"'\''"#) + "'"
    }
}
