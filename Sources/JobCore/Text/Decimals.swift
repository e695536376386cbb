extension [UInt8] {
    /// Appends a number in decimal digits, with zeros before it to make at least `width`.
    /// - Returns: how many characters that are.
    @discardableResult
    package mutating func append(decimal number: Int, width: Int = 1) -> Int {
        let start = count
        var rest = number.magnitude
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        while count - start < width { append(UInt8(ascii: "0")) }
        if number < 0 { append(UInt8(ascii: "-")) }
        self[start...].reverse()
        return count - start
    }
}
