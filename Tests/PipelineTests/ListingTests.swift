import TestSupport
import Testing

/// cqueue: columns, order, and which jobs are listed.
@Suite struct ListingTests {
    /// Three jobs that differ: one that failed, one that a signal ended, one that is held.
    private static let three = """
        csub -J b --priority 2 'exit 3' | cwait -q; csub -J a 'kill -9 $$' | cwait -q
        csub -H -J c -c 2 --priority 9 true > id

        """

    @Test(arguments: [
        (
            "-o id,exitcode,signal,exit_status",
            "JOBID EXITCODE SIGNAL EXIT_STATUS/L1 3 - 3/L2 - 9 137/L3 - -"
        ),
        ("-o exitcode,id L3", "EXITCODE JOBID/- L3"),
        ("-o name -o threads,partition L3", "NAME CORES QUEUE/c 2 local"),
        ("--no-header -o ID,State,native-state L3", "L3 held held"),
        ("--parsable -o id,exitcode,signal", "L1|3|/L2||9/L3||"),
        ("-I -S name", "L2/L1/L3"),
        ("-I -S -name,id", "L3/L1/L2"),
        ("-I -S -id", "L3/L2/L1"),
        ("-I -S -state -S id", "L1/L2/L3"),
        ("-I -S exitcode", "L1/L2/L3"),
        ("-I -S -signal,-id", "L2/L3/L1"),
        ("-I -S -priority", "L3/L1/L2"),
        ("--stats", "STATE JOBS/held 1/failed 2"),
        ("--stats --no-header -t held", "held 1"),
        ("--stats L3 L2", "STATE JOBS/held 1/failed 1"),
        ("--count -t failed", "2"),
        ("-I -p local -t pending,H", "L3"),
        ("-I -p batch,local -n a", "L2"),
        ("-I -p batch", ""),
        ("-I --account x", ""),
        ("-I -t bad", "L1/L2"),
        ("-I -t queued,all", "L1/L2/L3"),
        ("-I --since 1h", "L1/L2/L3"),
        ("-I --since yesterday -t active", "L3"),
        ("-I --since 00:00 -t CD", ""),
    ])
    func `fields, order and filters`(_ options: String, _ lines: String) throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(Self.three + "cqueue -a \(options) | tr -s ' '")
        #expect(result.lines.joined(separator: "/") == lines, "\(result)")
    }

    @Test func `every field that help lists is a column and an order`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.three + """
                cqueue -o help | tail -n +2 | awk '{print $1}' > names
                while read -r name; do
                    cqueue -a -S "$name" -o "$name" > list || echo "$name: $?"
                    test $(wc -l < list) = 4 || echo "$name: $(cat list)"
                done < names
                cqueue -a --parsable -o $(paste -sd, names) | awk -F'|' '{print NF}' | sort -u
                wc -l < names
                """)
        #expect(result.errors.isEmpty && result.lines.count == 2, "\(result)")
        #expect(result.lines.first == result.lines.last)
    }

    @Test(arguments: [
        (
            "-o id,exitcod",
            "-o: 'exitcod' is not a field ('cqueue -o help' lists them): did you mean 'exitcode'?"
        ),
        ("-S id,", "-S: '' is not a field ('cqueue -o help' lists them)"),
        ("-o id -I", "--format and --ids exclude each other"),
        ("--json --jsonl", "--json and --jsonl exclude each other"),
        ("--stdout --path", "--stdout and --path exclude each other"),
        ("--refresh --cached", "--refresh and --cached exclude each other"),
        (
            "--since 2026-13-01",
            "--since: '2026-13-01' is not a moment that has passed, such as 2h, 1d12h, today, "
                + "08:00, 2026-11-22, 2026-11-22T08:00"
        ),
        ("--interval 3", "--interval goes with --watch"),
        (
            "-w --interval 0.01",
            "--interval: '0.01' is not a time such as 90 (seconds), 0.5, 90s, 2h or 1:30:00, "
                + "0.100 seconds at least"
        ),
        ("-w -I", "--watch and --ids exclude each other"),
        ("-w", "--watch needs a terminal to write to"),
        ("--follow", "--follow takes the ID of one job"),
        (
            "-t fialed",
            "-t: 'fialed' is not a state such as pending, running, failed, active or done: "
                + "did you mean 'failed'?"
        ),
    ])
    func `what makes no sense is refused`(_ options: String, _ message: String) throws {
        let result = try Scratch(cores: nil).run("cqueue \(options)")
        #expect(result.status == 64 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("cqueue: \(message)\n"), "\(result)")
    }

    @Test func `a line of JSON tells what the document does`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.three + #"""
                cqueue -a --json > document; cqueue -a --jsonl > lines; python3 -c '
                import json
                jobs = [json.loads(line) for line in open("lines")]
                print(jobs == json.load(open("document"))["jobs"], len(jobs))'
                """#)
        #expect(result.output == "True 3\n")
    }

    @Test func `the paths of a job's files, for programs`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            mkdir $'d\ne'; cd $'d\ne'; csub -J a true | cwait; csub -o /dev/null true | cwait; cd ..
            csub -o o true | cwait; cqueue --path L3 L2; cqueue -0 --path L1 | xargs -0 -n1 wc -c
            """#)
        #expect(
            result.lines.first?.hasSuffix("/work/o") ?? false && result.lines.count == 3,
            "\(result)")
        #expect(result.lines.dropFirst().allSatisfy { $0.hasPrefix("0 ") })
    }

    @Test func `a terminal gets the same bytes as a pipe`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.three + """
                for o in -l --stats '-o id,begin,name' --json --parsable; do
                    cqueue -a $o > pipe
                    script -qec "cqueue -a --color never $o" /dev/null < /dev/null | tr -d '\\r' | cmp - pipe && echo same
                done
                """)
        #expect(result.lines == Array(repeating: "same", count: 5), "\(result)")
    }
}

/// cqueue -w: a list in one place of a terminal.
@Suite struct WatchTests {
    @Test func `a list is shown anew as the queue changes, and what does not fit is counted`()
        throws
    {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            csub -H -J one true > id
            script -qfec 'stty rows 6; exec cqueue -w --interval 0.1 -o id,name' /dev/null > shown &
            until grep -q one shown; do sleep 0.02; done
            csub -H -J two true > id; until grep -q two shown; do sleep 0.02; done
            csub -H -J three true > id; until grep -q '… 2 more' shown; do sleep 0.02; done
            kill $!; wait; grep -c three shown; grep -c $'\e\[J' shown | sed 's/[0-9]*/some/'
            """#, timeout: 30)
        #expect(result.output == "0\nsome\n", "\(result)")
    }
}
