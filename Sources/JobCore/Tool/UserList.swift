/// Users as options name them: `me`, `all`, names and numbers, with commas between.
package struct UserList: Sendable {
    private let words: [ByteString]

    package init(_ words: [ByteString]) { self.words = words }

    private static let mine: [ByteString] = ["me", "self", "current"]

    /// - Throws: `Failure` (1) for a user that there is none of.
    package func check() throws(Failure) {
        for word in words where !Self.mine.contains(word.lowercased) {
            guard
                word.lowercased == "all" || Self.number(word) != nil
                    || Users.number(of: word) != nil
            else { throw Failure("'\(word.printable)': no such user", status: .failure) }
        }
    }

    /// Whose jobs are meant: with no word at all, mine.
    package var owners: JobFilter.Owners {
        if words.contains(where: { $0.lowercased == "all" }) { return .everybody }
        let others = words.filter { !Self.mine.contains($0.lowercased) }
        if others.isEmpty { return .me }
        let mine = others.count < words.count ? [Users.name(of: Machine.userID())] : []
        return .named(
            mine
                + others.map { word in
                    Self.number(word).map { Users.name(of: $0) } ?? word
                })
    }

    private static func number(_ word: ByteString) -> UInt32? { word.string.flatMap { UInt32($0) } }
}
