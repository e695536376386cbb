internal import ArgumentParser

/// `gz`, `gzip`, `bz2` or `bzip2`, as `--compress` takes it.
extension Packing: ExpressibleByArgument {
    package init?(argument: String) {
        switch argument {
        case "gz", "gzip": self = .gzip
        case "bz2", "bzip2": self = .bzip2
        default: return nil
        }
    }
}

/// A number of bytes: `4096`, `512K`, `1.5G`.
package struct ByteCount: ExpressibleByArgument {
    package let bytes: Int

    package init?(argument: String) {
        guard let bytes = ByteSize.bytes(argument) else { return nil }
        self.bytes = bytes
    }
}

/// How many threads work: 1 to 64.
package struct ThreadCount: ExpressibleByArgument {
    package let value: Int

    package init?(argument: String) {
        guard let number = Int(argument), (1...64).contains(number) else { return nil }
        value = number
    }

    /// As many as there are processors, where the user says nothing.
    package static func orDefault(_ count: ThreadCount?) -> Int {
        count?.value ?? min(64, Machine.processors())
    }
}
