import TestSupport
import Testing

/// The Slurm that the other suites run on: what they take for granted.
@Suite(.enabled(if: Permits.slurm, "SKIPPED: needs root, slurm-wlm and munge"))
struct SlurmClusterTests {
    @Test func `a job runs as the ordinary user, and its status comes back`() throws {
        let scratch = try Scratch(on: .plain)
        let result = try scratch.run(
            """
            timeout 100 sbatch --quiet --wait -o out --wrap 'id -un; pwd; exit 3'; echo $?
            id -un; echo ~; stat -c %U . out; cat out
            """)
        let (user, home) = (SlurmCluster.user, scratch.home)
        #expect(
            result.lines == ["3", user, home, user, user, user, home + "/work"], "\(result)")
    }

    @Test func `there are three nodes, and partitions with limits`() throws {
        let result = try Scratch(on: .plain).run(
            "sinfo -h -o '%R %D %l %a %s' | sort; command -v csub cwait | xargs -n1 basename")
        #expect(
            result.lines == [
                "batch 3 7-00:00:00 up 1-infinite", "closed 3 infinite down 1-infinite",
                "short 3 10:00 up 1-infinite", "single 3 1-00:00:00 up 1", "csub", "cwait",
            ], "\(result)")
    }

    @Test func `the jobs of a scratch directory end with it`() throws {
        let other = try Scratch(on: .plain)
        var first: Scratch? = try Scratch(on: .plain)
        let submit = "sbatch --parsable -o /dev/null -H --wrap 'sleep 100'"
        let ids = try [#require(first), other].map { try $0.run(submit).lines[0] }
        first = nil
        let left = try other.run("squeue -h -o %A -j \(ids.joined(separator: ","))")
        #expect(left.lines == [ids[1]], "\(left)")
    }

    @Test func `a controller that forgets knows a job for seconds only`() throws {
        let result = try Scratch(on: .forgetful).run(
            """
            id=$(sbatch --parsable -o /dev/null --wrap true)
            for i in {1..600}; do squeue -h -j "$id" > said 2>&1 || break; sleep 0.1; done
            cat said; sacct -j "$id" 2>&1 | tail -n 1
            """)
        #expect(
            result.lines == [
                "slurm_load_jobs error: Invalid job id specified",
                "Slurm accounting storage is disabled",
            ], "\(result)")
    }

    @Test(.enabled(if: Permits.accounting, "SKIPPED: needs slurmdbd and mariadb-server-core"))
    func `accounting knows a job's end, and whose it was`() throws {
        let result = try Scratch(on: .accounting).run(
            """
            id=$(sbatch --parsable -o /dev/null --wrap 'exit 3')
            for i in {1..600}; do
                said=$(sacct -nPX -j "$id" -o User,Account,State,ExitCode)
                [[ $said == *FAILED* ]] && break
                sleep 0.1
            done
            echo "$said"
            """)
        #expect(result.lines == ["\(SlurmCluster.user)|tests|FAILED|3:0"], "\(result)")
    }

    @Test func `the controller goes and comes back with what it knew`() throws {
        let cluster = SlurmCluster()
        let scratch = try Scratch(on: cluster)
        #expect(try scratch.run("sbatch -H -o /dev/null --wrap true").status == 0)
        try cluster.stopController()
        #expect(try scratch.run("scontrol ping").status == 1)
        try cluster.startController()
        try cluster.restartController()
        let result = try scratch.run("scontrol ping | head -n 1; squeue -h -o '%A %T'")
        #expect(result.lines.last == "1 PENDING", "\(result)")
    }

    @Test func `a cluster ends with whoever asked for it`() throws {
        var cluster: SlurmCluster? = SlurmCluster()
        let configuration = try #require(cluster).configuration
        let scratch = try Scratch(cores: nil)
        let find = "grep -lzxF SLURM_CONF=\(configuration) /proc/[0-9]*/environ | wc -l"
        #expect(try scratch.run(find).lines != ["0"])
        cluster = nil
        #expect(try scratch.run(find).lines == ["0"])
        #expect(try scratch.run("ls \(configuration)").status == 2)
    }
}
