/// What PBS's clients mean by the status that they end with: for what the server said, the last eight
/// bits of its error number (pbs_error.h).
package enum PBSMessage {
    package enum Kind: Sendable {
        /// The server could not be reached: nothing was sent.
        case unreachable
        /// It said no, and would say it again.
        case refused
        /// The client did not understand the command line, and asked nobody.
        case usage
        /// There is no such job, or no longer.
        case unknownJob
        /// The job has ended.
        case hasEnded
        /// It is somebody else's.
        case notPermitted
        /// The job depends on one that is unknown, or in Torque on one that has ended.
        case badDependency
        /// It may have been done: the answer was lost, or there was none.
        case unclear
    }

    package static func kind(
        status: Int32, errors: [UInt8], of dialect: PBSDialect
    ) -> Kind {
        let text = ByteString(errors)
        let isCut = ["End of File", "Communication failure", "Premature end"].contains {
            text.contains($0)
        }
        if isCut { return .unclear }
        if isUnreachable(text) { return .unreachable }
        switch (dialect, status) {
        case (_, 1), (_, 2), (_, 3), (_, 5), (_, 6): return .usage
        // No connection; without trqauthd 33, and for OpenPBS's qstat 255.
        case (_, 111), (.torque, 33), (_, 162), (.openPBS, 255): return .unreachable
        case (_, 153): return .unknownJob
        case (_, 159): return .notPermitted
        case (.torque, 170), (.openPBS, 35): return .hasEnded
        case (.torque, 208): return .badDependency
        default: return text.trimmed.isEmpty ? .unclear : .refused
        }
    }

    private static func isUnreachable(_ text: ByteString) -> Bool {
        [
            "cannot connect to server", "Cannot connect to specified server", "Connection refused",
            "Couldn't connect to cluster", "Cannot resolve specified server",
        ].contains { text.contains($0) }
    }

    /// For a person: the line that says what is wrong, without the client's name.
    package static func text(of errors: [UInt8]) -> String {
        let lines = ByteString(errors).split(on: UInt8(ascii: "\n")).map { $0.trimmed.printable }
            .filter { !$0.isEmpty }
        // Behind it may be how the client is used.
        for line in lines.reversed() {
            for client in clients where line.hasPrefix(client + ": ") {
                return String(line.dropFirst(client.count + 2))
            }
        }
        return lines.last ?? ""
    }

    private static let clients = [
        "qsub", "qstat", "qdel", "qhold", "qrls", "qsig", "qrerun", "qalter",
    ]

    /// The ID that qsub wrote when it took a job, on its last line. Nil where there is none.
    package static func jobID(answered output: [UInt8]) -> JobID? {
        let lines = ByteString(output).trimmed.split(on: UInt8(ascii: "\n"))
        guard let word = lines.last?.trimmed.string, let place = BatchID(word),
            place.server != nil, place.tasks == nil
        else { return nil }
        return JobID(word)
    }
}
