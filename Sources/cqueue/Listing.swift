import JobCore

/// Jobs as text: a table, pages, IDs, JSON.
struct Listing {
    let display: Display

    /// What is asked for, and what could not be listed.
    func text(of query: Query) throws(Failure) -> (text: [UInt8], list: JobList) {
        if display.count || display.stats {
            let (counts, list) = try query.counts()
            return (text(of: counts), list)
        }
        let list = try query.list()
        return (text(of: list.jobs), list)
    }

    private func text(of jobs: [JobReport]) -> [UInt8] {
        if display.ids { return ids(of: jobs) }
        if display.json { return JobDocument.text(jobs) }
        if display.jsonl { return jobs.flatMap { JobDocument.line($0) } }
        if display.long { return jobs.flatMap { JobPage($0).text } }
        let columns = display.columns
        return display.parsable ? fields(of: jobs, columns) : table(of: jobs, columns)
    }

    private func ids(of jobs: [JobReport]) -> [UInt8] {
        var text: [UInt8] = []
        for index in jobs.indices {
            text += jobs[index].id.text.utf8
            text.append(display.separator)
        }
        return text
    }

    private func table(of jobs: [JobReport], _ columns: [Field]) -> [UInt8] {
        let headings = columns.map(\.heading)
        @Sendable func rows(of jobs: ArraySlice<JobReport>, hasHeading: Bool) -> TextTable {
            var table = TextTable(headings: headings, hasHeading: hasHeading)
            for job in jobs {
                for column in columns { table.add(column.value(job)) }
            }
            return table
        }
        let hasHeading = !display.noHeader
        guard jobs.count >= Self.worthHalving else {
            return rows(of: jobs[...], hasHeading: hasHeading).text(filler: UInt8(ascii: "-"))
        }
        let middle = jobs.count / 2
        var (table, rest) = both(
            { rows(of: jobs[..<middle], hasHeading: hasHeading) },
            { rows(of: jobs[middle...], hasHeading: false) })
        table.add(rest)
        return table.text(filler: UInt8(ascii: "-"))
    }

    /// Jobs from which on two threads are quicker than one.
    private static let worthHalving = 1000

    private func fields(of jobs: [JobReport], _ columns: [Field]) -> [UInt8] {
        let bar = UInt8(ascii: "|")
        var (text, cell): ([UInt8], [UInt8]) = ([], [])
        for job in jobs {
            for (index, column) in columns.enumerated() {
                cell.removeAll(keepingCapacity: true)
                _ = column.value(job).append(to: &cell)
                if index > 0 { text.append(bar) }
                if cell.contains(bar) {
                    text += cell.flatMap { $0 == bar ? Array("\\x7c".utf8) : [$0] }
                } else {
                    text += cell
                }
            }
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    /// How many jobs are in each state that there are any in.
    private func text(of counts: [JobState: Int]) -> [UInt8] {
        if display.count { return Array("\(counts.values.reduce(0, +))\n".utf8) }
        var table = TextTable(headings: ["STATE", "JOBS"], hasHeading: !display.noHeader)
        for state in JobState.allCases {
            guard let count = counts[state], count > 0 else { continue }
            table.add(.state(state))
            table.add(.number(count))
        }
        return table.text()
    }
}
