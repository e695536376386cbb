import JobCore
import Testing

/// JSON as RFC 8259 has it, and nothing else.
@Suite struct JSONValueTests {
    @Test(
        arguments: [
            ("[]", .array), (" [1, -0.5e+3, \"a\", null, {\"b\": [true]}] \n", .array),
            ("{\"a\": {\"b\": []}, \"\": 0}", .object), ("\"\\u00e9\\n\\\\\"", .string),
            ("0", .number), ("-1E2", .number), ("false", .word), ("\"é\"", .string),
        ] as [(ByteString, JSONValue.Kind)])
    func `what is JSON is read`(_ text: ByteString, _ kind: JSONValue.Kind) throws {
        let value = try JSONValue(text)
        #expect(value.kind == kind)
        #expect(value.text == text.trimmed)
    }

    @Test(
        arguments: [
            ("", 0, "a value belongs here"), ("[1,]", 3, "a value belongs here"),
            ("[1 2]", 3, "a comma or ] belongs here"), ("{a: 1}", 1, "a name in \" belongs here"),
            ("{\"a\" 1}", 5, "a colon belongs here"), ("{\"a\": 1", 7, "a comma or } belongs here"),
            ("[01]", 2, "a comma or ] belongs here"), ("[1.]", 3, "a digit belongs here"),
            ("[-]", 2, "a digit belongs here"), ("[NaN]", 1, "a value belongs here"),
            ("['a']", 1, "a value belongs here"), ("\"a", 2, "a string has no end"),
            ("\"\\x\"", 3, "no such character stands behind \\"),
            ("\"\\u12g4\"", 3, "four hexadecimal digits belong behind \\u"),
            ("\"a\tb\"", 3, "a control character stands in a string"),
            ("\"\\", 2, "a string has no end"), ("1 1", 2, "there is more behind its end"),
            (ByteString([0x22, 0xFF, 0x22]), 0, "it is not UTF-8"),
        ] as [(ByteString, Int, String)])
    func `what is none is told where`(_ text: ByteString, _ position: Int, _ reason: String) {
        do throws(JSONValue.Fault) {
            _ = try JSONValue(text)
            Issue.record("\(text.printable) was read")
        } catch {
            #expect(error.position == position)
            #expect(error.reason == reason)
        }
    }

    @Test func `no nesting is too deep for the stack`() {
        let deep = ByteString(String(repeating: "[{\"a\":", count: 100_000))
        #expect(throws: JSONValue.Fault.self) { try JSONValue(deep) }
    }

    @Test func `an object tells its members, and strings what they say`() throws {
        let value = try JSONValue(
            "{\"a\": [1,\n2], \"b\": \"\\ud83d\\ude00\\u00e9\\ud800\\\"\\/\", \"a\\n\": 3, \"b2\": 1, \"b2\": 2}"
        )
        #expect(value["a"]?.line == "[1, 2]")
        #expect(value["b"]?.string == "😀é\u{FFFD}\"/")
        #expect(value["a\n"]?.text == "3")
        #expect(value["b2"]?.text == "2")
        #expect(value["c"] == nil && value["a"]?.string == nil)
    }
}
