/// Options that a configuration adds to the table, each in a section `[option NAME]`.
///
///     [option wckey]
///     type = str
///     help = Workload characterisation key.
///     slurm = --wckey={}
///
/// `type` is str, int, bool, list, time or mem; `default` and `synonyms` may be there; `sjoin` and
/// `tjoin` stand between the words of a list for Slurm and for PBS. Without a spelling for a batch
/// system the option is unknown to it.
enum UserOptions {
    static let prefix: ByteString = "option "

    private static let types: [String: OptionType] = [
        "str": .text, "string": .text, "int": .number(Int(Int32.min)...Int(Int32.max)),
        "bool": .flag, "nonetype": .flag, "list": .list, "tuple": .list, "time": .time,
        "mem": .memory, "size": .memory,
    ]

    /// Adds a file's options to a table, but for those that a nearer file has added.
    /// - Throws: `Failure` (78) as `row`, and for an option that stands there twice.
    static func add(from file: ConfigFile, to table: inout OptionTable) throws(Failure) {
        let known = Set(table.keywords.map(\.name)).subtracting(JobOptions.all.map(\.name))
        for section in file.sectionNames where section.hasPrefix(prefix) {
            let row = try row(in: file, section: section)
            if known.contains(row.name) { continue }
            do throws(Failure) {
                try table.add(row)
            } catch {
                throw Failure("\(file.path.printable): \(error.message)", status: error.status)
            }
        }
    }

    /// The option of one section.
    /// - Throws: `Failure` (78), with the line, for what makes no option.
    static func row(
        in file: ConfigFile, section: ByteString
    ) throws(Failure) -> OptionRow {
        var name = OptionTable.normal(
            ByteString(section.bytes.dropFirst(prefix.count)).trimmed.printable)
        var type = OptionType.text
        var (standard, help, synonyms): (String?, String, [String]) = (nil, "", [])
        var spellings: [String: String] = [:]
        for entry in file.entries(of: section) {
            guard let value = try file.value(of: entry, in: section) else { continue }
            func wrong(_ what: String) -> Failure {
                Failure(
                    "\(file.path.printable):\(entry.line): \(what)", status: .configuration)
            }
            let text = value.printable
            switch entry.key {
            case "type":
                guard let known = types[text.lowercased()] else {
                    throw wrong("'\(text)' is not \(types.keys.sorted().joined(separator: ", "))")
                }
                type = known
            case "default": standard = text
            case "help": help = text
            case "synonyms", "synonym":
                synonyms = text.split(separator: ",").map {
                    OptionTable.normal(ByteString(String($0)).trimmed.printable)
                }
            case "slurm", "torque", "pbs", "openpbs", "sjoin", "tjoin":
                guard value.isOneLine else {
                    throw wrong("a directive is one line")
                }
                // Values are quoted where they need it; quotes around that would undo it.
                guard !value.bytes.contains(where: { "\"'\\".utf8.contains($0) }) else {
                    throw wrong("a directive has no quotes and no backslash: values get their own")
                }
                spellings[entry.key.printable] = text
            case "name": name = OptionTable.normal(text)
            default: throw wrong("'\(entry.key.printable)' says nothing about an option")
            }
        }
        let isName = !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3D }
        guard isName else {
            throw Failure(
                "\(file.path.printable): [\(section.printable)]: '\(name)' can't be an option's name",
                status: .configuration)
        }
        if let standard, type.value(of: ByteString(standard), now: WallTime.now()) == nil {
            throw Failure(
                "\(file.path.printable): [\(section.printable)]: its default '\(standard)' is not "
                    + type.expected, status: .configuration)
        }
        func spelling(_ keys: String..., joiner: String) -> OptionRow.Spelling {
            let template = keys.lazy.compactMap { spellings[$0] }.first ?? ""
            return OptionRow.Spelling(template, joiner: spellings[joiner] ?? ",")
        }
        return OptionRow(
            keyword: name, nil, synonyms, type: type, value: "VALUE", standard: standard,
            isOnCommandLine: false, slurm: spelling("slurm", joiner: "sjoin"),
            torque: spelling("torque", joiner: "tjoin"),
            pbs: spelling("pbs", "openpbs", "torque", joiner: "tjoin"), local: .ignored, help: help)
    }
}
