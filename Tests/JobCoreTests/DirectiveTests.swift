import JobCore
import Testing

/// What a job asks for, as each batch system reads it.
@Suite struct DirectiveTests {
    private static let now = WallTime.now()

    private func choices(_ options: [String]) throws -> Choices {
        var choices = Choices()
        choices.lay(
            try options.map { option in
                let (key, value) = Precedence.pair(ByteString(option))
                let row = try OptionTable.builtIn.keyword(key, status: .usage)
                return try Choice(
                    row, text: value ?? "true", origin: .commandLine, now: Self.now)
            })
        return choices
    }

    private func block(_ backend: BackendName, _ options: [String]) throws -> String {
        try Directives(for: backend).block(of: choices(options))
            .map { $0.printable + "\n" }.joined()
    }

    /// Every option that can stand in a profile, but those about files.
    private static let everything = [
        "mail_type=BEGIN,FAIL", "job-name=my job/1", "nodes=2", "cores=4", "mem=16G", "gpus=2",
        "time=1-12:30:00", "queue=long", "account=lab", "qos=high", "features=ssd,ib",
        "exclusive=yes",
        "depends=afterok:7:8", "begin=2031-12-24T18:00:30", "hold=true", "requeue=no",
        "priority=10",
        "outfile=out/x.log", "errfile=out/x.err", "dir=/data/run 1", "export=A,B=2",
        "mail-user=me@lab.org", "suffix=x", "tries=3", "native=-l file=1gb",
    ]

