/// What a job holds while it runs.
package struct Resources: Hashable, Sendable {
    package var cores: Int
    /// Bytes; 0 for a job that asked for none.
    package var memory: Int

    package init(cores: Int = 1, memory: Int = 0) {
        self.cores = cores
        self.memory = memory
    }

    package func fits(in free: Resources) -> Bool {
        cores <= free.cores && memory <= free.memory
    }

    package static func += (left: inout Resources, right: Resources) {
        left.cores += right.cores
        left.memory += right.memory
    }

    package static func -= (left: inout Resources, right: Resources) {
        left.cores -= right.cores
        left.memory -= right.memory
    }
}
