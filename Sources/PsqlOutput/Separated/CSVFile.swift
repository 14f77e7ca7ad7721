internal import Diagnostics
internal import Evidence

extension PsqlTextScan {
    /// Reads a file all of which is CSV: with any of the usual separators, with a header or tuples only,
    /// or expanded.
    mutating func csvFile() {
        let isNamed = isNamedCSV
        var isTied = false
        var best: (separator: UInt8, tables: [ResultTable])?
        for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")] {
            var scan = CSVScan(file, separator: separator)
            scan.run()
            if scan.findings.contains(where: { $0.check == .table(.ambiguousHeading) }) {
                findings = scan.findings
                return
            }
            let width = scan.tables.map(\.columns.count).min() ?? 0
            guard scan.findings.isEmpty, width > 1 else { continue }
            // Of two signs that both divide every line alike, the one that is in more places.
            let known = best?.tables.map(\.columns.count).min() ?? 1
            if width > known {
                best = (separator, scan.tables)
                isTied = false
            } else if width == known, !(isNamed && best?.separator == UInt8(ascii: ",")) {
                isTied = true
            }
        }
        if isTied { return }
        if let best {
            interpret(best.tables, best.separator, isNamed: isNamed)
        } else if isNamed {
            var scan = CSVScan(file, separator: UInt8(ascii: ","))
            scan.run()
            tables = scan.findings.isEmpty ? scan.tables : []
            findings = scan.findings
        }
    }

    private mutating func interpret(_ headed: [ResultTable], _ separator: UInt8, isNamed: Bool) {
        let isBar = separator == UInt8(ascii: "|") || separator == 0x09
        // Without quotes that CSV needs, lines with bars are those of the unaligned format.
        if isBar, !isNamed,
            file.offset(of: 0x22, in: 0..<file.bytes.count) == nil || headed.contains(where: \.quotesInVain)
        {
            return
        }
        // Blocks of names and values that begin alike are the records of unaligned output.
        if headed.count > 1, headed.allSatisfy({ $0.columns.count == 2 }),
            Set(headed.map { $0.columns[0].name }).count == 1
        {
            return
        }
        if headed.allSatisfy({ $0.columns.count == 2 }), let found = expandedCSV(separator) {
            return take(found)
        }
        if !isNamed, headed.contains(where: { $0.columns.count == 2 && mayBeOneRecord($0) }) {
            findings.append(ambiguousRecord(headed[0]))
        } else if headed.allSatisfy(hasPlausibleHeader) {
            tables = headed
        } else {
            headerlessCSV(separator, headed, isNamed: isNamed)
        }
    }

    private mutating func take(_ found: Result<[ResultTable], MarkupProblem>) {
        switch found {
        case .success(let read): tables = read
        case .failure(let problem): findings.append(problem.finding)
        }
    }

    private func hasPlausibleHeader(_ table: ResultTable) -> Bool {
        Set(table.columns.map(\.name)).count == table.columns.count
            && table.columns.allSatisfy { column in
                isIdentifier(column.name) && !column.name.contains("\n") && column.name.last != " "
            }
    }

    /// Whether a first record can be no header: an empty field, or a time of day.
    private func isRow(_ table: ResultTable) -> Bool {
        table.columns.contains { $0.name.isEmpty || $0.name.contains("\n") || isTime($0.name) }
    }

    private func isTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count >= 19 && bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-")
            && bytes[13] == UInt8(ascii: ":") && digitValue(bytes[0]) != nil
    }

    private mutating func headerlessCSV(_ separator: UInt8, _ headed: [ResultTable], isNamed: Bool) {
        // A file called .csv has a header unless its first record can be none; a text file must look like CSV.
        if isNamed, !headed.contains(where: isRow) {
            tables = headed
            return
        }
        var scan = CSVScan(file, separator: separator, hasHeader: false)
        scan.run()
        guard scan.findings.isEmpty, !scan.tables.isEmpty else { return }
        let hasEdgeSpaces = scan.tables.contains { table in
            table.columns.indices.contains { column in
                let cell = table.text(row: 0, column: column)
                return cell.hasPrefix(" ") || cell.hasSuffix(" ")
            }
        }
        guard isNamed || !hasEdgeSpaces else { return }
        if scan.tables.contains(where: { $0.columns.count == 2 && isOneRecord($0) }) {
            findings.append(ambiguousRecord(scan.tables[0]))
            return
        }
        tables = scan.tables
    }

    /// Whether a table of two columns may be one record of `\x`: it may not where its second column holds
    /// numbers and the like under a name, as a table's does.
    private func mayBeOneRecord(_ table: ResultTable) -> Bool {
        guard table.rowCount > 0, isOneRecord(table) else { return false }
        let values = (0..<table.rowCount).map { table.text(row: $0, column: 1) }
        return values.contains { $0.isEmpty || isIdentifier($0) }
    }

    /// Whether two columns may be the names and values of one record: the names are all different names.
    private func isOneRecord(_ table: ResultTable) -> Bool {
        let names = (0..<table.rowCount).map { table.text(row: $0, column: 0) }
        return Set(names).count == names.count && names.allSatisfy { isIdentifier($0) }
    }

    private func isIdentifier(_ text: String) -> Bool { isFieldName(Array(text.utf8)) }

    private func ambiguousRecord(_ table: ResultTable) -> Diagnostic {
        Diagnostic(
            .table(.ambiguousHeader), "These lines may be rows of two columns, or the columns of one row",
            at: table.headerSpan, help: "Capture it without \\x, or without --tuples-only.")
    }

    /// The records of lines `name,value`, whose names come again and again; nil where they do not.
    private func expandedCSV(_ separator: UInt8) -> Result<[ResultTable], MarkupProblem>? {
        var scan = CSVScan(file, separator: separator, hasHeader: false)
        scan.run()
        guard scan.findings.isEmpty, !scan.tables.isEmpty else { return nil }
        var found: [ResultTable] = []
        for table in scan.tables {
            let first = table.text(row: 0, column: 0)
            let width = (1..<max(1, table.rowCount)).first { table.text(row: $0, column: 0) == first }
            guard isIdentifier(first) else { return nil }
            // One record cannot be told from a table, nor one column from a table whose cells are all alike.
            guard let width, width > 1 || table.rowCount > 1 else {
                guard isMixed(table) else { return nil }
                found.append(table.records(of: table.rowCount))
                continue
            }
            for row in width..<table.rowCount {
                let (name, expected) = (
                    table.text(row: row, column: 0), table.text(row: row % width, column: 0)
                )
                guard name != expected else { continue }
                guard row >= 2 * width - 1 else { return nil }
                return .failure(MarkupProblem(finding: wrongName(table, row, expected)))
            }
            guard table.rowCount % width == 0 else {
                let expected = table.text(row: table.rowCount % width, column: 0)
                return .failure(MarkupProblem(finding: wrongName(table, table.rowCount - 1, expected)))
            }
            found.append(table.records(of: width))
        }
        return .success(found)
    }

    /// Whether the values under different names are of different kinds, as the columns of one row are.
    private func isMixed(_ table: ResultTable) -> Bool {
        guard table.rowCount > 3, isOneRecord(table), !isIdentifier(table.text(row: 0, column: 1)) else {
            return false
        }
        let values = (0..<table.rowCount).map { table.text(row: $0, column: 1) }
        return values.contains(where: isIdentifier) && values.contains { !isIdentifier($0) && !$0.isEmpty }
    }

    private func wrongName(_ table: ResultTable, _ row: Int, _ expected: String) -> Diagnostic {
        Diagnostic(
            .table(.recordShape), "The records of the expanded CSV do not all have the same columns",
            at: table.span(row: row), expected: "the column “\(expected)”",
            help: "Capture it again; a line is missing, or was edited.")
    }
}

