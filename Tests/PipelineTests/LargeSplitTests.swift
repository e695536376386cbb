import TestSupport
import Testing

/// csplit of files so large that threads look at their sections side by side.
@Suite struct LargeSplitTests {
    /// What makes a file `big` of some eight million bytes.
    private static let makers = [
        "lines": "seq 1100000 > big",
        "FASTQ":
            #"awk 'BEGIN { s = "ACGTACGTAC"; for (i = 1; i <= 100000; i++) { t = substr(s s s s s s, 1, 1 + i % 60); q = t; gsub(/[ACGT]/, "@", q); printf "@r%d x\n%s\n+\n%s\n", i, t, q } }' > big"#,
        "FASTA":
            #"awk 'BEGIN { for (i = 1; i <= 90000; i++) { printf ">s%d a>b\n", i; for (j = 0; j < i % 9; j++) print "ACGTACGT>ACGTACGT" } }' > big"#,
        "one line": "head -c 8000000 /dev/zero > big",
    ]

    @Test(arguments: makers.keys.sorted(), ["-n 7", "-n 7 --header-lines 8", "-b 900000"])
    func `the parts are the same on one thread and on two`(
        _ kind: String, _ options: String
    ) throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            \(Self.makers[kind, default: ""])
            for j in 1 2; do csplit -q -j $j -p -O $j \(options) big | sed "s/^$j//" > names$j; echo $?; done
            diff -r 1 2 && cmp names1 names2 && wc -l < names2; [ $(wc -c < big) -gt 5000000 ] || echo small
            for n in $(cat names2); do head -n 1 2/$n; done | grep -ac '^@r'
            """)
        #expect(result.lines.prefix(2) == ["0", "0"] && result.errors.isEmpty, "\(result)")
        #expect(result.lines.count == 4, "\(result)")
        if kind == "FASTQ" { #expect(result.lines[3] == result.lines[2], "\(result)") }
    }

    @Test func `what is wrong in a large FASTQ file is told with its line`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            \(Self.makers["FASTQ", default: ""])
            sed '200004s/$/I/' big > bad; csplit --fastq bad 4; echo $?
            (cat big; echo; head -n 4 big) > bad; csplit --fastq bad 4; echo $?
            sed '$d' big > bad; csplit --fastq bad 4; echo $?; ls
            """)
        #expect(result.lines == ["65", "65", "65", "bad", "big"], "\(result)")
        #expect(
            result.errors.split(separator: "\n").filter { $0.contains("bad") } == [
                "csplit: 'bad' is not FASTQ with four lines a record: line 200004 has not as many qualities as there are bases",
                "csplit: 'bad' is not FASTQ with four lines a record: line 400002 follows an empty line",
                "csplit: 'bad' is not FASTQ with four lines a record: the last record has no more than 3 lines",
            ], "\(result)")
    }

    @Test func `a large file that becomes shorter meanwhile is an error and no crash`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            \(Self.makers["FASTQ", default: ""]); cp big whole
            (while :; do head -c 100000 whole > big; cat whole > big; done) & writer=$!
            for i in 1 2 3 4 5 6; do for kind in '--record-lines 1' --fasta --fastq; do
                csplit -q --force $kind -n 3 big > parts 2> errors; echo "$? $(wc -l < errors)"
            done; done | grep -v '^[01] [01]$' | grep -v '^65 2$'; kill $writer; ls -A | grep -c tmp
            """)
        #expect(result.lines == ["0"], "\(result)")
    }
}
