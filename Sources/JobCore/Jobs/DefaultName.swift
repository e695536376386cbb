/// The name of a job whose submitter gave none: what it runs, seen past what only leads up to that.
///
/// `python3 process.py x` is `process`, `(cd /; ls)` is `ls`, `env A=1 gzip` is `gzip`. It has letters,
/// digits, `.`, `_` and `-` alone, and begins with a letter
/// or a digit.
struct DefaultName {
    /// The name; never empty.
    let text: ByteString

    /// Of a program with its arguments.
    init(_ words: [ByteString]) {
        text = Self.safe(Self.name(of: words.map(\.bytes)[...]) ?? words.first?.lastComponent ?? "")
    }

    /// Of text for a shell.
    init(shell text: ByteString) {
        self.text = Self.safe(Self.name(ofShell: text, depth: 0))
    }

    // MARK: Shell text

    private static func name(ofShell text: ByteString, depth: Int) -> ByteString {
        var last: ByteString?
        for command in commands(of: text) {
            var words = command[...]
            skipLead(&words)
            guard let first = words.first else { continue }
            let word = String(decoding: first, as: UTF8.self)
            last = last ?? ByteString(first).lastComponent
            if openers.contains(word) || preparing.contains(word) { continue }
            if let name = name(of: words, depth: depth) { return name }
        }
        return last ?? ""
    }

