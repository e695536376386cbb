extension ByteString {
    /// As the text of an XML document, for a person: what `printable` has, with markup as entities.
    /// It is UTF-8, and has no character that XML 1.0 forbids.
    package var xml: String { XMLText.escaped(printable) }
}

/// Text between the tags of an XML document.
package enum XMLText {
    /// The same with `&`, `<`, `>` and quotes as entities, fit for an attribute as well. Control
    /// characters but for line ends, which XML 1.0 has no way to write, become U+FFFD.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n": result += "\n"
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
