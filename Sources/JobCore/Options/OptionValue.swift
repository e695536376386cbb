/// The value of an option, once its text has been read.
package enum OptionValue: Hashable, Sendable {
    case flag(Bool)
    case number(Int)
    /// Milliseconds; 0 for no limit.
    case time(Int)
    /// Bytes; 0 for all that there is.
    case memory(Int)
    case moment(WallTime)
    case text(ByteString)
    case list([ByteString])
    case dependencies(DependencyList)
    case export(ExportRules)
    /// `none`: takes away what a profile or a default would give.
    case none

    /// The value as one spelling, whatever it was written like: memory in MiB, as the seed has it,
    /// times as `D-HH:MM:SS`.
    package var text: ByteString {
        switch self {
        case .flag(let isOn): isOn ? "true" : "false"
        case .number(let number): ByteString("\(number)")
        case .time(let milliseconds): ByteString(DurationText.fullClock(milliseconds: milliseconds))
        case .memory(let bytes): ByteString(MemorySize.megabytes(bytes))
        case .moment(let moment): ByteString(moment.local)
        case .text(let text): text
        case .list(let items): ByteString.joined(items, by: ",")
        case .dependencies(let list): ByteString(list.text)
        case .export(let rules): rules.text
        case .none: "none"
        }
    }
}
