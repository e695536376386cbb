import TestSupport
import Testing

/// What is true of Torque and OpenPBS, real ones and our stand-ins for them.
@Suite struct PBSServerTests {
    /// Functions for scripts: a job runs; IDs without what differs from server to server.
    private static let functions = #"""
        running() { until cqueue -I --state running | grep -qxF "$1"; do sleep 0.1; done; }
        same() { sed -E 's/[0-9]+(\[[0-9]*\])?\.[A-Za-z0-9.-]+/J\1/'; }

        """#

    @Test(arguments: StatusTests.pipelines, PBSServer.all)
    func `ends the same on PBS`(
        _ pipeline: (script: String, status: Int32), _ server: PBSServer
    ) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(pipeline.script, timeout: 300)
        #expect(result.status == pipeline.status, "\(pipeline.script): \(result)")
        #expect(!scratch.has("x"))
    }

    @Test(arguments: PBSServer.all)
    func `why a job ended is said`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            Self.functions + """
                csub -J three 'exit 3' > a; csub -J limited -t 1s sleep 500 > b
                csub -J deleted sleep 500 > c; running $(cat c); qdel $(cat c)
                csub -J ended sleep 500 > d; running $(cat d); cqueue --cancel - < d
                csub -J held -H true > e; cqueue --cancel - < e
                csub -J parent -H true > f; csub -J child -d $(cat f) touch x > g; cqueue --cancel - < f
                for job in a b c d e g; do cwait -q < $job; echo $?; done
                """, timeout: 300)
        #expect(result.lines == ["3", "143", "143", "143", "143", "143"], "\(result)")
        #expect(!scratch.has("x"))
    }

    @Test(arguments: PBSServer.all)
    func `a child of a job that has failed ends at once`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            Self.functions + """
                a=$(csub false); cwait -q $a; csub -J child -d $a touch x | cwait; echo $?
                a=$(csub true); cwait -q $a; csub -d $a 'exit 4' | cwait -q; echo $?
                csub -d afternotok:$a touch x | cwait -q; echo $?
                csub -d afterany:$a 'exit 5' | cwait -q; echo $?
                """, timeout: 300)
        #expect(result.lines == ["143", "4", "143", "5"], "\(result)")
        #expect(!scratch.has("x"))
    }

    @Test(arguments: PBSServer.all)
    func `each input line is a task of one array, in order`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            Self.functions + #"""
                printf '%s\n' b "it's" '$(touch x)' ' c  d ' > in
                csub --each 'printf "<%s>\n" {}; exit {#}' < in > ids; same < ids
                cwait -q < ids; echo $?; cwait -q --get < ids; a=$(sed 's/\[.*//;q' ids)
                for id in $a "$a[]" "$a[2]"; do cwait -q "$id"; echo $?; done
                ls *.qsub | wc -l; cqueue -o id,state $a | tail -n +2 | same
                """#, timeout: 300)
        #expect(
            result.lines == [
                "J[0]", "J[1]", "J[2]", "J[3]", "4", "<b>", "<it's>", "<$(touch x)>", "< c  d >",
                "4", "4", "3", "1", "J[0]  failed", "J[1]  failed", "J[2]  failed", "J[3]  failed",
            ], "\(result)")
        #expect(!scratch.has("x"))
    }

    @Test(arguments: PBSServer.all)
    func `jobs are held, released, signalled and cancelled`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            Self.functions + """
                a=$(csub --array 0-2 -H 'exit 2'); echo $a | same
                cqueue -I --state held ${a%%[*} | same; cqueue --release $a; cwait -q $a; echo $?
                a=$(csub -H true); cqueue --hold $a; cqueue -I --state held | grep -cxF $a
                cqueue --release $a; cwait $a; echo $?; cqueue --hold $a; echo $?
                a=$(csub sleep 100); running $a; cqueue --signal USR1 $a; cwait -q $a; echo $?
                a=$(csub -H true) b=$(csub -H true); cqueue --cancel ${a%%.*} $b; cwait -q $a $b; echo $?
                cqueue --cancel 999999; echo $?
                """, timeout: 300)
        #expect(
            result.lines == [
                "J[]", "J[0]", "J[1]", "J[2]", "2", "1", "0", "1", "138", "143", "1",
            ], "\(result)")
    }

    @Test(arguments: PBSServer.all)
    func `what is not taken is told, and nothing of it stays`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            """
            csub -p nosuch true; echo $?; csub --native '-l nosuch=3' true; echo $?
            ls; ls ~/.local/state/cjobs/[tp]*/*
            csub -d singleton true; echo $?; csub --test-only true; echo $?; csub -d 999999 true; echo $?
            """)
        #expect(result.lines == ["1", "1", "64", "69", "1"], "\(result)")
        #expect(result.errors.contains("csub: qsub: "), "\(result)")
    }

    @Test(arguments: PBSServer.all)
    func `a job file goes as it is, with its own lines`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            Self.functions + #"""
                printf '#!/bin/sh\n#PBS -N mine\n#PBS -v A\necho $A $CSUB_TOKEN; exit 6\n' > job
                A=x csub -f job > id; until ls mine.o* > /dev/null 2>&1; do sleep 0.1; done
                a=$(cat id); cut -d' ' -f1 mine.o${a%%.*}; ls | sed s/${a%%.*}/N/
                printf '#PBS -N named\n#PBS -l walltime=00:01:00\n#PBS -q nosuch\nexit 7\n' > own
                csub -f own; echo $?; csub --track -p '' -f own > /dev/null; echo $?
                """#)
        #expect(
            result.lines.prefix(5) == ["x", "id", "job", "mine.eN", "mine.oN"], "\(result)")
    }

    @Test(arguments: PBSServer.all)
    func `odd names, paths and values arrive as they are`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            #"""
            mkdir 'a  b'; cd 'a  b'; B=$(printf "\377 x\n'y"); echo in > 'i n'; export X="a,b='c
            d"
            printf '#!/bin/bash\necho "$1"; cat; printf %%s "$X"; exit 9\n' |
                csub -J "$B" -i 'i n' -o 'o %x' - "$B" > ../id
            cwait -q $(cat ../id); echo $?
            printf '%s\nin\n%s' "$B" "$X" | cmp - "o $(printf '\377 x_%sy' "'")" && echo same
            csub 'echo $PATH' | cwait -g | grep -cF "$PATH"
            csub --export A,C=3,PATH 'env | grep -c "^B="; echo $C$A' > v; B=1 A=2 cwait -g < v
            csub -o z.gz 'echo zip' | cwait; czcat z.gz
            """#, timeout: 300)
        #expect(result.lines == ["9", "same", "1", "0", "3", "zip"], "\(result)")
    }

    @Test(arguments: PBSServer.all)
    func `any byte gets into a job, by its arguments, its environment and its directory`(
        _ server: PBSServer
    ) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            #"""
            all=$(printf "$(printf '\\%03o' $(seq 1 255))"); dir=$(printf "%s" "$all" | tr -d /)
            mkdir "$dir"; cd "$dir"; printf %s "$all" > ../want
            csub printf %s "$all" | cwait -g | cmp - ../want && echo argument
            X=$all csub 'printf %s "$X"' | cwait -g | cmp - ../want && echo variable
            csub 'pwd' | cwait -g | cmp - <(pwd) && echo directory
            csub -e "e$dir" 'pwd >&2' | cwait; cmp "e$dir" <(pwd) && echo file
            """#, timeout: 300)
        #expect(result.lines == ["argument", "variable", "directory", "file"], "\(result)")
    }

    @Test(arguments: PBSServer.all)
    func `variables and functions of the shell get into a job`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            #"""
            f() { echo "f of $1"; }; export -f f; export EMPTY= LONG=$(head -c 60000 /dev/zero | tr '\0' x)
            csub -c 2 'f me; echo "${EMPTY-unset}${#LONG}"; echo $CSUB_BACKEND $CSUB_CORES' | cwait -g |
                sed 's/torque\|pbs/B/'
            csub --export NONE 'echo ${LONG-unset}' | cwait -g
            """#, timeout: 300)
        #expect(result.lines == ["f of me", "60000", "B 2", "unset"], "\(result)")
    }

    @Test(arguments: PBSServer.all)
    func `jobs wait for others, and for arrays of others`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            """
            csub -H --each 'exit {}' ::: 0 0 > e; a=$(sed 's/\\[.*//;q' e)
            b=$(csub -d "$a[]" 'exit 7'); cqueue -o state $b | tail -1
            cqueue --release $a; cwait -q $b; echo $?
            csub --each 'exit {}' ::: 0 4 | csub -d - touch x | cwait -q; echo $?
            csub --each 'exit {}' ::: 0 4 > e; a=$(sed 's/\\[.*//;q' e)
            csub -d afterany:"$a[]" 'exit 6' | cwait -q; echo $?
            csub --each 'exit {}' ::: 0 4 > e; cwait -q < e; csub -d - touch x < e | cwait -q; echo $?
            csub --depend-missing-ok -d 999999 'exit 8' | cwait -q; echo $?
            csub --each 'true {}' ::: 1 2 > g; cwait < g
            csub -d each:- --each 'exit {}' ::: 3 4 < g | cwait -q; echo $?
            """, timeout: 300)
        #expect(result.lines == ["pending", "7", "143", "6", "143", "8", "4"], "\(result)")
        #expect(!scratch.has("x"))
    }

    @Test(arguments: PBSServer.all)
    func `what waits for a job that is cancelled before it began is let go, or ends with it`(
        _ server: PBSServer
    ) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            """
            a=$(csub -H true); b=$(csub -d $a touch x); c=$(csub -d $b touch x)
            d=$(csub -d afternotok:$a 'exit 4'); e=$(csub -d $d,afterany:$a touch x)
            f=$(csub -d afterany:$a 'exit 6'); g=$(csub -H true); h=$(csub -d afterany:$a:$g 'exit 8')
            cqueue --cancel $a; for id in $b $c $d $e $f; do cwait -q $id; echo $?; done
            cqueue --no-header -o state $h; cqueue --release $g; cwait -q $h; echo $?
            """, timeout: 300)
        // Torque takes a job that never began for one that ended with 0.
        #expect(
            result.lines == ["143", "143", server.dialect == "torque" ? "143" : "4", "143", "6"]
                + ["pending", "8"], "\(result)")
        #expect(!scratch.has("x"))
    }

    @Test(arguments: PBSServer.all)
    func `of two that wait for one another the first is told to wait no more`(
        _ server: PBSServer
    ) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            """
            a=$(csub -H true); b=$(csub -d $a 'exit 3'); c=$(csub -d afterany:$b 'exit 5')
            cqueue --set depend=none $b || cqueue --release $a; cwait -q $b; echo $?; cwait -q $c; echo $?
            cqueue --no-header -o state $a
            """, timeout: 300)
        // Torque can't be told to forget what a job waits for.
        let first = server.dialect == "torque" ? "complete" : "held"
        #expect(result.lines == ["3", "5", first], "\(result)")
    }

    @Test(arguments: PBSServer.all)
    func `a chain runs in its order, and again`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            """
            a=$(csub -J step 'test -e ok && echo step >> log'); b=$(csub -d $a 'echo merge >> log')
            c=$(csub -d $b 'echo report >> log'); cwait -q $a $b $c; echo $?
            touch ok; csub --resubmit $c $a $b > new; cwait -q < new; echo $?; cat log
            """, timeout: 300)
        #expect(result.lines == ["143", "0", "step", "merge", "report"], "\(result)")
    }

    @Test(arguments: PBSServer.all)
    func `a waiting job is changed`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            """
            a=$(csub -H true); b=$(csub -H --mem 100 'exit 2')
            cqueue --set priority=10,time=2h,cores=4,depend=$a $b; echo $?
            cqueue --refresh -o cores,time_limit --no-header $b | xargs
            cqueue --top $b; echo $?; cqueue --release $a $b; cwait -q $b; echo $?
            """, timeout: 300)
        #expect(result.lines == ["0", "4 2:00:00", "0", "2"], "\(result)")
    }

    @Test(arguments: PBSServer.all)
    func `tasks of an array run again under their own indices`(_ server: PBSServer) throws {
        let scratch = try server.scratch()
        let result = try scratch.run(
            Self.functions + """
                csub --each 'echo {}$CSUB_CORES' ::: a b c > ids; cwait < ids
                csub --resubmit $(sed -n '1p;3p' ids) > new; cwait -g < new
                csub --resubmit $(sed -n 2p ids) | cwait -g; csub --array 4 'exit 4' | cwait -q; echo $?
                csub --resubmit -c 2 $(sed -n '2,3p' ids) > new; same < new; cwait -g < new
                csub 'echo once' > a; cwait < a; csub --resubmit - < a | cwait -g
                """, timeout: 300)
        #expect(
            result.lines == ["a1", "c1", "b1", "4", "J[1]", "J[2]", "b2", "c2", "once"],
            "\(result)")
    }
}
