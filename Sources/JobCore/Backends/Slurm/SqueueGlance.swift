/// What a shell that completes a word wants to know of a listing, which may be that of a hundred
/// thousand jobs: rows are found by their marks, and only those that count are read.
extension SqueueListing {
    /// The jobs with the highest numbers among those whose ID begins with `prefix`, from no more than
    /// `limit` rows; and a few that show where the IDs of the others differ.
    func newestJobs(
        in answer: [UInt8], _ limit: Int, beginning prefix: String
    ) -> [BatchJob] {
        let start = Array(prefix.utf8)
        var newest: [(number: Int, row: Range<Int>)] = []
        var different: [Range<Int>] = []
        var common: ArraySlice<UInt8>?
        var least = 0
        func keepNewest() {
            newest.sort { $0.number > $1.number }
            newest.removeSubrange(min(limit, newest.count)...)
        }
        forEachRow(in: answer) { row in
            let id = row.lowerBound + mark.count
            guard answer.has(start, at: id) else { return }
            if let shared = common, !answer.has(Array(shared), at: id) {
                common = zip(shared, answer[id...]).prefix { $0 == $1 }.map(\.0)[...]
                different.append(row)
            } else if common == nil {
                common = answer[id..<answer.place(of: SlurmLayout.unitSeparator, from: id)]
            }
            let number = Self.number(in: answer, at: id)
            guard number >= least else { return }
            newest.append((number, row))
            guard newest.count >= 8 * limit else { return }
            keepNewest()
            least = newest.last?.number ?? 0
        }
        keepNewest()
        let rows = newest.map(\.row)
        return (rows + different.filter { !rows.contains($0) })
            .flatMap { layout.jobs(in: Array(answer[$0])) }
    }

    /// The partitions of the rows, each where it differs from the row before.
    func partitions(in answer: [UInt8]) -> [ByteString] {
        let index = layout.fields.firstIndex(of: .partition) ?? 0
        var partitions: [ByteString] = []
        forEachRow(in: answer) { row in
            var place = row.lowerBound + mark.count
            for _ in 0..<index {
                place = answer.place(of: SlurmLayout.unitSeparator, from: place) + 1
            }
            let end = answer.place(of: SlurmLayout.unitSeparator, from: place)
            guard place <= end, end <= row.upperBound else { return }
            if let last = partitions.last, end - place == last.count,
                answer.has(last.bytes, at: place)
            {
                return
            }
            partitions.append(ByteString(answer[place..<end]))
        }
        return partitions
    }

    /// Where each row is, from its first mark to behind its newline.
    private func forEachRow(in answer: [UInt8], _ body: (Range<Int>) -> Void) {
        let boundary = mark + [UInt8(ascii: "\n")] + mark
        var start = answer.place(of: mark, from: 0)
        while start < answer.count {
            let end = min(answer.place(of: boundary, from: start) + mark.count + 1, answer.count)
            body(start..<end)
            start = end
        }
    }

    private static func number(in answer: [UInt8], at place: Int) -> Int {
        var (number, place) = (0, place)
        while place < answer.count, (0x30...0x39).contains(answer[place]), number < 1 << 40 {
            number = number * 10 + Int(answer[place] - 0x30)
            place += 1
        }
        return number
    }
}