    @Test func `the whole table for Slurm`() throws {
        let slurm =
            Self.everything.dropLast() + [
                "native=--wckey=x", "ntasks-per-node=2", "nodelist=n1,n2", "exclude=n3",
                "reservation=r", "licenses=matlab:2", "deadline=2032-01-01", "array=0-9%2",
                "kill-on-invalid-dep=yes", "nice=5", "input=in file", "signal=B:USR1@60",
                "comment=say \"hi\" # \\o/", "gres=gpu:a100:2",
            ]
        #expect(
            try block(.slurm, Array(slurm)) == #"""
                #SBATCH --job-name="my job/1"
                #SBATCH --nodes=2 --ntasks-per-node=1
                #SBATCH --ntasks-per-node=2
                #SBATCH --cpus-per-task=4
                #SBATCH --mem=16384
                #SBATCH --gpus=2
                #SBATCH --gres=gpu:a100:2
                #SBATCH --time=1-12:30:00
                #SBATCH --partition=long
                #SBATCH --account=lab
                #SBATCH --qos=high
                #SBATCH --constraint=ssd&ib
                #SBATCH --exclusive
                #SBATCH --nodelist=n1,n2
                #SBATCH --exclude=n3
                #SBATCH --reservation=r
                #SBATCH --licenses=matlab:2
                #SBATCH --dependency=afterok:7:8
                #SBATCH --begin=2031-12-24T18:00:30
                #SBATCH --deadline=2032-01-01T00:00:00
                #SBATCH --array=0-9%2
                #SBATCH --hold
                #SBATCH --kill-on-invalid-dep=yes
                #SBATCH --priority=10
                #SBATCH --nice=5
                #SBATCH --no-requeue
                #SBATCH --output=out/x.log
                #SBATCH --error=out/x.err
                #SBATCH --input="in file"
                #SBATCH --chdir="/data/run 1"
                #SBATCH --export=A,B=2
                #SBATCH --signal=B:USR1@60
                #SBATCH --comment="say \"hi\" # \\o/"
                #SBATCH --mail-user=me@lab.org
                #SBATCH --mail-type=BEGIN,FAIL
                #SBATCH --wckey=x

                """#)
    }

    @Test func `the whole table for Torque`() throws {
        #expect(
            try block(.torque, Self.everything + ["array=0-9%2", "mem-per-cpu=2G"]) == """
                #PBS -N my_job_1
                #PBS -l nodes=2:ppn=4:gpus=1:ssd:ib
                #PBS -l pmem=2048mb
                #PBS -l walltime=36:30:00
                #PBS -q long
                #PBS -A lab
                #PBS -l qos=high
                #PBS -l naccesspolicy=singlejob
                #PBS -W depend=afterok:7:8
                #PBS -a 203112241800.30
                #PBS -t 0-9%2
                #PBS -h
                #PBS -p 10
                #PBS -r n
                #PBS -o out/x.log
                #PBS -e out/x.err
                #PBS -d "/data/run 1"
                #PBS -v A,B=2
                #PBS -M me@lab.org
                #PBS -m ba
                #PBS -l file=1gb

                """)
    }

    @Test func `the whole table for OpenPBS`() throws {
        #expect(
            try block(.pbs, Self.everything + ["array=0-9"]) == """
                #PBS -N my_job_1
                #PBS -l select=2:ncpus=4:mem=16384mb:ngpus=1:ssd=True:ib=True
                #PBS -l walltime=36:30:00
                #PBS -q long
                #PBS -A lab
                #PBS -l place=excl
                #PBS -W depend=afterok:7:8
                #PBS -a 203112241800.30
                #PBS -J 0-9
                #PBS -h
                #PBS -p 10
                #PBS -r n
                #PBS -o out/x.log
                #PBS -e out/x.err
                #PBS -v A,B=2
                #PBS -M me@lab.org
                #PBS -m ba
                #PBS -l file=1gb

                """)
    }

    @Test func `memory is said once, the way it was said last`() throws {
        #expect(
            try block(.slurm, ["mem=4G", "mem-per-cpu=1G"]).hasSuffix("--mem-per-cpu=1024\n"))
        #expect(try block(.slurm, ["mem-per-cpu=1G", "mem=4G"]).hasSuffix("--mem=4096\n"))
    }

    @Test func `nodes and cores are always said`() throws {
        #expect(
            try block(.slurm, []) == """
                #SBATCH --nodes=1 --ntasks-per-node=1
                #SBATCH --cpus-per-task=1

                """)
        #expect(try block(.torque, ["mem=4G"]) == "#PBS -l nodes=1:ppn=1\n#PBS -l mem=4096mb\n")
        #expect(try block(.pbs, ["mem=4G"]) == "#PBS -l select=1:ncpus=1:mem=4096mb\n")
        #expect(try block(.local, ["mem=4G"]).isEmpty)
    }

    @Test(arguments: [
        (BackendName.torque, "depend=singleton"), (.pbs, "array=1,3,4"), (.torque, "priority=5000"),
        (.torque, "mail-type=TIME_LIMIT"), (.pbs, "account=a\"b'c"), (.slurm, "priority=-5"),
        (.torque, "qos=x,walltime=99:00:00"), (.torque, "features=a:ppn=64"),
        (.pbs, "features=a&b"),
        (.torque, "features=a+8:ppn=16"), (.pbs, "output=%x-%j.out"), (.torque, "gpus=2 nodes=3"),
        (.slurm, "output=a\nb"), (.slurm, "chdir=/x\u{1B}[2J"),
    ])
    func `what a batch system can't be told is refused`(
        _ backend: BackendName, _ option: String
    ) throws {
        let choices = try choices(option.split(separator: " ").map { String($0) })
        #expect(throws: Failure.self) { try Directives(for: backend).block(of: choices) }
    }

    /// Values that try to be more than a value.
    private static let hostile = [
        "x --wrap=evil", "x' --wrap=evil '", "x\" --wrap=evil \"", "x\\", "\\\"; --wrap=evil",
        "#SBATCH --wrap=evil", "--wrap=evil", "-x", "$(evil)", "`evil`", "%(evil)s", "x#y", "é x",
    ]

    @Test(arguments: hostile)
    func `a hostile value stays one value`(_ value: String) throws {
        for name in ["partition", "account", "output", "comment", "nodelist"] {
            let lines = try Directives(for: .slurm).lines(of: choices(["\(name)=\(value)"]))
            #expect(lines.count == 1)
            let script = ByteString("#!/bin/bash\n") + lines[0] + "\n"
            let read = try ScriptDirectives(script, now: Self.now)
            #expect(read.ignored.isEmpty)
            #expect(read.choices.map(\.row.name) == [name])
            #expect(read.choices.map(\.value.text) == [ByteString(value)])
        }
    }

    // MARK: Lines of scripts

    private func script(_ text: String) throws -> [String] {
        try ScriptDirectives(ByteString(text), now: Self.now).choices.map {
            "\($0.row.name)=\($0.value.text.printable) \($0.origin.text)"
        }
    }

    @Test func `a script's own lines are read up to its first command`() throws {
        #expect(
            try script(
                """
                #!/bin/bash
                #CSUB -c 4 --mem=2G
                # SBATCH -c 9

                #SBATCH -J "my job" --time=2:00:00   # two hours
                #SBATCH -pshort
                #SBATCH --switches=1
                echo go
                #SBATCH -c 8
                """) == [
                    "cores=4 script, line 2", "mem=2048 script, line 2",
                    "job-name=my job script, line 5", "time=02:00:00 script, line 5",
                    "partition=short script, line 6",
                ])
    }

    @Test func `PBS lines count in their own units`() throws {
        #expect(
            try script(
                """
                #PBS -N sim -q long -V
                #PBS -l nodes=1:ppn=4,mem=4gb,walltime=3600
                #PBS -l select=2:ncpus=8:mem=6291456b -j oe
                #PBS -W depend=afterok:12 -r y -h
                """
            ).map { String($0.split(separator: " ")[0]) } == [
                "job-name=sim", "partition=long", "export=ALL", "nodes=1", "cores=4", "mem=4096",
                "time=01:00:00", "nodes=2", "cores=8", "mem=6", "depend=afterok:12", "requeue=true",
                "hold=true",
            ])
    }

    @Test func `memory by the core is memory by the node to OpenPBS, and all of it is no number`()
        throws
    {
        #expect(
            try block(.pbs, ["cores=4", "mem-per-cpu=2G"])
                == "#PBS -l select=1:ncpus=4:mem=8192mb\n")
        #expect(try block(.slurm, ["mem=0"]).hasSuffix("#SBATCH --mem=0\n"))
        #expect(try block(.pbs, ["mem=0"]) == "#PBS -l select=1:ncpus=1\n")
    }

    @Test(arguments: [
        "#SBATCH -J \"a -t 10", "#CSUB -J 'a", "#PBS -N \"a", "#CSUB --threads 2",
        "#SBATCH --signal=foo@x", "#SBATCH --mail-type=foo", "#SBATCH -a 5-1",
    ])
    func `what a scheduler would refuse is refused`(_ line: String) {
        #expect(throws: Failure.self) { try script(line) }
    }

    @Test func `sbatch's other forms, and where a directive begins`() throws {
        #expect(
            try script("#SBATCH -N 2-4 --gpus=a100:2\n #SBATCH -c 9\n#SBATCH--time=-1\n")
                .map { String($0.split(separator: " ")[0]) }
                == ["nodes=2", "gpus=2", "time=00:00:00"])
    }

    @Test func `PBS lines with hosts, and with variables in two places`() throws {
        #expect(
            try script(
                "#PBS -V -v A=1\n#PBS -l nodes=node7:ppn=2,mem=1gb\n#PBS -l nodes=1+2:ppn=3\n"
            )
            .map { String($0.split(separator: " ")[0]) }
                == ["export=ALL", "export=ALL,A=1", "mem=1024"])
    }

    @Test func `no limit is said to Slurm, and to PBS by saying nothing`() throws {
        let choices = try choices(["time=0"])
        #expect(try Directives(for: .slurm).lines(of: choices) == ["#SBATCH --time=00:00:00"])
        #expect(try Directives(for: .pbs).lines(of: choices).isEmpty)
    }

    @Test func `sbatch's words with and without a value`() throws {
        #expect(
            try script("#SBATCH --nice --exclusive=user --no-requeue --nice=7\n")
                .map { String($0.split(separator: " ")[0]) }
                == ["nice=100", "exclusive=true", "requeue=false", "nice=7"])
    }

    @Test(arguments: [
        ("#CSUB -W", "script, line 1: --wait is for csub's command line"),
        ("#CSUB echo", "script, line 1: 'echo' is no option"),
        ("#CSUB --memm 3", "script, line 1: unknown option '--memm': did you mean '--mem'?"),
    ])
    func `what a script can't have is told with its line`(_ line: String, _ message: String) {
        #expect {
            try script(line)
        } throws: { error in
            (error as? Failure)?.message == message && (error as? Failure)?.status == .badData
        }
    }

    @Test func `a wrong value in a script is told with its line`() {
        #expect {
            try script("#!/bin/sh\n#SBATCH --time=soon\n")
        } throws: { error in
            let failure = error as? Failure
            return failure?.status == .badData
                && failure?.message.hasPrefix("time (script, line 2): 'soon' is not a time")
                    ?? false
        }
    }
}
