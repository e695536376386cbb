/// One fact of a job, before it is text: what a table shows and a list is sorted by.
package enum FieldValue: Sendable {
    /// There is nothing to tell.
    case none
    case text(ByteString)
    case word(String)
    case id(JobID)
    case state(JobState)
    case number(Int)
    /// Milliseconds, as `1-02:03:04`.
    case time(Int)
    /// Milliseconds of processor time, as `0.125`.
    case seconds(Int)
    case moment(WallTime)
    /// Bytes, as `1536M`; rounded where a person reads them.
    case size(Int)
    case list([ByteString])

    package init(text: ByteString?) { self = text.map { .text($0) } ?? .none }
    package init(number: Int?) { self = number.map { .number($0) } ?? .none }
    package init(time: Int?) { self = time.map { .time($0) } ?? .none }
    package init(seconds: Int?) { self = seconds.map { .seconds($0) } ?? .none }
    package init(moment: WallTime?) { self = moment.map { .moment($0) } ?? .none }
    package init(size: Int?) { self = size.map { .size($0) } ?? .none }

    /// Appends it as text for a person, or, where it is to be exact, for a program; nothing where there
    /// is nothing to tell.
    /// - Returns: how many characters that are.
    package func append(to text: inout [UInt8], isExact: Bool = false) -> Int {
        switch self {
        case .none: return 0
        case .text(let bytes): return bytes.appendPrintable(to: &text)
        case .word(let word): return PrintableText.append(word, to: &text)
        case .id(let id): return PrintableText.append(id.text, to: &text)
        case .state(let state): return PrintableText.append(state.rawValue, to: &text)
        case .number(let number): return text.append(decimal: number)
        case .time(let time): return DurationText.appendClock(milliseconds: time, to: &text)
        case .seconds(let time):
            return PrintableText.append(DurationText.seconds(milliseconds: time), to: &text)
        case .moment(let moment): return PrintableText.append(moment.local, to: &text)
        case .size(let size):
            let word = isExact ? MemorySize.text(size) : MemorySize.short(size)
            return PrintableText.append(word, to: &text)
        case .list(let parts):
            return ByteString.joined(parts, by: ",").appendPrintable(to: &text)
        }
    }

    /// Whether it comes before another one of its kind; false for both where neither does. Jobs go by
    /// number and states by a job's course. What there is comes before what there is not.
    package func precedes(_ other: FieldValue) -> Bool {
        switch (self, other) {
        case (.none, _): false
        case (_, .none): true
        case (.text(let left), .text(let right)): left < right
        case (.word(let left), .word(let right)): left < right
        case (.id(let left), .id(let right)): left.precedes(right)
        case (.state(let left), .state(let right)): left.place < right.place
        case (.number(let left), .number(let right)), (.time(let left), .time(let right)),
            (.seconds(let left), .seconds(let right)), (.size(let left), .size(let right)):
            left < right
        case (.moment(let left), .moment(let right)): left < right
        case (.list(let left), .list(let right)): left.lexicographicallyPrecedes(right)
        default: false
        }
    }

    package var isNone: Bool {
        if case .none = self { true } else { false }
    }
}

extension JobState {
    /// Where it stands in a job's course.
    fileprivate var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension JobID {
    /// By backend, then by number, then by what stands behind it.
    fileprivate func precedes(_ other: JobID) -> Bool {
        let (left, right) = (order, other.order)
        return left == right ? text < other.text : left.lexicographicallyPrecedes(right)
    }

    /// Whose it is, its number, and its first task.
    private var order: [Int] {
        if let number = localNumber { return [0, number] }
        if let number = unsentNumber { return [2, number] }
        guard let place = BatchID(text) else { return [3] }
        return [1, place.number, place.tasks?.indices.first ?? place.component ?? -1]
    }
}
