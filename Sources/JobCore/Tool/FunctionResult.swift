/// What a job's function returned, or why it returned nothing: the file that the script of `csub --python`
/// writes.
struct FunctionResult {
    /// JSON, on one line.
    private(set) var value: ByteString?
    /// What happened instead, as the script tells it; nil where it had no time to tell.
    private(set) var reason: String?

    /// - Throws: `Failure` (66) for a job that calls no function, (65) for a file that the script did not
    ///   write.
    init(of id: JobID, in backend: any Backend) throws(Failure) {
        guard let path = try backend.files(of: id)?.function?.result else {
            throw Failure(
                "cannot show the result of '\(id)': it calls no function of Python's",
                status: .noInput)
        }
        if File.status(of: path) == nil { return }
        let file = try File(openUnplanted: path, .read, kind: .noInput)
        let text = ByteString(try file.readAll())
        do throws(JSONValue.Fault) {
            let document = try JSONValue(text)
            value = document["value"]?.line
            reason = Self.reason(in: document)
            if value != nil || reason != nil { return }
        } catch {
            throw Failure(
                "'\(path.printable)' is no result of a function: \(error.reason)", status: .badData)
        }
        throw Failure(
            "'\(path.printable)' is no result of a function: nothing says how it ended",
            status: .badData)
    }

    private static func reason(in document: JSONValue) -> String? {
        if let failure = document["failure"]?.string { return failure.printable }
        if let exit = document["exit"] { return "it called sys.exit(\(exit.line.printable))" }
        guard let exception = document["exception"], let parts = try? JSONValue(exception.text),
            let type = parts["type"]?.string
        else { return nil }
        let message = parts["message"]?.string ?? ""
        return type.printable + (message.isEmpty ? "" : ": " + message.printable)
    }
}
