internal import Diagnostics
internal import Evidence

/// Which of a file's results an incident means.
struct ResultChoice {
    let path: String
    let marker: String?
    let columns: [String]

    /// The result, or why none can be chosen: every finding about the choice.
    func choose(from tables: [ResultTable], in file: SourceFile) -> Result<ResultTable, Diagnostics> {
        guard !tables.isEmpty else {
            return .failure(
                Diagnostics(
                    Diagnostic(
                        .table(.noResult), "The capture holds no result of a query",
                        at: Place(path: file.path), expected: "a table as psql prints it, or CSV")))
        }
        if let marker {
            // The results count their lines in what was read, which may be a view of the file.
            return result(after: marker, among: tables, in: tables[0].file).flatMap(withColumns)
        }
        let fitting = tables.filter { table in columns.allSatisfy { table.column(named: $0) != nil } }
        if let only = fitting.first, fitting.count == 1 { return withColumns(only) }
        if fitting.isEmpty {
            let best = tables.max { matches($0) < matches($1) } ?? tables[0]
            return withColumns(best)
        }
        return .failure(
            Diagnostics(
                Diagnostic(
                    .table(.ambiguousResult),
                    "\(fitting.count) results of the capture have the declared columns",
                    at: fitting[0].headerSpan,
                    help: "Say which is meant by the line above it: after: \"== …\".",
                    notes: fitting.dropFirst().map { Diagnostic.Note("another", at: Place($0.headerSpan)) })))
    }

    private func matches(_ table: ResultTable) -> Int {
        columns.count { table.column(named: $0) != nil }
    }

    /// The first result after the line that holds the marker, unless another heading of its kind comes first.
    private func result(
        after marker: String, among tables: [ResultTable], in file: SourceFile
    ) -> Result<ResultTable, Diagnostics> {
        let needle = Array(marker.utf8)
        let textLines = linesOutside(tables, file)
        let found = textLines.filter { file.offset(of: needle, in: file.textLine($0)) != nil }
        guard let line = found.first, found.count == 1 else {
            return .failure(Diagnostics(markerProblem(marker, found, file)))
        }
        let headings = headingMarks(of: file.textLine(line), file)
        let nextHeading = textLines.first { other in
            other > line && headings.contains { isPrefix($0, of: file.textLine(other), file) }
        }
        guard let table = tables.first(where: { $0.lines.lowerBound > line }),
            nextHeading.map({ table.lines.lowerBound < $0 }) ?? true
        else {
            return .failure(
                Diagnostics(
                    Diagnostic(
                        .table(.noResultAfterMarker), "No result follows “\(marker)”",
                        at: file.span(file.textLine(line)),
                        notes: nextHeading.map {
                            [Diagnostic.Note("the next heading", at: Place(file.span(file.textLine($0))))]
                        } ?? [])))
        }
        return .success(table)
    }

    private func isPrefix(_ mark: String, of bounds: Range<Int>, _ file: SourceFile) -> Bool {
        file.bytes[bounds].starts(with: mark.utf8)
    }

    /// What the headings begin with that end the part a marker begins: `==` ends `--`, not the reverse.
    private func headingMarks(of bounds: Range<Int>, _ file: SourceFile) -> [String] {
        if isPrefix("==", of: bounds, file) { return ["=="] }
        return isPrefix("--", of: bounds, file) ? ["==", "--"] : []
    }

    private func linesOutside(_ tables: [ResultTable], _ file: SourceFile) -> [Int] {
        var lines: [Int] = []
        var next = 1
        for table in tables {
            if next < table.lines.lowerBound { lines += next..<table.lines.lowerBound }
            next = table.lines.upperBound + 1
        }
        if next <= file.lineCount { lines += next...file.lineCount }
        return lines
    }

    private func markerProblem(_ marker: String, _ found: [Int], _ file: SourceFile) -> Diagnostic {
        guard let first = found.first else {
            return Diagnostic(
                .table(.noMarker), "No line between the results holds “\(marker)”", at: Place(path: file.path)
            )
        }
        return Diagnostic(
            .table(.ambiguousMarker), "\(found.count) lines hold “\(marker)”",
            at: file.span(file.textLine(first)), help: "Use more of the line that is meant.",
            notes: found.dropFirst().map {
                Diagnostic.Note("another", at: Place(file.span(file.textLine($0))))
            })
    }

    /// The result, if it has every declared column once.
    private func withColumns(_ table: ResultTable) -> Result<ResultTable, Diagnostics> {
        // Of an expanded result without rows psql prints no columns either: whichever are meant are empty.
        if table.columns.isEmpty { return .success(table.withoutRows(columns: columns)) }
        let names = table.columns.map(\.name)
        let findings = columns.compactMap { declared -> Diagnostic? in
            let times = names.count { $0 == declared }
            if times == 1 { return nil }
            if times > 1 {
                return Diagnostic(
                    .table(.columnTwice), "The result has \(times) columns “\(declared)”",
                    at: table.headerSpan, help: "Give each a name of its own in the query (AS …).")
            }
            return Diagnostic(
                .table(.noColumn), "The result has no column “\(declared)”", at: table.headerSpan,
                expected: "one of \(names.joined(separator: ", "))",
                help: nearestName(to: declared, among: names).map { "Did you mean “\($0)”?" })
        }
        return findings.isEmpty ? .success(table) : .failure(Diagnostics(findings))
    }
}
