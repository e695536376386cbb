/// A place in the template of `--each`: `{}`, `{.}`, `{/}`, `{//}`, `{/.}`, or one of them with a
/// number in front, as `{2}` and `{2/.}`. Source: parallel(1), "REPLACEMENT STRINGS".
struct TemplatePlace: Hashable {
    /// What of a path it takes.
    enum Form: String, CaseIterable {
        case whole = ""
        case withoutExtension = "."
        case fileName = "/"
        case directory = "//"
        case fileNameWithoutExtension = "/."

        func bytes(of path: ByteString) -> ByteString {
            switch self {
            case .whole: path
            case .withoutExtension: Self.stem(path)
            case .fileName: path.lastComponent
            case .directory: Self.directory(path)
            case .fileNameWithoutExtension: Self.stem(path.lastComponent)
            }
        }

        /// What the name of its variable ends with.
        var ending: String {
            switch self {
            case .whole: ""
            case .withoutExtension: "_STEM"
            case .fileName: "_NAME"
            case .directory: "_DIR"
            case .fileNameWithoutExtension: "_NAME_STEM"
            }
        }

        private static func stem(_ path: ByteString) -> ByteString {
            let name = path.lastComponent
            guard let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else {
                return path
            }
            return ByteString(path.bytes.dropLast(name.count - dot))
        }

        private static func directory(_ path: ByteString) -> ByteString {
            let rest = path.bytes.dropLast(path.lastComponent.count)
            if rest.isEmpty { return "." }
            return rest.count == 1 ? "/" : ByteString(rest.dropLast())
        }
    }

    let form: Form
    /// The part of the input that is meant, from 1; nil for all of it.
    var part: Int?

    /// The variable that has its value.
    var variable: ByteString {
        ByteString("CSUB_INPUT\(part.map { "_\($0)" } ?? "")\(form.ending)")
    }

    /// As it is written.
    var text: String { "{\(part.map { "\($0)" } ?? "")\(form.rawValue)}" }

    /// What stands for it in a shell's text: one word, that is not read again.
    var shellWord: ByteString { "\"${" + variable + "}\"" }

    /// The numbered places whose variables a text mentions, each once.
    static func mentioned(in text: ByteString, hasParts: Bool) -> [TemplatePlace] {
        guard hasParts else { return [] }
        var places: [TemplatePlace] = []
        let start = Array("CSUB_INPUT_".utf8)
        for index in text.bytes.indices where text.bytes[index...].starts(with: start) {
            let rest = text.bytes[(index + start.count)...]
            let digits = rest.prefix(4).prefix { (0x30...0x39).contains($0) }
            let ending = rest.dropFirst(digits.count)
            guard digits.first != UInt8(ascii: "0"),
                let part = Int(String(decoding: digits, as: UTF8.self)),
                let form = Form.allCases.filter({ ending.starts(with: $0.ending.utf8) })
                    .max(by: { $0.ending.utf8.count < $1.ending.utf8.count })
            else { continue }
            let place = TemplatePlace(form: form, part: part)
            if !places.contains(place) { places.append(place) }
        }
        return places
    }

    /// The place that the text begins with; numbers count where inputs have parts.
    static func first(
        in text: ArraySlice<UInt8>, hasParts: Bool
    ) -> (place: TemplatePlace, length: Int)? {
        guard text.first == UInt8(ascii: "{") else { return nil }
        let digits =
            hasParts
            ? text.dropFirst().prefix(4).prefix { (0x30...0x39).contains($0) } : []
        var part: Int?
        if !digits.isEmpty {
            guard digits.first != UInt8(ascii: "0"),
                let number = Int(String(decoding: digits, as: UTF8.self))
            else { return nil }
            part = number
        }
        let rest = text.dropFirst(1 + digits.count)
        for form in Form.allCases where rest.starts(with: "\(form.rawValue)}".utf8) {
            return (TemplatePlace(form: form, part: part), 2 + digits.count + form.rawValue.count)
        }
        return nil
    }
}
