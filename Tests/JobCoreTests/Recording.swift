internal import Foundation

/// What a batch system's client once wrote: a file below Tests/Recordings.
enum Recording {
    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: Self.path(path))))
    }

    /// Where it is.
    static func path(_ path: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Recordings/\(path)").path
    }

    /// The lines of it.
    static func lineCount(_ path: String) throws -> Int {
        try bytes(path).count { $0 == UInt8(ascii: "\n") }
    }
}
