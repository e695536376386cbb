/// What became of a job and what it wrote: an element of `cwait --get --json`, schema `cjobs/1`.
struct JobResult {
    private let end: JobEnd
    private var output, error: ByteString?
    /// Why its output can't be read.
    private(set) var failure: Failure?

    init(_ end: JobEnd, in backend: any Backend) {
        self.end = end
        guard end.hasBegun else { return }
        do throws(Failure) {
            let files = try JobOutput(of: end.id, in: backend)
            output = try files.outputText()
            error = try files.errorText()
        } catch {
            failure = error
        }
    }

    static func document(_ results: [JobResult]) -> [UInt8] {
        JSONText.document("jobs") { list in
            for result in results {
                list.object { object in
                    object.member("id", result.end.id.text)
                    object.member("state", result.end.state.rawValue)
                    object.member("exit_status", Int(result.end.status.code))
                    object.member("stdout", result.output)
                    object.member("stderr", result.error)
                }
            }
        }
    }
}
