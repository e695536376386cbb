/// Reads what qstat lists: XML of Torque (`-x`), JSON of OpenPBS (`-f -F json`).
///
/// Names, remarks and variables are other people's bytes. Each reader believes only what its form does
/// not let them make, a tag or a line of a certain indentation. The text of `-f` has nothing of the
/// kind: OpenPBS writes a newline in somebody's variable as it is.
package enum QstatListing {
    /// The jobs of a listing, without arrays whose tasks are listed too. One that is not whole is left
    /// out, and what is no listing has none.
    package static func jobs(in bytes: [UInt8]) -> [BatchJob] {
        let all = attributes(in: bytes).compactMap(\.job)
        let arrays = Set(all.filter { $0.place.tasks != nil }.map(\.place.whole))
        return all.filter { !arrays.contains($0.id) }
    }

    private static func attributes(in bytes: [UInt8]) -> [PBSAttributes] {
        guard let first = bytes.first(where: { $0 > 0x20 }) else { return [] }
        return switch first {
        case UInt8(ascii: "<"): QstatXML.jobs(in: bytes)
        case UInt8(ascii: "{"): QstatJSON.jobs(in: bytes)
        default: []
        }
    }
}
