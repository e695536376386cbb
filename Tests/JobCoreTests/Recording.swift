internal import Foundation

/// What a batch system's client once wrote: a file below Tests/Recordings.
enum Recording {
    static func bytes(_ path: String) throws -> [UInt8] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
        return Array(try Data(contentsOf: tests.appendingPathComponent("Recordings/\(path)")))
    }

    /// The lines of it.
    static func lineCount(_ path: String) throws -> Int {
        try bytes(path).count { $0 == UInt8(ascii: "\n") }
    }
}
