/// Torque's XML. It is none as soon as somebody has a control byte in a variable, but what they write
/// never has `<` in it, so that every tag is the server's.
enum QstatXML {
    /// The jobs that end within the text.
    static func jobs(in bytes: [UInt8]) -> [PBSAttributes] {
        let (open, close, slash) = (UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "/"))
        var jobs: [PBSAttributes] = []
        var job: PBSAttributes?
        /// The elements around the place, within a job.
        var path: [ByteString] = []
        var place = bytes.place(of: open, from: 0)
        while place < bytes.count {
            let end = bytes.place(of: close, from: place)
            guard end < bytes.count else { break }
            let tag = bytes[(place + 1)..<end]
            let next = bytes.place(of: open, from: end)
            if tag.elementsEqual("Job".utf8) {
                (job, path) = (PBSAttributes(id: ""), [])
            } else if tag.elementsEqual("/Job".utf8) {
                if let job, !job.id.isEmpty { jobs.append(job) }
                job = nil
            } else if tag.first == slash {
                _ = path.popLast()
            } else if job != nil, path.count < 4 {
                path.append(ByteString(tag))
                // What has another tag in front of its end is a list.
                if next + 1 < bytes.count, bytes[next + 1] == slash {
                    take(bytes[(end + 1)..<next], path, into: &job)
                }
            }
            place = next
        }
        return jobs
    }

    private static func take(
        _ text: ArraySlice<UInt8>, _ path: [ByteString], into job: inout PBSAttributes?
    ) {
        if path == ["Job_Id"] {
            job = PBSAttributes(id: decoded(text))
        } else if let name = PBSAttributes.name(ByteString.joined(path, by: ".")) {
            job?[name] = decoded(text)
        }
    }

    /// Five characters are written by name.
    private static func decoded(_ text: ArraySlice<UInt8>) -> ByteString {
        guard text.contains(UInt8(ascii: "&")) else { return ByteString(text) }
        let names: [(name: ByteString, character: ByteString)] = [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&"),
        ]
        return names.reduce(ByteString(text)) { text, entity in
            text.replacing(entity.name, with: entity.character)
        }
    }
}
