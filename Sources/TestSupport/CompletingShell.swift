internal import Foundation

/// A shell that completes, at a terminal of its own; Tests/Shells/complete.py explains how.
package enum CompletingShell: String, Sendable {
    case bash, zsh, fish

    /// What came of a line behind which TAB was pressed.
    package struct Completion: Decodable, Sendable {
        package let typed: String
        package let line: String
        package let words: [String]
        /// What stands beside a word.
        package let notes: [String: String]
        /// Errors of the shell.
        package let noise: [String]
    }

    /// Whether it is there, with what it needs.
    package var isThere: Bool {
        Permits.has(rawValue) && Permits.has("python3")
            && (self != .bash
                || FileManager.default.fileExists(
                    atPath: "/usr/share/bash-completion/bash_completion"))
    }

    /// Puts a tool's completions where `make install` does, in the home.
    package func place(_ script: String, for tool: String, in scratch: Scratch) throws {
        let name =
            switch self {
            case .bash: "bash-completion/completions/\(tool)"
            case .zsh: "zsh/site-functions/_\(tool)"
            case .fish: "fish/vendor_completions.d/\(tool).fish"
            }
        try scratch.writeHome(script, to: ".local/share/\(name)")
    }

    /// Types these lines, in the scratch directory's `work`; `directory` is the first on PATH.
    package func complete(
        _ lines: [String], in scratch: Scratch, ahead directory: String = "$HOME/bin"
    ) throws -> [Completion] {
        try scratch.writeHome(lines.joined(separator: "\n") + "\n", to: "lines")
        let driver = Self.directory + "/Tests/Shells/complete.py"
        let result = try scratch.run(
            "PATH=\(directory):$PATH python3 \(driver) \(rawValue) < \(scratch.home)/lines",
            timeout: 240)
        guard result.status == 0 else { throw Problem("\(result)") }
        return try result.lines.map {
            try JSONDecoder().decode(Completion.self, from: Data($0.utf8))
        }
    }

    /// The top of the checkout.
    private static let directory: String = {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
        return sources.deletingLastPathComponent().path
    }()
}
