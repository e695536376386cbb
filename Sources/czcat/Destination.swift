import JobCore

/// Where the bytes are written, and how they are packed there.
enum Destination {
    case standardOutput(Packing?)
    case file(ByteString, Packing)

    /// Writes all inputs.
    func receive(
        _ reading: inout Reading, _ session: inout Session
    ) throws(Failure) -> ExitStatus {
        switch self {
        case .standardOutput(nil):
            reading.passesThrough = true
            return try reading.pass(in: &session) { bytes, session throws(Failure) in
                try session.output.pass(bytes)
            }
        case .standardOutput(let packing?):
            let writer = try PackedWriter(packing)
            let status = try reading.pass(in: &session) { bytes, session throws(Failure) in
                try writer.write(bytes) { bytes throws(Failure) in
                    try session.output.pass(bytes)
                }
            }
            try writer.finish { bytes throws(Failure) in try session.output.pass(bytes) }
            return status
        case .file(let path, let packing):
            let output = try WrittenFile(path)
            reading.outputs = [try output.file.status()]
            let writer = try PackedWriter(packing)
            let status = try reading.pass(in: &session) { bytes, _ throws(Failure) in
                try writer.write(bytes) { bytes throws(Failure) in try output.write(bytes) }
            }
            try writer.finish { bytes throws(Failure) in try output.write(bytes) }
            try output.keep()
            return status
        }
    }
}
