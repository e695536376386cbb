/// The state of one job in 32 bytes: what a record changes, and what every question about a state
/// is answered from. Journal and table are reduced by this one function.
package struct JobMark: Hashable, Sendable {
    package enum Phase: UInt8, Sendable {
        /// No record of it: its line is damaged, or it was never submitted.
        case absent
        case pending, running, complete, failed, cancelled, timeout, unknown
    }

    package var phase = Phase.absent
    package var isHeld = false
    /// Somebody asked for its end while it runs.
    package var isBeingCancelled = false
    /// It runs, and waits for others.
    package var isWaiting = false
    /// Its submission names jobs that it depends on.
    package var hasDependencies = false
    /// It has ended, and was submitted again.
    package var isResubmitted = false
    /// The number of the last attempt that began.
    package var attempt: UInt16 = 0
    /// Attempts that ended and count.
    package var countedAttempts: UInt16 = 0
    /// What `cwait` ends with for it, once it has ended.
    package var exitStatus: UInt8 = 0
    /// Where the request lies, and the last start or end.
    package var request = Place()
    package var latest = Place()

    /// Whether the job's attempt of that number has an ending on record.
    package func isOver(_ number: Int) -> Bool {
        switch phase {
        case .absent: false
        case .running: number < Int(attempt)
        // It waits for its next try.
        case .pending: number <= Int(attempt)
        case .complete, .failed, .cancelled, .timeout, .unknown: true
        }
    }

    /// Where a record lies: a file and an offset in it.
    package struct Place: Hashable, Sendable {
        /// 0 is the journal, others are numbers of files in `history`.
        package var file: UInt16 = 0
        package var offset: Int = 0

        package init() {}

        package init(file: UInt16, offset: Int) {
            self.file = file
            self.offset = offset
        }

        fileprivate init(packed: UInt64) {
            file = UInt16(truncatingIfNeeded: packed >> 48)
            offset = Int(packed & 0xFFFF_FFFF_FFFF)
        }

        fileprivate var packed: UInt64 { UInt64(file) << 48 | UInt64(offset) }
    }

    package init() {}

    package var state: JobState {
        switch phase {
        case .pending: isHeld ? .held : .pending
        case .running: .running
        case .complete: .complete
        case .failed: .failed
        case .cancelled: .cancelled
        case .timeout: .timeout
        case .absent, .unknown: .unknown
        }
    }

    package var hasEnded: Bool { phase != .pending && phase != .running }

    /// The phase after a record that lies at `place`. The first ending of an attempt counts; a
    /// cancel before a start is an ending, after it a request.
    ///
    /// - Returns: false where the record comes too late to change anything.
    @discardableResult
    package mutating func apply(_ record: Record, at place: Place) -> Bool {
        switch record {
        case .submit(_, let request):
            guard phase == .absent else { return false }
            phase = .pending
            isHeld = request.isHeld
            hasDependencies = !request.dependencies.isEmpty
            self.request = place
            latest = place
        case .change(_, let request):
            guard phase == .pending else { return false }
            hasDependencies = !request.dependencies.isEmpty
            if latest == self.request { latest = place }
            self.request = place
        case .hold:
            guard phase == .pending, !isHeld else { return false }
            isHeld = true
        case .release:
            guard phase == .pending, isHeld else { return false }
            isHeld = false
        case .cancel:
            switch phase {
            case .pending: end(.cancelled, .endedByQueue, at: place)
            case .running where !isBeingCancelled: isBeingCancelled = true
            default: return false
            }
        case .start(_, let number, _):
            // One whose submission cannot be read runs nevertheless.
            guard !hasEnded || phase == .absent, number > Int(attempt) else { return false }
            phase = .running
            isWaiting = false
            attempt = UInt16(clamping: number)
            latest = place
        case .wait(_, let number, let waiting, _):
            guard phase == .running, number == Int(attempt) else { return false }
            isWaiting = waiting != nil
            latest = place
        case .end(_, let number, let ending, let again):
            // An ending of the attempt that runs; or of one whose start cannot be read; or, with
            // number 0, of a job that never started.
            let isCurrent =
                phase == .running
                ? number >= Int(attempt)
                : phase == .pending && (number == 0 || number > Int(attempt))
            guard isCurrent || phase == .absent else { return false }
            attempt = max(attempt, UInt16(clamping: number))
            if ending.counts, number > 0 { countedAttempts += 1 }
            if again {
                phase = .pending
                isBeingCancelled = false
                isWaiting = false
                latest = place
            } else {
                end(Phase(ending.state), ending.exitStatus, at: place)
            }
        case .resubmit:
            guard hasEnded, phase != .absent else { return false }
            isResubmitted = true
            latest = place
        case .pause, .unpause, .budget, .queue, .cut:
            return false
        }
        return true
    }

    private mutating func end(_ phase: Phase, _ status: ExitStatus, at place: Place) {
        self.phase = phase
        exitStatus = UInt8(truncatingIfNeeded: status.code)
        isHeld = false
        isBeingCancelled = false
        isWaiting = false
        latest = place
    }

    // MARK: As bytes

    static let size = 32

    /// Reads the mark of a job from the table; nil where there is another's, or nothing, or one that
    /// is not as it was written.
    init?(_ bytes: UnsafeRawBufferPointer, of job: Int) {
        func word(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        let (first, second, third) = (word(0), word(8), word(16))
        guard word(24) == Self.check(job, first, second, third) else { return nil }
        guard let phase = Phase(rawValue: UInt8(truncatingIfNeeded: first)) else { return nil }
        self.phase = phase
        isHeld = first & 0x100 != 0
        isBeingCancelled = first & 0x200 != 0
        isWaiting = first & 0x400 != 0
        hasDependencies = first & 0x800 != 0
        isResubmitted = first & 0x1000 != 0
        exitStatus = UInt8(truncatingIfNeeded: first >> 16)
        attempt = UInt16(truncatingIfNeeded: first >> 32)
        countedAttempts = UInt16(truncatingIfNeeded: first >> 48)
        request = Place(packed: second)
        latest = Place(packed: third)
    }

    func write(to bytes: inout [UInt8], of job: Int) {
        let first =
            UInt64(phase.rawValue) | (isHeld ? 0x100 : 0) | (isBeingCancelled ? 0x200 : 0)
            | (isWaiting ? 0x400 : 0) | (hasDependencies ? 0x800 : 0)
            | (isResubmitted ? 0x1000 : 0)
            | UInt64(exitStatus) << 16 | UInt64(attempt) << 32 | UInt64(countedAttempts) << 48
        for word in [first, request.packed, latest.packed] {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        let check = Self.check(job, first, request.packed, latest.packed)
        withUnsafeBytes(of: check.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Mixes a job's number and three words so that a changed bit shows.
    private static func check(
        _ job: Int, _ first: UInt64, _ second: UInt64, _ third: UInt64
    ) -> UInt64 {
        var sum = (UInt64(truncatingIfNeeded: job) &* 0xD6E8_FEB8_6659_FD93) ^ first
        sum = sum &* 0x9E37_79B9_7F4A_7C15
        sum = (sum ^ (sum >> 29) ^ second) &* 0xBF58_476D_1CE4_E5B9
        sum = (sum ^ (sum >> 31) ^ third) &* 0x94D0_49BB_1331_11EB
        return sum ^ (sum >> 30)
    }
}

extension JobMark.Phase {
    fileprivate init(_ state: JobState) {
        self =
            switch state {
            case .held, .pending: .pending
            case .running: .running
            case .complete: .complete
            case .failed: .failed
            case .cancelled: .cancelled
            case .timeout: .timeout
            // The others are of batch systems alone.
            case .unknown, .suspended, .completing, .outOfMemory, .nodeFail, .preempted: .unknown
            }
    }
}
