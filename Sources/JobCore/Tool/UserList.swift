/// Users as options name them: `me`, `all`, names and numbers, with commas between.
package struct UserList: Sendable {
    private let words: [String]

    package init(_ options: [String]) {
        words = options.flatMap { $0.split(separator: ",").map(String.init) }
    }

    private static let mine = ["me", "self", "current"]

    /// - Throws: `Failure` (1) for a user that there is none of.
    package func check() throws(Failure) {
        for word in words where !Self.mine.contains(word.lowercased()) {
            guard
                word.lowercased() == "all" || UInt32(word) != nil
                    || Users.number(of: ByteString(argument: word)) != nil
            else { throw Failure("'\(word)': no such user", status: .failure) }
        }
    }

    /// Whose jobs are meant: with no word at all, mine.
    package var owners: JobFilter.Owners {
        if words.contains(where: { $0.lowercased() == "all" }) { return .everybody }
        let others = words.filter { !Self.mine.contains($0.lowercased()) }
        if others.isEmpty { return .me }
        let mine = others.count < words.count ? [Users.name(of: Machine.userID())] : []
        return .named(
            mine
                + others.map { word in
                    UInt32(word).map { Users.name(of: $0) } ?? ByteString(argument: word)
                })
    }
}
