import JobCore
import Testing

/// What a job is called whose submitter did not say.
@Suite struct DefaultNameTests {
    @Test(arguments: [
        ("sort big.txt | gzip > x", "sort"), ("(cd /; ls)", "ls"), ("/bin/ls>/dev/null", "ls"),
        ("for f in *.txt; do gzip $f; done", "gzip"), ("{ wc -l x; }", "wc"),
        ("! grep x y", "grep"),
        ("env A=1 gzip x", "gzip"), ("A=1 B='x y' sort", "sort"), ("bash run.sh", "run"),
        ("set -e; cd x && make -j 4", "make"), ("2> err tee x", "tee"), ("< in > out tr a b", "tr"),
        ("while read x; do cat $x; done", "cat"), ("if [ -e x ]; then rm x; fi", "rm"),
        ("case $x in a) bzip2 y;; esac", "bzip2"), ("timeout -s KILL 5 ./sim", "sim"),
        ("nice -n 5 Rscript a/fit.R", "fit"), ("python -c 'x'", "python"),
        ("# a\nsamtools x", "samtools"),
        ("python3 -u process.py {} > {.}.out", "process"), ("perl {}", "perl"), ("{}", "job"),
        ("bash -c 'cd x; tar x'", "tar"), ("time -p sleep 3", "sleep"),
        ("\"my prog\" x", "my_prog"),
        (".hidden x", "hidden"), ("$X/tool y", "tool"), ("cd /tmp", "cd"), ("exit 3", "exit"),
        ("[ -e x ]", "job"), ("'", "job"), ("", "job"), ("--x", "x"), ("a;", "a"), (">", "job"),
        ("é", "job"), ("sort <(ls) &", "sort"), ("`which gzip` x", "which"),
        ("exec ./run.sh", "run.sh"),
    ])
    func `shell text is called for what it runs`(_ text: String, _ name: String) {
        #expect(Command.shell(ByteString(text)).defaultName == ByteString(name))
    }

    @Test(arguments: [
        (["python3", "process.py", "x"], "process"),
        (["/usr/bin/python3.11", "-m", "pkg.mod"], "pkg.mod"),
        (["./simulate.sh", "42"], "simulate.sh"), (["env", "-u", "X", "A=1", "gzip"], "gzip"),
        (["bash", "-eu", "-o", "pipefail", "job.sh"], "job"), (["sh", "-c", "ls | wc"], "ls"),
        (["java", "-jar", "/opt/picard.jar", "x"], "picard"), (["..", "x"], "job"), ([""], "job"),
        (["python", "-W", "ignore", "a/b.c.py"], "b.c"), (["nohup"], "nohup"), (["bash"], "bash"),
        (["sudo", "-u", "me", "--", "ls"], "ls"), (["a b/c d"], "c_d"), (["-x"], "x"),
    ])
    func `words are called for what they run`(_ words: [String], _ name: String) {
        let command = Command.arguments(words.map { ByteString($0) })
        #expect(command.defaultName == ByteString(name))
    }

    @Test func `a name is never hidden, empty or anything that a pattern means`() {
        var numbers = SystemRandomNumberGenerator()
        let bytes = Array("a.-_/ '\"$`;|&()<>{}[]=\\\n#!0\u{e9}".utf8)
        for _ in 0..<20_000 {
            let text = ByteString(
                (0..<Int.random(in: 0...12, using: &numbers)).compactMap { _ in
                    bytes.randomElement(using: &numbers)
                })
            let name = Command.shell(text).defaultName
            #expect(!name.isEmpty && !name.hasPrefix(".") && !name.hasPrefix("-"), "\(text)")
            #expect(
                name.bytes.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                        || (0x61...0x7A).contains(byte) || "._-".utf8.contains(byte)
                }, "\(text)")
        }
    }
}
