/// What one job runs, and what it finds of the input that it was made of.
package struct JobCommand: Hashable, Sendable {
    package var command: Command
    /// The line of input, where it was made of one.
    package var line: ByteString?
    /// Variables for the places of its template that stand for a part of its input.
    package var inputs: [InputVariable] = []

    /// The line of input that it was made of, or its lines, one below the other.
    package var input: ByteString? {
        if let line { return line }
        let lines = inputs.filter { $0.isWholeLine }.map(\.value)
        return lines.isEmpty ? nil : ByteString.joined(lines, by: "\n")
    }

    package init(_ command: Command, line: ByteString? = nil, inputs: [InputVariable] = []) {
        self.command = command
        self.line = line
        self.inputs = inputs
    }
}

/// A variable of a job's environment with a part of its input, such as `CSUB_INPUT_2`.
package struct InputVariable: Hashable, Sendable {
    package let name: ByteString
    package let value: ByteString

    /// Whether it is a line, or a column of one, as it is: `CSUB_INPUT_2`.
    var isWholeLine: Bool {
        name.hasPrefix("CSUB_INPUT_")
            && name.bytes.dropFirst("CSUB_INPUT_".utf8.count)
                .allSatisfy { (0x30...0x39).contains($0) }
    }

    package init(name: ByteString, value: ByteString) {
        self.name = name
        self.value = value
    }
}
