internal import Foundation

/// A Torque or OpenPBS for tests: our stand-ins for both, or in their place real ones, where
/// CJOBS_TEST_TORQUE or CJOBS_TEST_PBS names the directory of their clients. What else these need
/// (PBS_CONF_FILE, PBS_DEFAULT) is taken over from the tests' environment, and jobs are those of whoever
/// runs the tests.
package struct PBSServer: CustomStringConvertible, Sendable {
    /// torque or openpbs.
    package let dialect: String
    private let clients: String?

    package var description: String { clients == nil ? dialect : "real \(dialect)" }

    package static let all: [PBSServer] = {
        let variables = [("torque", "CJOBS_TEST_TORQUE"), ("openpbs", "CJOBS_TEST_PBS")]
        let real = variables.compactMap { dialect, variable in
            ProcessInfo.processInfo.environment[variable].map {
                Self(dialect: dialect, clients: $0)
            }
        }
        return real.isEmpty ? variables.map { Self(dialect: $0.0, clients: nil) } : real
    }()

    /// With as little waiting as the settings allow.
    package func scratch() throws -> Scratch {
        guard let clients else { return try Scratch.onPBS(dialect) }
        if Permits.isRoot { throw Problem("a PBS takes no jobs of root's: be an ordinary user") }
        return try Scratch(onPBS: dialect, of: clients)
    }
}