    /// The simple commands of a text, as words without their quotes; redirections are left out.
    private static func commands(of text: ByteString) -> [[[UInt8]]] {
        var commands: [[[UInt8]]] = [[]]
        var word: [UInt8]?
        var quote: UInt8?
        var isTarget = false
        var (isEscaped, isComment) = (false, false)
        func endWord() {
            if let done = word, !isTarget { commands[commands.count - 1].append(done) }
            if word != nil { isTarget = false }
            word = nil
        }
        for byte in text.bytes.prefix(1 << 16) {
            if isComment, byte != UInt8(ascii: "\n") { continue }
            isComment = false
            if isEscaped {
                isEscaped = false
                word = (word ?? []) + [byte]
            } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
                isEscaped = true
            } else if let open = quote {
                if byte == open { quote = nil } else { word?.append(byte) }
            } else {
                switch byte {
                case UInt8(ascii: "'"), UInt8(ascii: "\""):
                    quote = byte
                    word = word ?? []
                case UInt8(ascii: "#") where word == nil: isComment = true
                case UInt8(ascii: " "), UInt8(ascii: "\t"): endWord()
                case UInt8(ascii: "<"), UInt8(ascii: ">"):
                    if word?.allSatisfy({ (0x30...0x39).contains($0) }) ?? false { word = nil }
                    endWord()
                    isTarget = true
                case UInt8(ascii: "&") where isTarget && word == nil: break
                case _ where ";|&()\n`".utf8.contains(byte):
                    endWord()
                    isTarget = false
                    commands.append([])
                default: word = (word ?? []) + [byte]
                }
            }
        }
        endWord()
        return commands
    }

    // MARK: Words

    /// Leaves out reserved words and assignments.
    private static func skipLead(_ words: inout ArraySlice<[UInt8]>) {
        while let first = words.first,
            reserved.contains(String(decoding: first, as: UTF8.self)) || isAssignment(first)
        {
            words.removeFirst()
        }
    }

    private static func isAssignment(_ word: [UInt8]) -> Bool {
        let name = word.prefix { $0 != UInt8(ascii: "=") }
        guard name.count < word.count, let first = name.first, !(0x30...0x39).contains(first) else {
            return false
        }
        return name.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                || (0x61...0x7A).contains($0) || "_+".utf8.contains($0)
        }
    }

    /// The name of a program, past those that only run another one; nil where there is no word.
    private static func name(of words: ArraySlice<[UInt8]>, depth: Int = 0) -> ByteString? {
        var words = words
        while let first = words.popFirst() {
            let program = ByteString(first).lastComponent
            let word = program.printable
            if let values = runners.first(where: { $0.name == word })?.letters {
                let rest = runner(words, values, hasOperand: word == "timeout" || word == "taskset")
                if rest.isEmpty { return program }
                words = rest
            } else if isInterpreter(word) {
                return script(of: word, words, depth) ?? program
            } else {
                return program
            }
        }
        return nil
    }

    /// What stands behind the options of a program that runs another one; `values` are the letters of
    /// those that have a value.
    private static func runner(
        _ words: ArraySlice<[UInt8]>, _ values: String, hasOperand: Bool
    ) -> ArraySlice<[UInt8]> {
        var rest = words
        while let next = rest.first, next.first == UInt8(ascii: "-") || isAssignment(next) {
            rest.removeFirst()
            if next == Array("--".utf8) { break }
            if next.count == 2, let letter = next.last, values.utf8.contains(letter) {
                rest = rest.dropFirst()
            }
        }
        return hasOperand ? rest.dropFirst() : rest
    }

    /// What an interpreter runs: a script without its extension, or a module; nil for text on its
    /// command line.
    private static func script(
        of interpreter: String, _ words: ArraySlice<[UInt8]>, _ depth: Int
    ) -> ByteString? {
        var rest = words
        let isShell = shells.contains(interpreter)
        while let next = rest.popFirst() {
            let text = ByteString(next)
            if text == "-m" { return rest.first.map { ByteString($0) } }
            if text == "-jar" { return rest.first.map { plainName(ByteString($0)) } }
            if isShell, text.hasPrefix("-"), !text.hasPrefix("--"), text.hasSuffix("c") {
                guard depth < 3, let inner = rest.first else { return nil }
                let name = name(ofShell: ByteString(inner), depth: depth + 1)
                return name.isEmpty ? nil : name
            }
            if ["-c", "-e", "-E", "-"].contains(text) { return nil }
            if !isShell, ["-W", "-X", "-I"].contains(text) { rest = rest.dropFirst() }
            if isShell, text == "-o" { rest = rest.dropFirst() }
            if text.hasPrefix("-") { continue }
            return text.contains(UInt8(ascii: "{")) ? nil : plainName(text)
        }
        return nil
    }

    /// A file's name without its extension.
    private static func plainName(_ path: ByteString) -> ByteString {
        let name = path.lastComponent
        guard let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return name }
        return ByteString(name.bytes[..<dot])
    }

    // MARK: Characters

    private static func safe(_ name: ByteString) -> ByteString {
        func isPlain(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
        }
        guard name.bytes.contains(where: isPlain) else { return "job" }
        let bytes = name.bytes.prefix(100).map { byte in
            isPlain(byte) || "._-".utf8.contains(byte) ? byte : UInt8(ascii: "_")
        }
        let visible = bytes.drop { "._-".utf8.contains($0) }
        return visible.isEmpty ? "job" : ByteString(visible)
    }

    // MARK: Names

    /// Words of a shell behind which a command begins.
    private static let reserved = [
        "if", "then", "elif", "else", "do", "while", "until", "!", "{", "}", "time", "-p", "done",
        "fi",
        "esac",
        "exec", "command", "builtin", "coproc",
    ]
    /// Words of a shell whose command is no command.
    private static let openers = ["for", "select", "case", "function", "in"]
    /// Builtins that only make ready for what follows.
    private static let preparing = [
        "cd", "set", "export", "source", ".", ":", "module", "ml", "umask", "ulimit", "shopt",
        "trap",
        "declare", "local", "readonly", "read", "test", "[", "[[", "unset", "mkdir", "alias",
        "eval",
        "conda", "true", "exit", "return",
    ]
    /// Programs that run another one, and the letters of their options that have a value.
    private static let runners: [(name: String, letters: String)] = [
        ("env", "uCS"), ("nice", "n"), ("ionice", "cnp"), ("nohup", ""), ("setsid", ""),
        ("stdbuf", "ioe"), ("timeout", "ks"), ("sudo", "ug"), ("chrt", ""), ("taskset", ""),
        ("time", "fo"), ("srun", "ncNptJ"), ("mpirun", "n"), ("mpiexec", "n"), ("strace", "oe"),
        ("numactl", ""),
    ]
    private static let shells = ["sh", "bash", "dash", "zsh", "ksh", "fish", "busybox"]

    private static func isInterpreter(_ word: String) -> Bool {
        // python3.11 is python.
        let name = word.prefix { !$0.isNumber && $0 != "." }
        return shells.contains(word)
            || [
                "python", "pypy", "perl", "ruby", "Rscript", "julia", "node", "php", "lua", "java",
                "tclsh", "guile",
            ].contains(String(name))
    }
}
