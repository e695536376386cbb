import Testing

@testable import JobCore

/// Reading and changing configuration files.
@Suite struct ConfigTests {
    private func file(_ text: String) throws -> ConfigFile {
        try ConfigFile(Array(text.utf8), path: "c.ini")
    }

    /// A value as `section.key`; `-` for none.
    private func value(_ name: String, in text: String) throws -> String {
        let words = name.split(separator: ".", maxSplits: 1).map { ByteString(String($0)) }
        let file = try file(text)
        guard let entry = file.entry(words[1], in: words[0]) else { return "-" }
        return try file.value(of: entry, in: words[0])?.printable ?? "None"
    }

    private static let sample = """
        # mine
        [queue]
        max_jobs = 500
        queue_update: 3

        [prof_default]
        ; what most need
        cores=2
        output = %%x-%%j.out
        modules = gcc,
            samtools
        [opts]
        account = lab

        """

    @Test(arguments: [
        ("queue.max_jobs", "500"), ("queue.queue_update", "3"), ("prof_default.cores", "2"),
        ("prof_default.output", "%x-%j.out"), ("prof_default.modules", "gcc,\\nsamtools"),
        ("opts.account", "lab"), ("queue.none", "-"), ("none.max_jobs", "-"),
    ])
    func `entries are read as ConfigParser reads them`(_ name: String, _ value: String) throws {
        #expect(try self.value(name, in: Self.sample) == value)
    }

    @Test(arguments: [
        ("[a]\nk = None", "None"), ("[a]\nK=1\nk=2", "2"), ("[a]\nk=1\n[b]\n[a]\nk=3", "3"),
        ("[DEFAULT]\nk=9\n[a]\n", "9"), ("[a]\nx=1\nk=%(x)s%(X)s", "11"), ("[a]\nk= %x %", "%x %"),
        ("[a]\nk = a = b : c", "a = b : c"), ("[a]\nk=", ""), ("\u{FEFF}[a]\r\nk=v\r\n", "v"),
        ("[a]\n k = v\n", "v"), ("[a]\nk = v # no comment", "v # no comment"),
        ("[a]\nk =\n  v", "\\nv"), ("[a]\nk = a\n\n  b", "a\\n\\nb"),
        ("[a]\nk = a\n# c\n  b", "a\\nb"),
    ])
    func `the dialect's corners`(_ text: String, _ value: String) throws {
        #expect(try self.value("a.k", in: text) == value)
    }

