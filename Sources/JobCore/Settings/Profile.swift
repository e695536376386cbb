/// Options under a name.
package struct Profile: Sendable {
    package let name: String
    package let entries: [Entry]

    /// One option as the profile has it.
    package struct Entry: Sendable {
        /// The keyword as it is written there.
        package let key: ByteString
        /// Nil for `None`: the profile says nothing.
        package let value: ByteString?
        package let origin: Origin
    }

    /// Those that are there without any file. `default` asks for nothing that nobody asked for: a
    /// site has memory and time of its own.
    static let builtIn: [(name: String, options: [(String, String)])] = [
        ("default", [("nodes", "1"), ("cores", "1")]),
        (
            "large",
            [("nodes", "1"), ("cores", "16"), ("mem", "32000"), ("time", "24:00:00")]
        ),
    ]

    /// What the seed and fyrd write as their default profiles by themselves.
    private static let unasked = ["02:00:00", "04:00:00"].map { time in
        [("nodes", "1"), ("cores", "1"), ("mem", "4000"), ("time", time)]
    }

    static func builtIn(_ name: String) -> Profile? {
        builtIn.first { $0.name == name }.map { profile in
            Profile(
                name: name,
                entries: profile.options.map {
                    Entry(key: ByteString($0.0), value: ByteString($0.1), origin: .builtIn)
                })
        }
    }

    /// Whether a default profile says only what the seed, or fyrd, wrote unasked: nobody chose it.
    var isWrittenBySeed: Bool {
        Self.unasked.contains { known in
            entries.count == known.count
                && known.allSatisfy { pair in
                    entries.contains {
                        $0.key == ByteString(pair.0) && $0.value == ByteString(pair.1)
                    }
                }
        }
    }

    /// The options with their values.
    /// - Throws: `Failure` (78) with file and line for an unknown option or a wrong value.
    package func choices(
        in table: OptionTable, now: WallTime
    ) throws(Failure) -> [Choice] {
        var result: [Choice] = []
        for entry in entries {
            result += try table.choices(entry.key, entry.value, entry.origin, now: now)
        }
        return result
    }
}

extension OptionTable {
    /// The option of a name that some place has.
    /// - Throws: `Failure` that names the place, with the status that fits it.
    func keyword(_ key: ByteString, in place: Origin) throws(Failure) -> OptionRow {
        if place == .commandLine { return try keyword(key, status: .usage) }
        do throws(Failure) {
            return try keyword(key, status: place.status)
        } catch {
            throw Failure("\(place.text): \(error.message)", status: error.status)
        }
    }

    /// One option of a file; nothing for a value of `None`.
    /// - Throws: `Failure` (78) that names the place.
    func choices(
        _ key: ByteString, _ value: ByteString?, _ origin: Origin, now: WallTime
    ) throws(Failure) -> [Choice] {
        let row = try keyword(key, in: origin)
        guard let value else { return [] }
        return [try Choice(row, text: value, origin: origin, now: now)]
    }
}
