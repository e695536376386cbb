internal import CSys

/// The log that the system keeps (syslog(3)).
package enum SystemLog {
    /// Whether anybody takes messages for it.
    package static var isThere: Bool { File.isThere("/dev/log") }

    /// Hands a message over; `priority` is 2 for critical to 7 for debug.
    package static func write(_ message: String, tool: String, priority: Int32) {
        ByteString(tool).withCString { tool in
            ByteString(message).withCString { csys_syslog(tool, priority, $0) }
        }
    }
}
