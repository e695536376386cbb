/// OpenPBS's JSON, read by its lines: a member each, as deep as it is indented. No value has a newline
/// in it, so that nobody's can look like another line; a number, a list or half a character in one
/// spoils nothing else.
enum QstatJSON {
    /// The jobs that end within the text.
    static func jobs(in bytes: [UInt8]) -> [PBSAttributes] {
        var jobs: [PBSAttributes] = []
        var job: PBSAttributes?
        var list: ByteString?
        var isInJobs = false
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let (depth, rest) = indentation(of: line)
            guard rest.first == UInt8(ascii: "\"") else {
                if depth == 2, let whole = job {
                    jobs.append(whole)
                    job = nil
                }
                if depth <= 1 { isInJobs = false }
                if depth <= 3 { list = nil }
                continue
            }
            guard let (key, value) = member(rest) else { continue }
            switch depth {
            case 1: isInJobs = key == "Jobs"
            case 2 where isInJobs: job = PBSAttributes(id: key)
            case 3:
                list = value.first == UInt8(ascii: "{") ? key : nil
                if list == nil, let name = PBSAttributes.name(key) { job?[name] = text(of: value) }
            case 4:
                guard let list, let name = PBSAttributes.name(list + "." + key) else { continue }
                job?[name] = text(of: value)
            default: continue
            }
        }
        return jobs
    }

    /// A tab for each level, in older versions four blanks.
    private static func indentation(
        of line: ArraySlice<UInt8>
    ) -> (depth: Int, rest: ArraySlice<UInt8>) {
        let tabs = line.prefix { $0 == 0x09 }.count
        if tabs > 0 { return (tabs, line.dropFirst(tabs)) }
        let blanks = line.prefix { $0 == 0x20 }.count
        return (blanks / 4, line.dropFirst(blanks))
    }

    /// `"key":` and what is behind it, without the comma.
    private static func member(
        _ line: ArraySlice<UInt8>
    ) -> (key: ByteString, value: ArraySlice<UInt8>)? {
        let text = line.dropFirst()
        guard let quote = text.firstIndex(of: UInt8(ascii: "\"")), quote + 1 < text.endIndex,
            text[quote + 1] == UInt8(ascii: ":")
        else { return nil }
        var value = text[(quote + 2)...].drop { $0 == 0x09 || $0 == 0x20 }
        if value.last == UInt8(ascii: ",") { value = value.dropLast() }
        return (ByteString(text[..<quote]), value)
    }

    /// A string's characters, or a number or the like as it is.
    private static func text(of value: ArraySlice<UInt8>) -> ByteString {
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        guard value.first == quote else { return ByteString(value) }
        let string = value.last == quote ? value.dropFirst().dropLast() : value.dropFirst()
        guard string.contains(backslash) else { return ByteString(string) }
        var (result, rest): ([UInt8], ArraySlice<UInt8>) = ([], string)
        while let byte = rest.popFirst() {
            guard byte == backslash, let letter = rest.popFirst() else {
                result.append(byte)
                continue
            }
            switch letter {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "u"):
                let digits = String(decoding: rest.prefix(4), as: UTF8.self)
                rest = rest.dropFirst(4)
                let scalar = UInt32(digits, radix: 16).flatMap { Unicode.Scalar($0) }
                result += Array(String(scalar.map { Character($0) } ?? "\u{FFFD}").utf8)
            default: result.append(letter)
            }
        }
        return ByteString(result)
    }
}
