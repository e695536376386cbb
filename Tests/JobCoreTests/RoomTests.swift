internal import Foundation
import Testing

/// Which of the backends' rooms may know of which.
@Suite struct RoomTests {
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

    /// The code in a folder, without comments, a line each.
    private func code(in folder: String) throws -> [String] {
        let place = Self.sources.appendingPathComponent(folder)
        let files = try FileManager.default.contentsOfDirectory(atPath: place.path)
            .filter { $0.hasSuffix(".swift") }
        #expect(!files.isEmpty)
        return try files.flatMap { file in
            try String(contentsOf: place.appendingPathComponent(file), encoding: .utf8)
                .split(separator: "\n")
                .map { String($0.prefix(upTo: $0.firstRange(of: "//")?.lowerBound ?? $0.endIndex)) }
        }
    }

    private func words(in folder: String) throws -> Set<String> {
        try code(in: folder).reduce(into: []) { words, line in
            words.formUnion(
                line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map { String($0) })
        }
    }

    /// The words of a line, and those that its names are made of, in small letters.
    private static func words(of line: String) -> [String] {
        var text = ""
        for character in line {
            if character.isUppercase, text.last?.isLowercase ?? false { text += " " }
            text.append(character.isLetter ? character : " ")
        }
        return text.split(separator: " ").map { $0.lowercased() }
    }

    /// The types that a folder declares for others.
    private func types(in folder: String) throws -> Set<String> {
        var types: Set<String> = []
        for line in try code(in: folder) where !line.hasPrefix(" ") && !line.contains("private ") {
            let words = line.split { !$0.isLetter && !$0.isNumber }
            let kind = words.firstIndex { ["struct", "class", "enum", "protocol"].contains($0) }
            guard let kind, kind + 1 < words.count else { continue }
            types.insert(String(words[kind + 1]))
        }
        #expect(!types.isEmpty)
        return types
    }

    @Test(arguments: ["JobCore/Backends/Batch", "csub"])
    func `what is for all batch systems names none of them`(_ folder: String) throws {
        let names: Set = [
            "slurm", "sbatch", "squeue", "sacct", "scontrol", "scancel", "srun", "torque", "pbs",
            "qsub", "qstat", "qdel",
        ]
        let lines = try code(in: folder).filter { line in
            !names.isDisjoint(with: Self.words(of: line))
        }
        #expect(lines.isEmpty)
    }

    @Test(arguments: [
        ("Local", "Batch"), ("Local", "Slurm"), ("Batch", "Local"), ("Batch", "Slurm"),
        ("Slurm", "Local"), ("Slurm", "PBS"), ("Batch", "PBS"), ("PBS", "Slurm"), ("PBS", "Local"),
    ])
    func `a room does without another`(_ room: String, _ other: String) throws {
        let used = try words(in: "JobCore/Backends/\(room)")
        #expect(used.isDisjoint(with: try types(in: "JobCore/Backends/\(other)")))
    }
}
