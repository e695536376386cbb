/// The template of `--each`: shell text with a place for each input.
///
/// `{}` the line, `{.}` without its extension, `{/}` its file name, `{//}` its directory, `{/.}`
/// its file name without extension, `{#}` its number from 1. With columns, `{2}` is the second of
/// them; of a job of several lines `{}` is all of them, each a word of its own, and `{2}` the
/// second. Without any of these the input is the last word. Source: parallel(1), "REPLACEMENT
/// STRINGS".
///
/// The input never becomes part of the text that a shell reads: where a shell is needed, a place is
/// a quoted variable of the job's environment, which the shell expands and does not read again.
package struct Template {
    private enum Part {
        case text([UInt8])
        case place(TemplatePlace)
        case number
    }

    private var parts: [Part] = []
    /// The parts of each word, where no shell is needed to tell them apart.
    private var words: [[Part]]?
    private let grouping: InputGrouping
    /// Numbered places, each once.
    private var numbered: [TemplatePlace] = []
    /// Those that stand in a template without a place by their variables.
    private var mentioned: [TemplatePlace] = []

    /// - Throws: `Failure` (64) where a shell is needed and a place would not be a word to it, or would be
    ///   read as code; or where several words have one's place.
    package init(_ text: ByteString, _ grouping: InputGrouping = .lines) throws(Failure) {
        self.grouping = grouping
        parts = Self.parts(of: text, grouping)
        let hasPlace = parts.contains { if case .text = $0 { false } else { true } }
        if !hasPlace {
            // A template that uses the variable has its place.
            mentioned = TemplatePlace.mentioned(in: text, hasParts: grouping != .lines)
            if text.contains("CSUB_INPUT") {
                try checkMentioned(text)
            } else {
                let end = text.bytes.reversed().drop { $0 <= 0x20 }.count
                try Self.checkEnd(Array(text.bytes.prefix(end)))
                parts = [
                    .text(text.bytes.prefix(end) + [0x20]), .place(TemplatePlace(form: .whole)),
                ]
            }
        }
        for case .place(let place) in parts where place.part != nil && !numbered.contains(place) {
            numbered.append(place)
        }
        words = Self.words(of: parts)
        try checkAlone()
        if words == nil { try check() }
    }

    /// Text and places as they follow one another.
    private static func parts(of text: ByteString, _ grouping: InputGrouping) -> [Part] {
        var parts: [Part] = []
        var literal: [UInt8] = []
        var scan = TemplateScan()
        var rest = text.bytes[...]
        while let byte = rest.first {
            guard scan.isPlace, let (part, length) = place(in: rest, grouping) else {
                scan.advance(byte, rest)
                literal.append(byte)
                rest = rest.dropFirst()
                continue
            }
            parts += [.text(literal), part]
            literal = []
            for _ in 0..<length { scan.advance(UInt8(ascii: "x"), [UInt8(ascii: "x")]) }
            rest = rest.dropFirst(length)
        }
        return parts + [.text(literal)]
    }

    private static func place(
        in text: ArraySlice<UInt8>, _ grouping: InputGrouping
    ) -> (part: Part, length: Int)? {
        if text.starts(with: "{#}".utf8) { return (.number, 3) }
        return TemplatePlace.first(in: text, hasParts: grouping != .lines)
            .map { (.place($0.place), $0.length) }
    }

    /// There is no variable for all lines of a chunk.
    private func checkMentioned(_ text: ByteString) throws(Failure) {
        guard case .chunks = grouping, !text.contains("CSUB_INPUT_") else { return }
        throw Failure(
            "with --chunk there is no CSUB_INPUT, but CSUB_INPUT_1, CSUB_INPUT_2 and so on",
            status: .usage, advice: "{} stands for all lines, each a word of its own")
    }

    /// Looks at what a shell makes of each place.
    private func check() throws(Failure) {
        var scan = TemplateScan()
        for (index, part) in parts.enumerated() {
            switch part {
            case .number: scan.advance(UInt8(ascii: "1"), [UInt8(ascii: "1")])
            case .place(let place): try scan.take(place.text, isSeveral: isSeveral(place))
            case .text(let text):
                // What follows a place is not the text's end.
                let more: [UInt8] = index + 1 < parts.count ? [UInt8(ascii: "x")] : []
                let all = text + more
                for index in text.indices { scan.advance(text[index], all[index...]) }
            }
        }
        try scan.finish()
    }

    /// The input is the last word of a template without a place: a command must stand there.
    private static func checkEnd(_ text: [UInt8]) throws(Failure) {
        var scan = TemplateScan()
        for index in text.indices { scan.advance(text[index], text[index...]) }
        guard scan.takesArgument else {
            throw Failure(
                "the template of --each has no place for the input, which can't be added behind "
                    + "its end", status: .usage, advice: "write {} where it belongs")
        }
    }

    /// Several words can't be part of one, nor the name of one file.
    private func checkAlone() throws(Failure) {
        for (index, part) in parts.enumerated() {
            guard case .place(let place) = part, isSeveral(place) else { continue }
            var before: [UInt8] = []
            var behind: [UInt8] = []
            if index > 0 {
                if case .text(let text) = parts[index - 1] { before = text }
            }
            if index + 1 < parts.count {
                if case .text(let text) = parts[index + 1] { behind = text }
            }
            let isEnd = index + 2 >= parts.count
            try Self.checkAlone(place, index <= 1, before, behind[...], isEnd: isEnd)
        }
    }

    /// Several words can't be part of one, nor the name of one file.
    private static func checkAlone(
        _ place: TemplatePlace, _ isFirst: Bool, _ before: [UInt8], _ behind: ArraySlice<UInt8>,
        isEnd: Bool
    ) throws(Failure) {
        let separators = Set(" \t\n;|&()".utf8)
        let last = before.last ?? (isFirst ? 0x20 : UInt8(ascii: "x"))
        let isWord =
            separators.contains(last)
            && separators.contains(behind.first ?? (isEnd ? 0x20 : UInt8(ascii: "x")))
        let word = before.last { $0 != 0x20 && $0 != 0x09 }
        let isFile = word.map { "<>".utf8.contains($0) } ?? false
        guard isWord, !isFile else {
            throw Failure(
                "'\(place.text)' is several words with --chunk, and must stand by itself",
                status: .usage, advice: "{1\(place.form.rawValue)} is the first of them")
        }
    }

    /// Cuts parts at the blanks between them, if their text is as plain as that.
    private static func words(of parts: [Part]) -> [[Part]]? {
        var words: [[Part]] = [[]]
        var all: [UInt8] = []
        for part in parts {
            guard case .text(let text) = part else {
                words[words.count - 1].append(part)
                // Any plain word stands for what comes in.
                all.append(UInt8(ascii: "x"))
                continue
            }
            all += text
            let pieces = text.split(omittingEmptySubsequences: false) { $0 == 0x20 || $0 == 0x09 }
            for (index, piece) in pieces.enumerated() {
                if index > 0 { words.append([]) }
                if !piece.isEmpty { words[words.count - 1].append(.text(Array(piece))) }
            }
        }
        guard Shell.plainWords(ByteString(all)) != nil else { return nil }
        return words.filter { !$0.isEmpty }
    }

    /// Whether it is words without a meaning to a shell.
    package var isWords: Bool { words != nil && mentioned.isEmpty }

    // MARK: Filling in

    /// What a job runs for one input: a program with its arguments where the template is no more
    /// than that, else shell text that takes the input from the environment.
    /// - Throws: `Failure` (65) where the input has fewer parts than the template has places.
    package func command(for input: JobInput, number: Int) throws(Failure) -> JobCommand {
        if let missing = numbered.first(where: { $0.part ?? 0 > input.parts.count }) {
            throw Failure(
                "input \(number) of --each has nothing for '\(missing.text)'", status: .badData)
        }
        if let words, isWords {
            var all: [ByteString] = []
            for word in words {
                if case .place(let place)? = word.first, word.count == 1, isSeveral(place) {
                    all += input.parts.map { place.form.bytes(of: $0) }
                } else {
                    all.append(ByteString(word.flatMap { bytes(of: $0, input, number) }))
                }
            }
            return JobCommand(.arguments(all), line: input.line)
        }
        var text: [UInt8] = []
        var used = numbered + mentioned.filter { $0.part ?? 0 <= input.parts.count }
        if !mentioned.isEmpty, case .chunks = grouping {
            used += input.parts.indices.map { TemplatePlace(form: .whole, part: $0 + 1) }
        }
        for part in parts {
            switch part {
            case .text(let bytes): text += bytes
            case .number: text += Array("\(number)".utf8)
            case .place(let place) where isSeveral(place):
                let each = input.parts.indices.map {
                    TemplatePlace(form: place.form, part: $0 + 1)
                }
                text += ByteString.joined(each.map(\.shellWord), by: " ").bytes
                used += each
            case .place(let place): text += place.shellWord.bytes
            }
        }
        let variables = used.unique.map { place in
            InputVariable(
                name: place.variable,
                value: place.form.bytes(of: input.parts[(place.part ?? 1) - 1]))
        }
        return JobCommand(.shell(ByteString(text)), line: input.line, inputs: variables)
    }

    /// Whether it stands for all lines of a job.
    private func isSeveral(_ place: TemplatePlace) -> Bool {
        if case .chunks = grouping { place.part == nil } else { false }
    }

    private func bytes(of part: Part, _ input: JobInput, _ number: Int) -> [UInt8] {
        switch part {
        case .text(let text): text
        case .number: Array("\(number)".utf8)
        case .place(let place):
            place.form.bytes(of: place.part.map { input.parts[$0 - 1] } ?? input.line ?? "").bytes
        }
    }

    /// The variables that a job made of `line` finds.
    package static func variables(for line: ByteString) -> [InputVariable] {
        TemplatePlace.Form.allCases.map { form in
            InputVariable(
                name: TemplatePlace(form: form).variable, value: form.bytes(of: line))
        }
    }
}

extension JobCommand {
    /// The variables that tell the job its input.
    package var variables: [InputVariable] {
        (line.map { Template.variables(for: $0) } ?? []) + inputs
    }
}

extension Request {
    /// The variables that tell the job its input.
    package var inputVariables: [InputVariable] {
        JobCommand(command, line: inputLine, inputs: inputs).variables
    }

    /// Takes over what one job runs.
    package mutating func take(_ job: JobCommand) {
        command = job.command
        inputLine = job.line
        inputs = job.inputs
    }
}
