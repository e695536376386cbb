import TestSupport
import Testing

/// The first hour with the tools, as somebody would type it; all that is printed is compared.
@Suite struct FirstHourTests {
    private static let sum =
        "sum() { awk '{ s += $1 } END { print s }'; }; export -f sum\n"

    /// Five hundred inputs, seven of which are no numbers, and what is to be done with each.
    private static let inputs = #"""
        mkdir in; for n in $(seq 500); do echo $n > in/$n.txt; done
        for n in 33 71 120 256 300 411 499; do echo oops > in/$n.txt; done
        cat > double <<'.'
        #!/bin/bash
        n=$(cat "$1")
        [[ $n =~ ^[0-9]+$ ]] || { echo "$1: '$n' is no number" >&2; exit 65; }
        echo $((n * 2)) > "${1%.txt}.out"
        .
        chmod +x double

        """#

    @Test func `500 inputs of which 7 fail are found, looked at, mended, run again and merged`()
        throws
    {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.sum + Self.inputs + #"""
                ls -v in/*.txt | csub -J double --each './double {}' > ids
                head -n 1 ids; tail -n 1 ids
                cwait < ids 2> said; echo "status $?"; sort -V said
                cqueue --count -t complete last; cqueue --stats last
                cqueue -t failed -o id,input,exitcode
                cqueue -t failed -I | cqueue --stderr --tag -
                cqueue -t failed --jsonl -o id,input last | head -n 1
                cqueue -t failed -o input --no-header | while read -r file; do
                    basename "$file" .txt > "$file"
                done
                cqueue -t failed -I | csub --resubmit - > again; xargs < again
                cwait < again; echo "status $?"; cqueue -o id,name,input,st last
                cqueue -t failed -I | csub --resubmit -; echo "status $?"; cqueue -o id,reason L34
                csub -J merge -d last 'cat in/*.out | sum > total' | cwait; cat total
                ls in/*.out | wc -l
                """#, timeout: 300)
        #expect(
            result.output == """
                L2
                L501
                status 65
                cwait: 7 of 500 jobs did not end with 0
                cwait: L34 double: exit status 65; double.34.cluster.err
                cwait: L72 double: exit status 65; double.72.cluster.err
                cwait: L121 double: exit status 65; double.121.cluster.err
                cwait: L257 double: exit status 65; double.257.cluster.err
                cwait: L301 double: exit status 65; double.301.cluster.err
                cwait: L412 double: exit status 65; double.412.cluster.err
                cwait: L500 double: exit status 65; double.500.cluster.err
                493
                STATE     JOBS
                complete  493
                failed    7
                JOBID  INPUT       EXITCODE
                L34    in/33.txt   65
                L72    in/71.txt   65
                L121   in/120.txt  65
                L257   in/256.txt  65
                L301   in/300.txt  65
                L412   in/411.txt  65
                L500   in/499.txt  65
                L34 double\tin/33.txt: 'oops' is no number
                L72 double\tin/71.txt: 'oops' is no number
                L121 double\tin/120.txt: 'oops' is no number
                L257 double\tin/256.txt: 'oops' is no number
                L301 double\tin/300.txt: 'oops' is no number
                L412 double\tin/411.txt: 'oops' is no number
                L500 double\tin/499.txt: 'oops' is no number
                {"id":"L34","input":"in/33.txt"}
                L502 L503 L504 L505 L506 L507 L508
                status 0
                JOBID  NAME    INPUT       ST
                L502   double  in/33.txt   CD
                L503   double  in/71.txt   CD
                L504   double  in/120.txt  CD
                L505   double  in/256.txt  CD
                L506   double  in/300.txt  CD
                L507   double  in/411.txt  CD
                L508   double  in/499.txt  CD
                status 0
                JOBID  REASON
                L34    exit status 65; resubmitted as L502
                250500
                500

                """, "\(result)")
        #expect(result.errors.isEmpty)
        #expect(try scratch.faults().isEmpty)
    }

    @Test func `a chain runs in its order, and one that breaks says where`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.sum + #"""
                a=$(csub -J fetch 'seq 5 > data'); b=$(csub -J sum -d $a 'sum < data > sum')
                c=$(csub -J report -d $b 'echo "the sum is $(cat sum)"'); cwait -g $c; echo "status $?"
                a=$(csub -H -J fetch 'cat nosuch > data'); b=$(csub -J sum -d $a 'wc data')
                c=$(csub -J report -d $b 'cat sum'); cqueue -o id,name,st,deps,reason $a $b $c
                cqueue --release $a; cwait $a $b $c 2> said; echo "status $?"; sort said
                cqueue -o id,name,st,reason $a $b $c; cqueue --stderr $a
                """#)
        #expect(
            result.output == """
                the sum is 15
                status 0
                JOBID  NAME    ST  DEPS        REASON
                L5     fetch   H   -           held
                L6     sum     PD  afterok:L5  dependency L5
                L7     report  PD  afterok:L6  dependency L6
                status 143
                cwait: 3 of 3 jobs did not end with 0
                cwait: L5 fetch: exit status 1; fetch.5.cluster.err
                cwait: L6 sum: cancelled (dependency L5)
                cwait: L7 report: cancelled (dependency L5)
                JOBID  NAME    ST  REASON
                L5     fetch   F   exit status 1
                L6     sum     CA  cancelled (dependency L5)
                L7     report  CA  cancelled (dependency L5)
                cat: nosuch: No such file or directory

                """, "\(result)")
        #expect(result.errors.isEmpty)
    }

    @Test func `a packed file is split, its parts are worked on, and merged`() throws {
        let scratch = try Scratch()
        let result = try scratch.run(
            Self.sum + #"""
                (echo name,number; seq 1000 | sed 's/^/x,/') | gzip > table.csv.gz
                csplit -z gz table.csv.gz 3 | tee parts
                csub -J sum --each 'zcat {} | tail -n +2 | cut -d, -f2 | sum' < parts | cwait -g | sum
                cqueue -o id,name,input,st last; czcat $(cat parts) | grep -c name
                csplit -z gz -n 2 table.csv.gz; echo "status $?"; ls
                """#)
        #expect(
            result.output == """
                table.csv.split_0001.csv.gz
                table.csv.split_0002.csv.gz
                table.csv.split_0003.csv.gz
                500500
                JOBID  NAME  INPUT                        ST
                L2     sum   table.csv.split_0001.csv.gz  CD
                L3     sum   table.csv.split_0002.csv.gz  CD
                L4     sum   table.csv.split_0003.csv.gz  CD
                3
                status 1
                parts
                sum.2.cluster.err
                sum.2.cluster.out
                sum.3.cluster.err
                sum.3.cluster.out
                sum.4.cluster.err
                sum.4.cluster.out
                table.csv.gz
                table.csv.split_0001.csv.gz
                table.csv.split_0002.csv.gz
                table.csv.split_0003.csv.gz

                """, "\(result)")
        #expect(
            result.errors == """
                csplit: 'table.csv.split_0001.csv.gz' exists already
                csplit: --force replaces it

                """)
    }

    @Test func `a mistake is cancelled, and nothing is left of it`() throws {
        let scratch = try Scratch(cores: 2)
        let result = try scratch.run(
            #"""
            seq 30 | csub -J wrong --each 'sleep 54328; echo {} > wrong.{}' > ids
            csub -J other 'echo fine'> other; head -n 2 ids | cwait --state running; cqueue --stats
            cqueue -n wrong --count; cqueue --cancel -n wrong; echo "status $?"
            cwait < ids 2> said; echo "status $?"; grep -c cancelled said; tail -n 1 said
            cqueue --cancel -n wrong -a; echo "status $?"; cqueue --cancel L2; echo "status $?"
            cqueue -a --stats - < ids; cwait -g < other; cqueue; ls wrong.[0-9] 2> no | wc -l
            pgrep -fc '^sleep 54328'
            """#)
        #expect(
            result.output == """
                STATE    JOBS
                pending  29
                running  2
                30
                status 0
                status 143
                10
                cwait: and 20 more: 30 of 30 jobs did not end with 0
                status 0
                status 1
                STATE      JOBS
                cancelled  30
                fine
                JOBID  NAME  USER  ST  TIME  CORES  QUEUE  REASON
                0
                0

                """, "\(result)")
        #expect(result.errors == "cqueue: cannot cancel 'L2': it has ended\n")
    }
}
