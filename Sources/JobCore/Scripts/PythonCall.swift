/// A call of a function of Python's: what `csub --python` makes a job of.
///
/// Its script says all that is called, so that nothing else of ours has to be where it runs. What
/// differs from one job of a submission to the next are its own arguments, strings.
package struct PythonCall: Sendable {
    /// What it is called there; with dots where it is a part of something.
    package let function: ByteString
    /// The script, for Python 3.6 or later.
    package let script: ByteString

    /// The program that runs it; the job's PATH says which one that is.
    package static let interpreter: ByteString = "python3"
    /// The variable that tells it where its result goes.
    package static let resultVariable: ByteString = "CSUB_RESULT"

    /// `target` is `MODULE:FUNCTION`, or `FILE.py:FUNCTION` from `directory`.
    /// - Throws: `Failure` (64) for what is no name, or no JSON of the kind that it has to be; (66) for a
    ///   file that is not there.
    package init(
        _ target: ByteString, arguments: ByteString?, keywords: ByteString?,
        imports: [ByteString], paths: [ByteString], in directory: ByteString
    ) throws(Failure) {
        guard let colon = target.bytes.lastIndex(of: UInt8(ascii: ":")) else {
            throw Self.unusable(target)
        }
        let (before, behind) = (ByteString(target.bytes[..<colon]), target.bytes[(colon + 1)...])
        function = ByteString(behind)
        guard Self.isDotted(function) else { throw Self.unusable(target) }
        let place: ByteString
        if before.hasSuffix(".py") || before.contains(UInt8(ascii: "/")) {
            let path = before.absolute(in: directory)
            guard File.isThere(path) else { throw Failure.noFile(before, for: "--python") }
            place = "None, " + Self.path(path)
        } else {
            guard Self.isDotted(before) else { throw Self.unusable(target) }
            place = Self.literal(before) + ", None"
        }
        let arguments = try Self.json(arguments ?? "[]", .array, of: "--args")
        let keywords = try Self.json(keywords ?? "{}", .object, of: "--kwargs")
        if let wrong = imports.first(where: { !Self.isDotted($0) }) {
            throw Failure(
                "--import: '\(wrong.printable)' is no name of a module", status: .usage)
        }
        let paths = paths.map { Self.path($0.absolute(in: directory)) }
        script =
            Self.top + "MODULE, FILE = " + place + "\nFUNCTION = " + Self.literal(function)
            + "\nARGS = json.loads(" + Self.literal(arguments) + ")\nKWARGS = json.loads("
            + Self.literal(keywords) + ")\nIMPORTS = ["
            + ByteString.joined(imports.map(Self.literal), by: ", ") + "]\nPATHS = ["
            + ByteString.joined(paths, by: ", ") + "]\n" + Self.rest
    }

    private static func unusable(_ target: ByteString) -> Failure {
        Failure(
            "--python: '\(target.printable)' is neither MODULE:FUNCTION nor FILE.py:FUNCTION",
            status: .usage)
    }

    /// Whether it is names with dots between, as Python has them.
    private static func isDotted(_ text: ByteString) -> Bool {
        guard text.string != nil else { return false }
        return text.split(on: UInt8(ascii: ".")).allSatisfy { name in
            guard let first = name.bytes.first, !(0x30...0x39).contains(first) else { return false }
            return name.bytes.allSatisfy { $0 >= 0x80 || ByteString([0x5F, $0]).isVariableName }
        }
    }

    private static func json(
        _ text: ByteString, _ kind: JSONValue.Kind, of option: String
    ) throws(Failure) -> ByteString {
        let wanted = kind == .array ? "an array, as [1, \"two\"]" : "an object, as {\"n\": 1}"
        do throws(JSONValue.Fault) {
            let value = try JSONValue(text)
            if value.kind == kind { return value.text }
        } catch {
            throw Failure(
                "\(option) is no JSON: \(error.reason) (byte \(error.position + 1)); it takes \(wanted)",
                status: .usage)
        }
        throw Failure("\(option) takes a JSON value that is \(wanted)", status: .usage)
    }

    // MARK: The script

    /// UTF-8 as a string of Python's, on one line.
    private static func literal(_ text: ByteString) -> ByteString {
        quoted(text) { $0 < 0x20 || $0 == 0x7F }
    }

    /// A path as an expression of Python's, whatever bytes are in it.
    private static func path(_ path: ByteString) -> ByteString {
        "os.fsdecode(b" + quoted(path) { $0 < 0x20 || $0 >= 0x7F } + ")"
    }

    private static func quoted(_ text: ByteString, _ isOdd: (UInt8) -> Bool) -> ByteString {
        var result: ByteString = "'"
        for byte in text.bytes {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\\"): result.bytes += [UInt8(ascii: "\\"), byte]
            case _ where isOdd(byte):
                result += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            default: result.bytes.append(byte)
            }
        }
        return result + "'"
    }

    private static let top: ByteString = """
        #!/usr/bin/env python3
        # Written by csub (cjobs). It calls a function, and writes what that returns to a file, as JSON.
        #
        # Its own arguments are strings, and come behind ARGS. The file is the one that CSUB_RESULT names,
        # else the one beside this script. It has a "value"; or else an "exception", the status of an "exit",
        # or a "failure" to write the value.
        import importlib
        import json
        import os
        import sys

        OWN = os.getpid()

        """

    private static let rest: ByteString = #"""


        def load():
            """The function, where it is found."""
            # As if Python had been started with that file, or with -m.
            if sys.path[:1] == [os.path.dirname(os.path.abspath(__file__))]:
                del sys.path[0]
            sys.path[:0] = PATHS + [os.path.dirname(FILE) if FILE else os.getcwd()]
            for name in IMPORTS:
                importlib.import_module(name)
            if FILE:
                from importlib import machinery, util
                # No main program: what stands behind a test of __name__ does not run.
                loader = machinery.SourceFileLoader("__csub_main__", FILE)
                module = util.module_from_spec(util.spec_from_loader(loader.name, loader))
                sys.modules[loader.name] = module
                loader.exec_module(module)
            else:
                module = importlib.import_module(MODULE)
            found = module
            for name in FUNCTION.split("."):
                found = getattr(found, name)
            return found


        def say(value):
            """A value as JSON, which is UTF-8 wherever that can say it."""
            text = json.dumps(value, allow_nan=False, ensure_ascii=False)
            try:
                text.encode("utf-8")
            except UnicodeEncodeError:
                text = json.dumps(value)
            return text


        def keep(path, kind, text):
            """Writes a file that is whole or not there."""
            if os.getpid() != OWN:
                return
            head = {"schema": "cjobs/1", "function": FUNCTION, "job": os.environ.get("CSUB_JOB_ID")}
            try:
                with open(path + ".new", "w", encoding="utf-8") as file:
                    file.write(say(head)[:-1] + ', "' + kind + '": ' + text + "}\n")
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(path + ".new", path)
            except OSError as error:
                print("csub: cannot write '%s': %s" % (path, error.strerror), file=sys.stderr)
                sys.exit(74)


        def describe(error):
            """An exception, as JSON."""
            import traceback
            kind = type(error)
            where = "" if kind.__module__ in ("builtins", "__csub_main__") else kind.__module__ + "."
            try:
                message = str(error)
            except Exception:
                message = "(its message can't be had)"
            return say({
                "type": where + kind.__qualname__,
                "message": message,
                "traceback": "".join(traceback.format_exception(kind, error, error.__traceback__)),
            })


        def main():
            path = os.environ.pop("CSUB_RESULT", None)
            path = path or os.path.splitext(os.path.abspath(__file__))[0] + ".json"
            # What an earlier attempt has left.
            if os.path.exists(path):
                os.remove(path)
            try:
                value = load()(*ARGS, *sys.argv[1:], **KWARGS)
                if sys.stdout and not sys.stdout.closed:
                    sys.stdout.flush()
            except SystemExit as error:
                code = error.code
                keep(path, "exit", say(code if type(code) in (int, type(None)) else str(code)))
                raise
            except BaseException as error:
                keep(path, "exception", describe(error))
                raise
            try:
                text = say(value)
            except (TypeError, ValueError, OverflowError, RecursionError) as error:
                reason = "what %s returned can't be said in JSON: %s" % (FUNCTION, error)
                print("csub: " + reason, file=sys.stderr)
                keep(path, "failure", say(reason))
                sys.exit(65)
            keep(path, "value", text)


        if __name__ == "__main__":
            main()

        """#
}
