/// All keywords for a reader: what the seed's `option_help` shows.
package struct OptionList {
    private let rows: [OptionRow]
    private let backend: BackendName?

    /// `backend`: only what that one knows; nil for all.
    package init(_ table: OptionTable, for backend: BackendName?) {
        self.backend = backend
        rows = table.keywords.filter { row in
            switch backend {
            case nil: true
            case .local: row.local == .used
            case let backend?: !row.spelling(for: backend).isAbsent
            }
        }
    }

    /// As `string` (a paragraph each), `table` or `json`.
    package func text(_ format: String) -> ByteString {
        switch format {
        case "table": table
        case "json": json
        default: paragraphs
        }
    }

    private var paragraphs: ByteString {
        let width = (rows.map(\.name.utf8.count).max() ?? 0) + 2
        let margin = String(repeating: " ", count: width)
        var text = ""
        for row in rows {
            let gap = String(repeating: " ", count: width - row.name.utf8.count - 1)
            text += "\(row.name):\(gap)\(row.help)\n"
            text += "\(margin)Type: \(row.type.name); Default: \(row.standard ?? "none")"
            if !row.synonyms.isEmpty { text += "; Also: \(row.synonyms.joined(separator: ", "))" }
            text += "\n"
            let spellings = spellings(of: row).map { "\($0.rawValue) \($1)" }
            if !spellings.isEmpty { text += "\(margin)\(spellings.joined(separator: "; "))\n" }
        }
        return ByteString(text)
    }

    private func spellings(of row: OptionRow) -> [(BackendName, String)] {
        [BackendName.slurm, .torque, .pbs].compactMap { name in
            let spelling = row.spelling(for: name)
            guard !spelling.isAbsent, backend == nil || backend == name else { return nil }
            if spelling == .inNodes { return (name, name == .torque ? "-l nodes" : "-l select") }
            return (name, spelling.template)
        }
    }

    private var table: ByteString {
        var table = TextTable(headings: [
            "NAME", "SYNONYMS", "TYPE", "DEFAULT", "SLURM", "TORQUE", "PBS", "HELP",
        ])
        for row in rows {
            let spellings = spellings(of: row)
            func spelling(_ name: BackendName) -> String {
                spellings.first { $0.0 == name }?.1 ?? "-"
            }
            table.add([
                row.name, row.synonyms.isEmpty ? "-" : row.synonyms.joined(separator: ","),
                row.type.name, row.standard ?? "-", spelling(.slurm), spelling(.torque),
                spelling(.pbs), row.help,
            ])
        }
        return ByteString(table.text())
    }

    private var json: ByteString {
        let bytes = JSONText.document("options") { list in
            for row in rows { write(row, to: &list) }
        }
        return ByteString(bytes) + "\n"
    }

    private func write(_ row: OptionRow, to list: inout JSONText) {
        list.object { object in
            object.member("name", row.name)
            object.member("letter", row.letter.map { String($0) })
            object.member("synonyms") { list in
                list.array { list in
                    for synonym in row.synonyms { list.string(ByteString(synonym)) }
                }
            }
            object.member("type", row.type.name)
            object.member("expects", row.type.expected)
            object.member("default", row.standard)
            object.member("repeatable", row.isRepeatable)
            let spellings = spellings(of: row)
            for name in [BackendName.slurm, .torque, .pbs] {
                object.member(name.rawValue, spellings.first { $0.0 == name }?.1)
            }
            object.member("help", row.help)
        }
    }
}
