/// Amounts of memory as users write them.
package enum MemorySize {
    /// Bytes of `4000` (MiB), `512K`, `16G`, `1.5T`, `2GB`, `2GiB`; all 1024-based, as sbatch(1)
    /// has it. Nil for anything else.
    package static func bytes(_ text: String) -> Int? {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(number.count).lowercased()
        guard let value = Double(number), value.isFinite else { return nil }
        let power: Double
        switch unit {
        case "k", "kb", "kib": power = 1
        case "", "m", "mb", "mib": power = 2
        case "g", "gb", "gib": power = 3
        case "t", "tb", "tib": power = 4
        default: return nil
        }
        var bytes = value
        for _ in 0..<Int(power) { bytes *= 1024 }
        return bytes < 1e18 ? Int(bytes.rounded(.up)) : nil
    }

    /// `16G` or `1536M`: the largest unit that is whole.
    package static func text(_ bytes: Int) -> String {
        var number = bytes
        for unit in ["", "K", "M", "G"] {
            if number % 1024 != 0 || number == 0 { return "\(number)\(unit)" }
            number /= 1024
        }
        return "\(number)T"
    }

    /// `213M`, `1536M` or `1.5G`: what `text` gives where that is short, else rounded to about three
    /// digits.
    package static func short(_ bytes: Int) -> String {
        let exact = text(bytes)
        if exact.utf8.count <= 5 { return exact }
        var number = Double(bytes)
        var units = ["", "K", "M", "G", "T"][...]
        while units.count > 1, number.rounded() >= 1024 {
            number /= 1024
            units.removeFirst()
        }
        let (tenths, unit) = (Int((number * 10).rounded()), units[units.startIndex])
        return tenths < 100
            ? "\(tenths / 10).\(tenths % 10)\(unit)" : "\(Int(number.rounded()))\(unit)"
    }

    /// Whole MiB, rounded up: how batch systems are told of memory.
    package static func wholeMegabytes(_ bytes: Int) -> Int { (bytes + (1 << 20) - 1) >> 20 }

    /// `4096`: MiB, as the seed writes memory; what is not whole MiB has its unit.
    package static func megabytes(_ bytes: Int) -> String {
        bytes % (1 << 20) == 0 ? "\(bytes >> 20)" : text(bytes)
    }
}
