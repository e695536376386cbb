import JobCore

/// Jobs as text: a table, pages, IDs, JSON.
struct Listing {
    let display: Display
    let screen: Screen

    /// What is asked for, and what could not be listed.
    func text(of query: Query) throws(Failure) -> (text: [UInt8], list: JobList) {
        if display.count || display.stats {
            let (counts, list) = try query.counts()
            return (text(of: counts), list)
        }
        if display.batches {
            let list = try query.list()
            let batches = BatchTable(list.jobs, all: query.selection.wantsEnded)
            return (
                batches.table(hasHeading: !display.noHeader).text(.init(filler: UInt8(ascii: "-"))),
                list
            )
        }
        let list = try display.picture?.needsChains == true ? query.chains() : query.list()
        return (text(of: list.jobs), list)
    }

    private func text(of jobs: [JobReport]) -> [UInt8] {
        if let picture = display.picture { return picture.text(of: jobs, screen) }
        if display.ids { return ids(of: jobs) }
        if display.json { return JobDocument(display.members).text(jobs) }
        if display.jsonl {
            let document = JobDocument(display.members)
            return jobs.flatMap { document.line($0) }
        }
        if display.long { return jobs.flatMap { JobPage($0).text } }
        if display.parsable { return fields(of: jobs, display.columns) }
        return table(of: jobs, display.hasUsualColumns ? Field.usual(for: jobs) : display.columns)
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
        var look = TextTable.Look(filler: UInt8(ascii: "-"), isColored: screen.isColored)
        guard let width = screen.columns else { return table(of: jobs, columns).text(look) }
        var columns = columns
        if display.hasUsualColumns {
            columns.removeAll { $0.isLeftOutWhereSame && jobs.haveOne($0) }
        }
        var table: TextTable = table(of: jobs, columns)
        // What may go where there is no room for it, the first of them first.
        for name in display.hasUsualColumns ? ["cores", "time"] : []
        where table.leastWidth(elastic: elastic(columns)) > width {
            columns.removeAll { $0.name == name }
            table = self.table(of: jobs, columns)
        }
        look.limits = table.limits(fitting: width, elastic: elastic(columns))
        return table.text(look)
    }

    /// The columns that are shortened where a line is too long for a terminal: the name before others,
    /// and of the reason more is kept.
    private func elastic(_ columns: [Field]) -> [TextTable.Elastic] {
        let places = columns.indices.filter { columns[$0].isElastic }
        let ordered =
            places.filter { columns[$0].name == "name" }
            + places.filter { columns[$0].name != "name" }
        return ordered.map { place in
            .init(column: place, least: columns[place].name == "reason" ? 16 : 8)
        }
    }

    private func table(of jobs: [JobReport], _ columns: [Field]) -> TextTable {
        let headings = columns.map(\.heading)
        @Sendable func rows(of jobs: ArraySlice<JobReport>, hasHeading: Bool) -> TextTable {
            var table = TextTable(headings: headings, hasHeading: hasHeading)
            for job in jobs {
                for column in columns {
                    table.add(column.value(job), column.isState ? job.state.color : nil)
                }
            }
            return table
        }
        let hasHeading = !display.noHeader
        guard jobs.count >= Self.worthHalving else {
            return rows(of: jobs[...], hasHeading: hasHeading)
        }
        let middle = jobs.count / 2
        var (table, rest) = both(
            { rows(of: jobs[..<middle], hasHeading: hasHeading) },
            { rows(of: jobs[middle...], hasHeading: false) })
        table.add(rest)
        return table
    }

    /// Jobs from which on two threads are quicker than one.
    private static let worthHalving = 1000

    private func fields(of jobs: [JobReport], _ columns: [Field]) -> [UInt8] {
        let bar = UInt8(ascii: "|")
        var (text, cell): ([UInt8], [UInt8]) = ([], [])
        for job in jobs {
            for (index, column) in columns.enumerated() {
                cell.removeAll(keepingCapacity: true)
                _ = column.value(job).append(to: &cell, isExact: true)
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
            table.add(.state(state), state.color)
            table.add(.number(count))
        }
        return table.text(.init(isColored: screen.isColored))
    }
}

extension [JobReport] {
    /// Whether a field is the same of all of them.
    fileprivate func haveOne(_ field: Field) -> Bool {
        func text(_ job: JobReport) -> [UInt8] {
            var text: [UInt8] = []
            _ = field.value(job).append(to: &text)
            return text
        }
        guard let first else { return false }
        let one = text(first)
        return allSatisfy { text($0) == one }
    }
}
