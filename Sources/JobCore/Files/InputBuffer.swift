/// The packed bytes of an input, a stretch at a time.
final class InputBuffer {
    /// Where the next bytes come from: fills the space, returns how many; 0 at the end.
    typealias Supply = (UnsafeMutableRawBufferPointer) throws(Failure) -> Int

    private let memory: RawSpace
    private(set) var bytes: UnsafePointer<UInt8>
    /// The bytes from `next` up to `end` are there to be read.
    var next = 0
    private(set) var end = 0
    /// How many bytes lie before those in the buffer.
    private(set) var passed = 0
    private let supply: Supply?
    private(set) var isAtEnd = false
    /// The most that one read asks for.
    private let readSize: Int

    /// What may be asked of `need`.
    static let reach = 1 << 16
    /// How many bytes before `next` stay where they are, to be gone back to.
    static let kept = 16

    /// What may be asked of `need` here, if that is more.
    let reach: Int

    init(readSize: Int = 1 << 18, reach: Int = reach, _ supply: @escaping Supply) {
        let memory = RawSpace(Self.kept + reach + max(readSize, Self.reach))
        self.reach = reach
        self.memory = memory
        self.readSize = max(1, readSize)
        self.supply = supply
        bytes = UnsafePointer(memory.start)
    }

    /// Bytes that are in memory already, and stay there.
    init(_ space: UnsafeBufferPointer<UInt8>) {
        let none = RawSpace(1)
        memory = none
        reach = space.count
        supply = nil
        readSize = 0
        bytes = space.baseAddress ?? UnsafePointer(none.start)
        end = space.count
        isAtEnd = true
    }

    /// The position in the input of the next byte.
    var position: Int { passed + next }

    /// Makes `count` bytes available, or all there are up to the end.
    /// - Returns: how many there are.
    @discardableResult
    func need(_ count: Int) throws(Failure) -> Int {
        while end - next < count, !isAtEnd { try fill() }
        return end - next
    }

    private func fill() throws(Failure) {
        guard let supply else { return }
        if memory.count - end < readSize {
            let gone = max(0, next - Self.kept)
            memory.start.update(from: memory.start + gone, count: end - gone)
            passed += gone
            end -= gone
            next -= gone
        }
        let count = min(readSize, memory.count - end)
        let space = UnsafeMutableRawBufferPointer(start: memory.start + end, count: count)
        let got = try supply(space)
        end += got
        isAtEnd = got == 0
    }

    /// The next byte without taking it; nil at the end.
    func peek(_ offset: Int = 0) throws(Failure) -> UInt8? {
        try need(offset + 1) > offset ? bytes[next + offset] : nil
    }

    /// Takes the next byte; nil at the end.
    func take() throws(Failure) -> UInt8? {
        guard try need(1) > 0 else { return nil }
        next += 1
        return bytes[next - 1]
    }

    /// Moves bytes to another place: at least one unless the end is reached.
    func pass(into space: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        let count = min(space.count, try need(1))
        space.copyBytes(from: UnsafeRawBufferPointer(start: bytes + next, count: count))
        next += count
        return count
    }
}
