/// The part of the decoder that most of the input goes through.
extension Inflater {
    /// Bytes that the quick loop may look ahead.
    static let ahead = 16

    enum Stop {
        case blockEnd, violated, outOfSpace, outOfInput
    }

    func decodeQuickly(to end: UnsafeMutablePointer<UInt8>) -> Stop {
        let literals = literals.entries
        let distances = distances.entries
        var (bits, bitCount) = (bits, UInt64(bitCount))
        var output = output
        var next = input.bytes + input.next
        let lastNext = input.bytes + (input.end - Self.ahead)
        defer {
            // Bits above the count were read ahead of it.
            self.bits = bits & (1 &<< bitCount &- 1)
            self.bitCount = Int(bitCount)
            self.output = output
            input.next = next - input.bytes
        }

        /// Fills up to at least 56 bits: the bytes above the count are read again the next time.
        @inline(__always) func refill() {
            bits |=
                UnsafeRawPointer(next).loadUnaligned(as: UInt64.self).littleEndian &<< bitCount
            next += Int((63 &- bitCount) &>> 3)
            bitCount |= 56
        }
        @inline(__always) func drop(_ count: UInt64) {
            bits &>>= count
            bitCount &-= count
        }
        @inline(__always) func put(_ entry: UInt32) {
            output.pointee = UInt8(truncatingIfNeeded: entry &>> 16)
            output += 1
        }

        /// The entry of what comes next, with bits enough behind it.
        @inline(__always) func nextEntry() -> UInt32 {
            refill()
            return literals[Int(truncatingIfNeeded: bits & 0x7FF)]
        }

        // The next entry is looked up before a match is copied, so that neither waits for the other.
        guard next <= lastNext else { return .outOfInput }
        var entry = nextEntry()
        while next <= lastNext {
            guard output < end else { return .outOfSpace }
            if entry & HuffmanTable.literal != 0 {
                put(entry)
                drop(UInt64(entry & 0x3F))
                entry = literals[Int(truncatingIfNeeded: bits & 0x7FF)]
                if entry & HuffmanTable.literal != 0 {
                    put(entry)
                    drop(UInt64(entry & 0x3F))
                    entry = literals[Int(truncatingIfNeeded: bits & 0x7FF)]
                    if entry & HuffmanTable.literal != 0 {
                        put(entry)
                        drop(UInt64(entry & 0x3F))
                        entry = nextEntry()
                        continue
                    }
                }
            }
            if entry & HuffmanTable.special != 0 {
                if entry & HuffmanTable.further != 0 {
                    drop(11)
                    let index = bits & (1 &<< UInt64(entry &>> 8 & 0x1F) &- 1)
                    entry = literals[Int(entry &>> 16 & 0x7FFF) &+ Int(truncatingIfNeeded: index)]
                    if entry & HuffmanTable.literal != 0 {
                        put(entry)
                        drop(UInt64(entry & 0x3F))
                        entry = nextEntry()
                        continue
                    }
                }
                if entry & HuffmanTable.special != 0 {
                    guard entry & HuffmanTable.end != 0 else { return .violated }
                    drop(UInt64(entry & 0x3F))
                    return .blockEnd
                }
            }
            var taken = UInt64(entry & 0x3F)
            let length =
                Int(entry &>> 16)
                &+ Int(
                    truncatingIfNeeded: (bits & (1 &<< taken &- 1)) &>> UInt64(entry &>> 8 & 0xF))
            drop(taken)
            // A distance takes 28 bits at most.
            if bitCount < 28 { refill() }
            entry = distances[Int(truncatingIfNeeded: bits & 0xFF)]
            if entry & HuffmanTable.special != 0 {
                guard entry & HuffmanTable.further != 0 else { return .violated }
                drop(8)
                let index = bits & (1 &<< UInt64(entry &>> 8 & 0x1F) &- 1)
                entry = distances[Int(entry &>> 16 & 0x7FFF) &+ Int(truncatingIfNeeded: index)]
                guard entry & HuffmanTable.special == 0 else { return .violated }
            }
            taken = UInt64(entry & 0x3F)
            let distance =
                Int(entry &>> 16)
                &+ Int(
                    truncatingIfNeeded: (bits & (1 &<< taken &- 1)) &>> UInt64(entry &>> 8 & 0xF))
            drop(taken)
            entry = nextEntry()
            copy(length, from: distance, to: output)
            output += length
        }
        return .outOfInput
    }

    /// Repeats what was written `distance` bytes before; up to 31 bytes more may be overwritten.
    @inline(__always) private func copy(
        _ length: Int, from distance: Int, to output: UnsafeMutablePointer<UInt8>
    ) {
        let target = UnsafeMutableRawPointer(output)
        let source = UnsafeRawPointer(output) - distance
        if distance >= 16 {
            var done = 0
            repeat {
                let piece = (source + done).loadUnaligned(as: SIMD16<UInt8>.self)
                (target + done).storeBytes(of: piece, as: SIMD16<UInt8>.self)
                done &+= 16
            } while done < length
        } else if distance == 1 {
            let piece = SIMD16<UInt8>(repeating: (output - 1).pointee)
            var done = 0
            repeat {
                (target + done).storeBytes(of: piece, as: SIMD16<UInt8>.self)
                done &+= 16
            } while done < length
        } else if distance >= 8 {
            var done = 0
            repeat {
                let piece = (source + done).loadUnaligned(as: UInt64.self)
                (target + done).storeBytes(of: piece, as: UInt64.self)
                done &+= 8
            } while done < length
        } else {
            for index in 0..<length { output[index] = (output - distance)[index] }
        }
    }
}
