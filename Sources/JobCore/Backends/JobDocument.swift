/// The JSON document of `cqueue --json`, schema `cjobs/1`; cqueue(1) lists its members.
package struct JobDocument {
    private let members: [JobMember]

    /// With all members, or with some, in that order.
    package init(_ names: [String]? = nil) {
        members = names.map { $0.compactMap { JobMember.named($0) } } ?? JobMember.usual
    }

    package func text(_ reports: [JobReport]) -> [UInt8] {
        JSONText.document("jobs") { list in
            for report in reports { write(report, to: &list) }
        } + [UInt8(ascii: "\n")]
    }

    /// One job on a line of its own: an object of the document's list.
    package func line(_ report: JobReport) -> [UInt8] {
        JSONText.text { write(report, to: &$0) } + [UInt8(ascii: "\n")]
    }

    /// What stands in the document's place where nobody could be asked.
    package static func text(of failure: Failure) -> [UInt8] {
        JSONText.text { document in
            document.object { document in
                document.member("schema", "cjobs/1")
                document.member("error", failure.message)
            }
        } + [UInt8(ascii: "\n")]
    }

    private func write(_ report: JobReport, to text: inout JSONText) {
        text.object { object in
            for member in members { member.write(report, &object) }
        }
    }
}
