// libFuzzer's way into the reader of configuration files, of scripts' directives and of csub's
// command line; `make fuzz` builds it from the rooms above Scripts and runs it. It holds that no
// text traps, that what is wrong is told with the file's name, that a change keeps every other
// entry, and that a directive is one line.
internal import Glibc

private let now = WallTime(milliseconds: 1_700_000_000_000)

/// The first byte chooses what is read, the others are the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let text = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    switch start[0] % 4 {
    case 0: readFile(text, .sections)
    case 1: readFile(text, .fyrdProfiles)
    case 2: readScript(text)
    default: readLine(text)
    }
    return 0
}

private func readFile(_ text: [UInt8], _ dialect: ConfigFile.Dialect) {
    do throws(Failure) {
        let file = try ConfigFile(text, path: "c", dialect)
        for section in file.sectionNames {
            if section.hasPrefix(UserOptions.prefix) {
                _ = try? UserOptions.row(in: file, section: section)
            }
            for entry in file.entries(of: section) {
                guard let value = try? file.value(of: entry, in: section) else { continue }
                try? render(entry.key, value)
            }
        }
        try change(text, file, dialect)
    } catch {
        precondition(error.status == .configuration && error.message.hasPrefix("c:"))
    }
}

/// One entry changes, and all the others stay.
private func change(
    _ text: [UInt8], _ old: ConfigFile, _ dialect: ConfigFile.Dialect
) throws(Failure) {
    var config = try ConfigText(text, name: "c", allowsBareKeys: dialect != .sections)
    precondition(config.bytes == text || text.starts(with: [0xEF, 0xBB, 0xBF]))
    do throws(Failure) {
        try config.set("new", for: "fuzz", in: old.sectionNames.first ?? "s")
    } catch {
        // The section's name is one that can't be written, or lines are too indented.
        precondition(error.status == .usage || error.status == .failure)
        return
    }
    let new = try ConfigFile(config.bytes, path: "c", dialect)
    precondition(new.entry("fuzz", in: old.sectionNames.first ?? "s") != nil)
    for section in old.sectionNames {
        let before = old.entries(of: section).map(\.key).filter { $0 != "fuzz" }
        let after = new.entries(of: section).map(\.key).filter { $0 != "fuzz" }
        precondition(before == after, "a change of one entry changed another")
    }
}

/// What is an option has directives of one line.
private func render(_ key: ByteString, _ value: ByteString) throws(Failure) {
    let row = try OptionTable.builtIn.keyword(key, status: .usage)
    var choices = Choices()
    choices.lay([try Choice(row, text: value, origin: .commandLine, now: now)])
    for backend in [BackendName.slurm, .torque, .pbs] {
        for line in try Directives(for: backend).block(of: choices) {
            precondition(!line.contains(0x0A) && !line.contains(0) && line.hasPrefix("#"))
        }
    }
}

private func readScript(_ text: [UInt8]) {
    do throws(Failure) {
        _ = try ScriptDirectives(ByteString(text), now: now)
    } catch {
        precondition(error.message.contains("script, line "))
    }
}

private func readLine(_ text: [UInt8]) {
    let words = ByteString(text.filter { $0 != 0 }).split(on: UInt8(ascii: "\n"))
    guard let line = try? ParsedLine(words, for: SubmitOptions.syntax, now: now).sound() else {
        return
    }
    for choice in line.choices { _ = choice.value.text }
}