    @Test(arguments: [
        ("k = v", "c.ini:1: 'k = v' stands before the first [section]"),
        ("[a]\nword", "c.ini:2: 'word' is not KEY = VALUE"),
        ("[a]\n= v", "c.ini:2: '= v' is not KEY = VALUE"),
        ("[a\nk = v", "c.ini:1: '[a' is no [section]"), ("[]\n", "c.ini:1: '[]' is no [section]"),
        ("[a] b\n", "c.ini:1: 'b' stands behind a [section]"),
        ("[a]\n\0", "c.ini: it has a NUL in it"),
        ("[a]\nk = %(x)s", "c.ini:2: there is no 'x' for %(x)s"),
        ("[a]\nk = %(k)s", "c.ini:2: %(k)s goes too deep, or has no end"),
    ])
    func `what can't be read is told with file and line`(_ text: String, _ message: String) {
        #expect {
            try self.value("a.k", in: text)
        } throws: { error in
            let failure = error as? Failure
            return failure?.message == message && failure?.status == .configuration
        }
    }

    @Test func `a value that grows without end stops soon`() throws {
        var text = "[a]\nk = %(b0)s\n"
        for level in 0..<9 {
            text += "b\(level) = " + String(repeating: "%(b\(level + 1))s", count: 900) + "\n"
        }
        text += "b9 =\n"
        #expect(throws: Failure.self) { try value("a.k", in: text) }
    }

    // MARK: Changing

    private func edited(
        _ text: String, _ edit: (inout ConfigText) throws(Failure) -> Void
    ) throws -> String {
        var config = try ConfigText(Array(text.utf8), name: "c.ini")
        try edit(&config)
        return String(decoding: config.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("queue", "max_jobs", "max_jobs = 500", "max_jobs = 7"),
        ("queue", "QUEUE_UPDATE", "queue_update: 3", "queue_update: 7"),
        ("prof_default", "cores", "cores=2", "cores=7"),
        ("prof_default", "modules", "modules = gcc,\n    samtools", "modules = 7"),
        ("queue", "new", "queue_update: 3", "queue_update: 3\nnew = 7"),
        ("opts", "qos", "account = lab", "account = lab\nqos = 7"),
    ])
    func `a change touches its own line and no other`(
        _ section: String, _ key: String, _ old: String, _ new: String
    ) throws {
        let result = try edited(Self.sample) { config throws(Failure) in
            try config.set("7", for: ByteString(key), in: ByteString(section))
        }
        #expect(result == Self.sample.replacing(old, with: new))
    }

    @Test func `a section that is not there comes last`() throws {
        let change = { (config: inout ConfigText) throws(Failure) in
            try config.set("v", for: "k", in: "a")
        }
        #expect(try edited("", change) == "[a]\nk = v\n")
        #expect(try edited("[b]\nx=1\n", change) == "[b]\nx=1\n\n[a]\nk = v\n")
        #expect(try edited("[b]\r\nx=1\r\n", change) == "[b]\r\nx=1\r\n\r\n[a]\r\nk = v\r\n")
    }

    @Test func `indented lines stay what they are`() throws {
        let text = "[a]\n    x = 1\n  [b]\n  y = 2\n[c]\n   z = 3\n"
        #expect(
            try edited(text) { config throws(Failure) in try config.set("v", for: "k", in: "a") }
                == "[a]\n    x = 1\n    k = v\n  [b]\n  y = 2\n[c]\n   z = 3\n")
        #expect(
            try edited("[a]\n  [b]\n") { config throws(Failure) in
                try config.set("v", for: "k", in: "a")
            } == "[a]\n  k = v\n  [b]\n")
        // Without [c] its neighbour would go on into [d].
        #expect(throws: Failure.self) {
            try edited("[a]\nx = 1\n[c]\n    z = 3\n  [d]\n  w = 4\n") { config throws(Failure) in
                _ = try config.remove(section: "c")
            }
        }
    }

    @Test func `comments within a value outlive it`() throws {
        let text = "[a]\nk = 1,\n  # why\n  2\nj = 3\n"
        #expect(
            try edited(text) { config throws(Failure) in try config.set("9", for: "k", in: "a") }
                == "[a]\nk = 9\n  # why\nj = 3\n")
    }

    @Test func `a removed section leaves the comments of the next`() throws {
        let text = "[a]\nx = 1\n# within\ny = 2\n\n# about b\n[b]\nz = 3\n"
        let result = try edited(text) { config throws(Failure) in
            _ = try config.remove(section: "a")
        }
        #expect(result == "# about b\n[b]\nz = 3\n")
    }

    @Test(arguments: [
        ("a", "k", "x\ny"), ("a", "k", "x\r[b]"), ("a", "k", " x"), ("a", "k", "x "),
        ("a]", "k", "x"), ("", "k", "x"), ("a\n[b", "k", "x"), ("a", "k = y", "x"),
        ("a", "#k", "x"),
        ("a", "[k", "x"), ("a", "", "x"), ("a", "k:", "x"), ("a", "k\u{1}", "x"),
    ])
    func `what the dialect can't hold is refused`(
        _ section: String, _ key: String, _ value: String
    ) {
        #expect(throws: Failure.self) {
            try edited("") { config throws(Failure) in
                try config.set(ByteString(value), for: ByteString(key), in: ByteString(section))
            }
        }
    }

    @Test func `what was set is read back, whatever it was`() throws {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("ab %()s=:#;[]'\"\\$`\u{E9}".utf8) + [0xFF, 0xC3]
        for _ in 0..<5000 {
            let length = Int.random(in: 1...12, using: &random)
            let value = ByteString(
                (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] }
            ).trimmed
            var text = try ConfigText(Array(Self.sample.utf8), name: "c.ini")
            try text.set(ConfigFile.escaped(value), for: "k", in: "queue")
            let file = try ConfigFile(text.bytes, path: "c.ini")
            let entry = try #require(file.entry("k", in: "queue"))
            #expect(try file.value(of: entry, in: "queue") == (value == "None" ? nil : value))
            #expect(file.entries(of: "opts").count == 1)
        }
    }

    // MARK: Damage

    /// Reads everything that a file says; a failure has to be about the configuration.
    private func readAll(_ bytes: [UInt8]) -> Bool {
        do throws(Failure) {
            let file = try ConfigFile(bytes, path: "c.ini")
            for section in file.sectionNames {
                for entry in file.entries(of: section) {
                    _ = try file.value(of: entry, in: section)
                }
                if section.hasPrefix(UserOptions.prefix) {
                    _ = try UserOptions.row(in: file, section: section)
                }
            }
        } catch {
            return error.status == .configuration && error.message.hasPrefix("c.ini")
        }
        return true
    }

    @Test func `every cut and every changed byte gives a reading or an error with its line`() {
        let sample = Array(
            (Self.sample + "[option wckey]\ntype = str\nslurm = --wckey={}\nx = %(type)s\n").utf8)
        for end in sample.indices { #expect(readAll(Array(sample[..<end]))) }
        for index in sample.indices {
            for bit in 0..<8 {
                var changed = sample
                changed[index] ^= 1 << UInt8(bit)
                #expect(readAll(changed))
            }
        }
    }
}
