import TestSupport
import Testing

/// Jobs that are marked, and chosen by that.
@Suite struct LabelTests {
    private static let four = """
        {
            csub -H --label s=a --label urgent -J w true; csub -H --label s=ab true
            csub -H --label 'note=x, y=z' --label s=1 --label s=b true; csub -H true
        } | cat > ids

        """

    @Test(arguments: [
        ("--label s", "L1 L2 L3"), ("--label s=a", "L1"), ("--label 's=a*'", "L1 L2"),
        ("--label s --label urgent", "L1"), ("--label urgent=", "L1"), ("--label 's=?'", "L1 L3"),
        ("--label none", ""), ("--label s -n w", "L1"), ("--label s L2 L4", "L2"),
        ("--label 'note=x, y=z'", "L3"), ("--label s=1", ""),
    ])
    func `labels choose jobs`(_ options: String, _ ids: String) throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.four + "cqueue -I \(options) | paste -sd' '; cqueue --count \(options)")
        let count = ids.split(separator: " ").count
        #expect(result.output == "\(ids)\n\(count)\n" && result.errors.isEmpty, "\(result)")
    }

    @Test func `labels are shown, acted on, and stay with a job that is submitted again`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            Self.four + """
                cqueue -o id,labels --no-header; cqueue -l L3 | grep labels
                cqueue --json L1 L4 | grep -o '"labels":{[^}]*}'; cqueue --cancel --label s=a
                cqueue -I | paste -sd' '; cqueue --set priority=3 L2; cqueue -o labels --no-header L2
                csub --resubmit --label t=2 --label s=c L1; cqueue --parsable -o labels L5
                """)
        #expect(
            result.output == """
                L1     s=a,urgent
                L2     s=ab
                L3     note=x, y=z,s=b
                L4
                    labels: note=x, y=z, s=b
                "labels":{"s":"a","urgent":null}
                "labels":{}
                L2 L3 L4
                s=ab
                L5
                s=c,urgent,t=2

                """, "\(result)")
    }

    @Test func `cwait waits for what is marked, and a script and a profile can mark`() throws {
        let scratch = try Scratch(config: "[prof_p]\nlabel = from=profile\n")
        let result = try scratch.run(
            """
            mkfifo go; csub --label x=1 'read y < go; exit 3' > a; csub -H --label x=2 true | cat > b
            (cwait --progress always --label x=1 2> said; echo "ended $?") &
            until [ -s said ]; do sleep 0.02; done; echo > go; wait
            cwait -q --label nosuch; echo $?; cwait --label x --slot; echo $?; cqueue --cancel --all
            printf '#!/bin/sh\\n#CSUB --label s=script\\ntrue\\n' | csub - | cwait
            csub -P p true | cwait; cqueue -a -o labels --no-header --label from --label from=p*
            cqueue -a -I --label s=script; csub --label =x true; echo $?; csub --label $'a\\nb' true; echo $?
            """)
        #expect(
            result.lines == ["ended 3", "0", "125", "from=profile", "L4", "64", "64"], "\(result)")
        #expect(result.errors.contains("--label: '=x' is not KEY or KEY=VALUE, in one line"))
    }

    @Test func `cclean takes what is marked, and a batch, and nothing else`() throws {
        let scratch = try Scratch(cores: nil)
        let result = try scratch.run(
            """
            csub --label s=a --batch b -J x 'echo x' | cwait; csub --label s=b -J y 'echo y' | cwait
            csub -J z 'echo z' | cwait; cclean -n -o --label s=a | grep -o '[xyz]\\.[0-9].*out'
            cclean -n -o --label none; cclean -o --label s=b | grep -c 'y\\.2'; ls | grep -c '^[xz].*out$'
            cclean -n -o @b | grep -o '[xyz]\\.[0-9].*out'; cclean -o @nosuch; echo $?
            """)
        #expect(
            result.lines == ["x.1.cluster.out", "2", "2", "x.1.cluster.out", "1"], "\(result)")
    }

    @Test func `batch systems' jobs are marked too, in csub's own records`() throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            """
            a=$(csub -vv --label s=a true 2> said); b=$(csub --label s=b -a 0-2 true); csub true | cat > c
            grep -c 'label is not' said; grep -c 's=a' $STANDIN/jobs.json
            cqueue -I --label s; cqueue -o id,labels --no-header; slurm-job $a run
            cqueue -a -I --label s=a; cqueue -I --label s=a
            (cwait -q --label s=b; echo "ended $?") & slurm-job $b state=RUNNING; slurm-job $b run; wait
            csub --resubmit --label t $a | cat > d; cqueue -o labels --no-header --label t
            cqueue --json $(cat c) | grep -o '"labels":[^,]*'
            """)
        #expect(
            result.lines == [
                "0", "0", "1", "2_[0,1,2]", "1          s=a", "2_[0,1,2]  s=b", "5", "1",
                "ended 0",
                "s=a,t", "\"labels\":{}",
            ], "\(result)")
    }
}
