enum SlurmMessage {
    enum Kind { case transient, permanent, usage, unknownJob, notPermitted, noAccounting, unclear }
    static func kind(of: [UInt8], _ program: String) -> Kind {
        let t = ByteString(of)
        if t.contains("connect failure") { return .transient }
        if t.contains("accounting storage is disabled") { return .noAccounting }
        if t.contains("Invalid job id") { return .unknownJob }
        return .permanent
    }
    static func text(of: [UInt8]) -> String { ByteString(of).trimmed.printable }
}
enum ScontrolListing { static func jobs(in: [UInt8]) -> [BatchJob] { [] } }
