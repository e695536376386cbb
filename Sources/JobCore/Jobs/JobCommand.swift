/// What one job runs, and what it finds of the input that it was made of.
package struct JobCommand: Hashable, Sendable {
    package var command: Command
    /// The line of input, where it was made of one.
    package var line: ByteString?
    /// Variables for the places of its template that stand for a part of its input.
    package var inputs: [InputVariable] = []

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

    package init(name: ByteString, value: ByteString) {
        self.name = name
        self.value = value
    }
}
