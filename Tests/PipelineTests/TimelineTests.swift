import TestSupport
import Testing

/// cqueue --timeline and --timeline-svg: jobs over time.
@Suite struct TimelineTests {
    /// Five jobs, one of them an array, of which Slurm tells when each ran.
    private static let five = """
        export TZ=UTC; s=1700000000
        a=$(csub -J first true); b=$(csub -J second true); c=$(csub -a 0-1 -J many -d $a true)
        d=$(csub -J last -d $c true); e=$(csub -J after -d afterany:$b true)
        slurm-job $a state=COMPLETED submitted=$s started=$((s + 10)) ended=$((s + 40))
        slurm-job $b state=FAILED exit=3:0 submitted=$s started=$((s + 10)) ended=$((s + 70))
        slurm-job ${c}_0 state=COMPLETED submitted=$s started=$((s + 40)) ended=$((s + 60))
        slurm-job ${c}_1 state=TIMEOUT submitted=$s started=$((s + 60)) ended=$((s + 100))
        slurm-job $d state=CANCELLED submitted=$s started=$((s + 100)) ended=$((s + 100))
        slurm-job $e state=COMPLETED submitted=$s started=$((s + 75)) ended=$((s + 85))

        """

    @Test func `bars stand on the slots of their jobs, in 80 columns`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(Self.five + "cqueue --timeline")
        #expect(
            result.output == """
                                 ╷22:13:30            ╷22:14:00            ╷22:14:30
                       1  ·······[1 first============][3_0 many====][3_1 many==================✗
                       2  ·······[2 second================================✗···[6 aft…]
                 waiting  ███████▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▄▄▄▄▄▄▄▄▄▄▄▄▄▄▃▃▃▃▃▃▃▃▃▃▃▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂
                          at most 6 at once
                3 complete ], 1 failed ✗, 1 cancelled /, 1 timeout ✗
                2023-11-14 22:13:20 to 22:15:00
                · waits   █ several jobs in one place

                """, "\(result)")
    }

    @Test(arguments: [
        (40, "2 ···[2 second========✗·[6=]"), (60, "2 ·····[2 second====================✗··[6 a…]"),
        (200, "2 ···················[2 second"), (10, "2 ··[2 second==✗·[]"),
    ])
    func `a timeline fits the terminal`(_ columns: Int, _ slot: String) throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            Self.five + """
                script -qec 'stty cols \(columns); cqueue --timeline --color never' /dev/null \\
                    < /dev/null | tr -d '\\r' | sed 's/^  *//; s/  */ /'
                """)
        let most = max(columns, 30)
        #expect(
            result.lines.allSatisfy { $0.unicodeScalars.count <= most })
        #expect(result.lines.count > 2 && result.lines[2].hasPrefix(slot), "\(result)")
        #expect(result.output.contains("1 timeout ✗"))
    }

    @Test func `many jobs in one place, failures among them, and colours`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            s=1700000000; csub -a 0-39 -J x true | cat > id; csub -J y true | cat > id
            for i in {0..39}; do
                slurm-job 1_$i state=COMPLETED submitted=$s started=$((s + i)) ended=$((s + i + 1))
            done
            slurm-job 1_20 state=FAILED exit=1:0
            slurm-job 41 state=COMPLETED submitted=$s started=$s ended=$((s + 400))
            cqueue --timeline 1 41 | sed -n '2,3p'
            cqueue --timeline --color always 41 | sed -n 2p | cut -c 1-16 | cat -v
            """)
        #expect(
            result.lines == [
                "       1  ███✗███",
                "       2  [41 y================================================================]",
                "       1  ^[[36m[",
            ], "\(result)")
    }

    @Test func `local jobs have a slot each while they run side by side`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            mkfifo go; csub --threads 2 -J a 'read x < go' | cat > a; b=$(csub -J b 'exit 3')
            cwait -q $b; csub -J c -d afterany:$b true | cwait; csub -H -J d true | cat > d
            cqueue --timeline | grep -c '✗'; cqueue --timeline | grep -c '>'; echo > go; cwait $(cat a)
            cqueue --timeline-svg - | grep -o 'slot [0-9]*, cores 1'; cqueue --cancel $(cat d)
            cqueue --timeline | grep -c -e ' 1 cancelled /' -e 'waiting '
            cqueue --timeline -n nosuch; cqueue --timeline L1 -t failed; cqueue --timeline L99
            """)
        #expect(
            result.lines == [
                "2", "2", "slot 1, cores 1", "slot 2, cores 1", "slot 2, cores 1", "2",
            ])
        #expect(result.errors == "cqueue: 'L99': no such job\n" && result.status == 1, "\(result)")
    }

    // MARK: The picture

    @Test func `a picture has waits, bars, failures, reasons and lines, and no script`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            Self.five + """
                cqueue --timeline-svg p.svg; cqueue --timeline-svg - | cmp - p.svg
                grep -c '<path class="waits"' p.svg; grep -o 'class="why".*exit status 3' p.svg | wc -l
                grep -c 'class="mark"' p.svg; grep -o 'class="parent"' p.svg | wc -l
                grep -o 'class="child"' p.svg | wc -l; grep -c 'prefers-color-scheme:dark' p.svg
                grep -ci -e '<script' -e javascript -e 'http://[^w]' p.svg
                sed -n '/<title>6 after/,/title>/p' p.svg | sed 's/<rect.*//'; stat -c %a p.svg
                """)
        #expect(
            result.output == """
                1
                1
                4
                4
                4
                1
                0
                <g class="job"><title>6 after
                complete
                waited 1:15, ran 0:10
                slot 2, cores 1
                submitted 2023-11-14 22:13:20
                started 2023-11-14 22:14:35
                ended 2023-11-14 22:14:45
                after afterany:2</title>
                644

                """, "\(result)")
    }

    @Test func `any name is text in a picture`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            #"""
            csub -J $'a<b>&"\'' -H true > id; csub -J $'x\xff\e[2Jy\nz' true | cwait -q
            csub -J $'\xef\xbf\xbe\xef\xbf\xbf]]>' true | cwait -q; csub -J 'näme 試' "exit 1" | cwait -q
            csub -J each --each 'test {} = 1' ::: '<i>' | cwait -q; cqueue --timeline-svg p.svg
            python3 - <<'END'
            import xml.etree.ElementTree as tree
            page = tree.parse('p.svg')
            for title in page.iter('{http://www.w3.org/2000/svg}title'):
                print(ascii([l for l in title.text.split('\n') if l[0] == 'L' or l[:5] == 'input']))
            END
            """#)
        #expect(
            result.lines.sorted() == [
                #"['L1 a<b>&"\'']"#, #"['L2 x\\xff\\x1b[2Jy\\nz']"#, #"['L3 \ufffd\ufffd]]>']"#,
                #"['L4 n\xe4me \u8a66']"#, #"['L5 each', 'input <i>']"#, "[]",
            ], "\(result)")
    }

    @Test func `hundreds of jobs share the lines of their slots, and each is found`() throws {
        let scratch = try Scratch(cores: 3)
        let result = try scratch.run(
            """
            seq 150 | csub -J part --each 'test {} != 77' | cat > ids; cwait -q < ids
            cqueue --timeline-svg p.svg - < ids; grep -o '<title>L[0-9]* part' p.svg | sort -u | wc -l
            grep -c 'class="mark"' p.svg; grep -o '>waiting, at most' p.svg
            sed -n 's/<text class="dim" x="16" .*>\\([0-9]\\)<.*/\\1/p' p.svg
            python3 -c 'import xml.dom.minidom as m; m.parse("p.svg")'
            cqueue --timeline-svg none.svg -n nosuch; python3 -c 'import xml.dom.minidom as m; m.parse("none.svg")'
            """)
        #expect(Array(result.lines.prefix(3)) == ["150", "2", ">waiting, at most"], "\(result)")
        #expect((1...3).contains(result.lines.count - 3) && result.lines[3] == "1", "\(result)")
        #expect(result.errors.isEmpty)
    }

    @Test func `a picture that cannot be written is told, and what was there stays`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            csub true | cwait; cqueue --timeline-svg no/such.svg; echo $?
            cqueue --timeline-svg /dev/full; echo $?; cqueue --timeline-svg - > /dev/full; echo $?
            echo old > p.svg; cqueue --timeline-svg p.svg L99; echo $?; head -c 4 p.svg
            cqueue --timeline-svg; echo $?; cqueue --timeline --tree; echo $?; cqueue --timeline -o id; echo $?
            """)
        #expect(
            result.lines.map { $0 } == ["73", "74", "74", "1", "<svg64", "64", "64"], "\(result)")
        #expect(
            result.errors.hasPrefix(
                """
                cqueue: cannot create 'no/such.svg': No such file or directory
                cqueue: cannot write '/dev/full': No space left on device
                cqueue: cannot write standard output: No space left on device
                cqueue: 'L99': no such job

                """), "\(result)")
    }
}