extension ResultTable {
    /// Whether a cell of CSV stands in quotes without holding anything that asks for them.
    fileprivate var quotesInVain: Bool {
        cells.contains { cell in
            isQuoted(cell.range)
                && !file.bytes[cell.range].contains {
                    [0x22, 0x0A, 0x0D, 0x2C, 0x3B, 0x09, 0x7C].contains($0)
                }
        }
    }

    private func isQuoted(_ range: Range<Int>) -> Bool {
        range.lowerBound > 0 && range.upperBound < file.bytes.count
            && file.bytes[range.lowerBound - 1] == 0x22 && file.bytes[range.upperBound] == 0x22
    }

    /// The result whose columns are named in every line, of which so many make a record.
    fileprivate func records(of width: Int) -> ResultTable {
        var values: [CellRange] = []
        var moved: [Int: [CellPiece]] = [:]
        for row in 0..<rowCount {
            moved[values.count] = pieces[row * 2 + 1]
            values.append(cells[row * 2 + 1])
        }
        return ResultTable(
            file: file, layout: .csv,
            columns: (0..<width).map {
                ResultColumn(name: text(row: $0, column: 0), span: span(row: $0, column: 0))
            }, rowCount: rowCount / width, lines: lines, statedRowCount: nil, cells: values, pieces: moved)
    }
}
