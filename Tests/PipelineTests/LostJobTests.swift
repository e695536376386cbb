import TestSupport
import Testing

/// Jobs of a batch system that say nothing of their end themselves: a node was switched off, or the
/// disk was full.
@Suite struct LostJobTests {
    @Test(arguments: [
        ("slurm-job 1 state=COMPLETED drop", "", 0),
        ("slurm-job 1 state=FAILED exit=1:0 drop", "", 1),
        ("slurm-job 1 state=FAILED exit=0:9 drop", "", 137),
        ("slurm-job 1 state=NODE_FAIL drop", "", 143),
        ("slurm-job 1 state=CANCELLED drop", "", 143),
        ("slurm-job 1 state=FAILED exit=1:0 forget", "", 125),
        ("slurm-job 1 state=COMPLETED drop", "disabled", 125),
        ("slurm-job 1 state=COMPLETED drop", "nothing", 125),
    ])
    func `a job that left the queue ends as accounting says`(
        _ event: String, _ accounting: String, _ status: Int32
    ) throws {
        let scratch = try Scratch.onSlurm()
        let result = try scratch.run(
            "csub true; \(event); cwait -t 60 1", with: ["STANDIN_SACCT": accounting])
        #expect(result.status == status, "\(result)")
        #expect(result.output == "1\n")
    }
}
