/// What sbatch writes on standard output when it submitted a job.
package enum SbatchAnswer {
    /// The job's ID: `123` or `123;cluster` of `--parsable`, or `Submitted batch job 123`. It is on the
    /// last line: a site's plugins may write before it. Nil where there is none.
    package static func jobID(in output: [UInt8]) -> JobID? {
        let lines = ByteString(output).trimmed.split(on: UInt8(ascii: "\n"))
        guard let last = lines.last?.trimmed.string else { return nil }
        let word = last.replacing("Submitted batch job ", with: "", maxReplacements: 1)
            .replacing(" on cluster ", with: ";", maxReplacements: 1)
        guard BatchID(slurm: word)?.tasks == nil else { return nil }
        return BatchID(slurm: word).flatMap { _ in JobID(word) }
    }
}
