/// One line of the journal, before its meaning.
///
///     LENGTH CRC NEXT KIND ID KEY=VALUE … ID.CHECK
///
/// LENGTH counts the bytes from NEXT to the line's end, CRC is their CRC-32 in eight hexadecimal
/// digits, NEXT is the next free job number, with a `+` behind it in every record of a batch but
/// the last, which has the batch's seal: `batch=LENGTH:CRC` of all lines before it. A value has each
/// byte outside printable ASCII, and `%`, as `%XX`. The number of the job stands at both ends, once
/// with a checksum of its own, so that a damaged line still tells which job it was about.
package struct JournalLine {
    package let next: Int
    /// More records follow that count only together with this one.
    package let isContinued: Bool
    package let kind: Kind
    /// The job's number; 0 for what is about the queue.
    package let job: Int
    /// Its length and its end are as they were written, too. Where they are not, what it says is
    /// nevertheless right.
    private(set) var isExact = true
    private let fields: ArraySlice<UInt8>

    package enum Kind: String, CaseIterable, Sendable {
        case submit, change, start, wait, end, resubmit, hold, release, cancel, pause, unpause,
            budget
        /// The first line of a journal: the queue's state so far.
        case queue
        /// Something of the journal was missing.
        case cut
        /// The last line of a file of the history.
        case close
        /// A word that this version does not know; such a record changes nothing.
        case other
    }

    /// The longest line that is read: arguments are at most 2 MiB, three bytes for each.
    static let longest = 1 << 24

    // MARK: Reading

    /// What stands at the beginning of some bytes of a journal.
    enum Reading {
        case line(JournalLine, length: Int)
        /// Not a line as it was written; `length` bytes to the next one.
        case damaged(length: Int)
        /// The bytes end before the line does.
        case incomplete
    }

    /// Reads the first line of `bytes`. The length decides where it ends, and if that is wrong the
    /// line end does: one changed byte makes one line unreadable at most.
    static func read(_ bytes: ArraySlice<UInt8>) -> Reading {
        let newline = bytes.firstIndex(of: lineEnd)
        if let head = Head(bytes) {
            let (end, overflow) = head.payload.addingReportingOverflow(head.length)
            if !overflow, end < bytes.endIndex,
                var line = JournalLine(bytes[head.payload..<end], head)
            {
                line.isExact = bytes[end] == lineEnd
                return .line(line, length: end + 1 - bytes.startIndex)
            }
            if let newline,
                var line = JournalLine(bytes[head.payload..<max(newline, head.payload)], head)
            {
                line.isExact = false
                return .line(line, length: newline + 1 - bytes.startIndex)
            }
            // A long line whose end has not been read yet.
            if newline == nil, !overflow, end >= bytes.endIndex, head.length <= longest {
                return .incomplete
            }
        }
        guard let newline else {
            return bytes.count > longest ? .damaged(length: bytes.count) : .incomplete
        }
        return .damaged(length: newline + 1 - bytes.startIndex)
    }

    /// LENGTH and CRC.
    private struct Head {
        let length: Int
        let sum: UInt32
        let payload: Int

        init?(_ bytes: ArraySlice<UInt8>) {
            var index = bytes.startIndex
            guard let length = readNumber(bytes, &index), index < bytes.endIndex,
                bytes[index] == space, bytes.endIndex - index > 10, bytes[index + 9] == space
            else { return nil }
            var sum: UInt32 = 0
            for byte in bytes[(index + 1)..<(index + 9)] {
                guard let digit = hexValue(byte) else { return nil }
                sum = sum << 4 | UInt32(digit)
            }
            self.length = length
            self.sum = sum
            payload = index + 10
        }
    }

    private init?(_ payload: ArraySlice<UInt8>, _ head: Head) {
        guard checksum(payload) == head.sum else { return nil }
        var index = payload.startIndex
        guard let next = readNumber(payload, &index), index < payload.endIndex else { return nil }
        isContinued = payload[index] == UInt8(ascii: "+")
        if isContinued { index += 1 }
        guard index < payload.endIndex, payload[index] == space,
            let wordEnd = payload[(index + 1)...].firstIndex(of: space)
        else { return nil }
        kind = Kind(payload[(index + 1)..<wordEnd])
        index = wordEnd + 1
        guard let job = readNumber(payload, &index),
            let last = payload.lastIndex(of: space), last >= index
        else { return nil }
        self.next = next
        self.job = job
        fields = payload[index..<last]
    }

    /// The job that a damaged line was about, as far as it can be told.
    package static func job(ofDamaged bytes: ArraySlice<UInt8>) -> Int? {
        let line = bytes.last == lineEnd ? bytes.dropLast() : bytes
        if let job = markedJob(atEndOf: line) { return job }
        let words = line.split(separator: space)
        guard words.count > 4 else { return nil }
        var index = words[4].startIndex
        guard let job = readNumber(words[4], &index), index == words[4].endIndex else { return nil }
        return job
    }

    /// Whether a damaged line can only have been one that starts no job by being lost.
    static func isHarmless(damaged bytes: ArraySlice<UInt8>) -> Bool {
        let words = bytes.split(separator: space)
        guard words.count > 3 else { return false }
        return [.queue, .budget, .unpause].contains(Kind(words[3]))
    }

    /// The number before the last dot that the two digits behind it belong to. Even the blank before
    /// it may be what was damaged, so every end of those digits is tried.
    private static func markedJob(atEndOf line: ArraySlice<UInt8>) -> Int? {
        guard let dot = line.lastIndex(of: UInt8(ascii: ".")), line.endIndex - dot == 3 else {
            return nil
        }
        let digits = line[..<dot].suffix(while: { (0x30...0x39).contains($0) })
        for start in digits.indices {
            guard let job = number(digits[start...]) else { continue }
            if line[(dot + 1)...].elementsEqual(mark(of: job)) { return job }
        }
        return nil
    }

    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// Two digits that belong to a job's number.
    static func mark(of job: Int) -> [UInt8] {
        let check = UInt8(truncatingIfNeeded: checksum(Array(String(job).utf8)))
        return [hexDigit(check >> 4), hexDigit(check & 15)]
    }

    /// Calls `body` with each key and its value as written.
    func forEachField(_ body: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Void) {
        var index = fields.startIndex
        while index < fields.endIndex {
            guard fields[index] != space else {
                index += 1
                continue
            }
            let end = fields[index...].firstIndex(of: space) ?? fields.endIndex
            let word = fields[index..<end]
            if let equals = word.firstIndex(of: UInt8(ascii: "=")) {
                body(word[..<equals], word[(equals + 1)...])
            }
            index = end
        }
    }

    /// The number under a key; nil where there is none.
    func number(of key: StaticString) -> Int? {
        var found: Int?
        forEachField { name, value in if key ~= name { found = Self.number(value) } }
        return found
    }

    /// The seal of the batch that this line closes; nil where no other line is in it, or where the
    /// version that wrote it had no seals.
    var seal: Seal? {
        var found: Seal?
        forEachField { key, value in if "batch" ~= key { found = Seal(value) } }
        return found
    }

    /// A value as it was before it was written.
    static func decode(_ value: ArraySlice<UInt8>) -> ByteString {
        guard value.contains(UInt8(ascii: "%")) else { return ByteString(value) }
        var result: [UInt8] = []
        result.reserveCapacity(value.count)
        var index = value.startIndex
        while index < value.endIndex {
            if value[index] == UInt8(ascii: "%"), index + 2 < value.endIndex,
                let high = hexValue(value[index + 1]), let low = hexValue(value[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(value[index])
                index += 1
            }
        }
        return ByteString(result)
    }

    /// A whole number, or nil.
    static func number(_ value: ArraySlice<UInt8>) -> Int? {
        var index = value.startIndex
        if value.first == UInt8(ascii: "-") {
            index += 1
            return readNumber(value, &index).flatMap { index == value.endIndex ? -$0 : nil }
        }
        return readNumber(value, &index).flatMap { index == value.endIndex ? $0 : nil }
    }
}

extension JournalLine.Kind {
    /// The kind of that word.
    fileprivate init(_ word: ArraySlice<UInt8>) {
        self = JournalLine.Kind.allCases.first { $0.rawValue.utf8.elementsEqual(word) } ?? .other
    }
}

extension ArraySlice<UInt8> {
    /// The longest end whose bytes all fit.
    fileprivate func suffix(while fits: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var start = endIndex
        while start > startIndex, fits(self[start - 1]) { start -= 1 }
        return self[start...]
    }
}

/// Lets `switch` compare a key as it lies in the journal with a literal.
func ~= (pattern: StaticString, key: ArraySlice<UInt8>) -> Bool {
    key.count == pattern.utf8CodeUnitCount
        && pattern.withUTF8Buffer { $0.elementsEqual(key) }
}

private let space = UInt8(ascii: " ")
private let lineEnd = UInt8(ascii: "\n")

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
}

/// Digits from `index` on, which is left behind them. Nil without any, or with too many.
private func readNumber(_ bytes: ArraySlice<UInt8>, _ index: inout Int) -> Int? {
    let start = index
    var value = 0
    while index < bytes.endIndex, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
        guard index - start < 18 else { return nil }
        value = value * 10 + Int(digit)
        index += 1
    }
    return index > start ? value : nil
}
