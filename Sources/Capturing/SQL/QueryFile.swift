public import Diagnostics
public import Evidence

/// A `.sql` file that is run for a capture.
///
/// It is run by psql as it is. What psql would do besides sending statements, and what cannot be vetted, is
/// refused; what is not read-only is told in ``writes``.
public struct QueryFile: Sendable {
    /// How psql prints the result.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// One table, with a header.
        case csv
        /// Tables with columns one under another.
        case aligned
        /// Values without a frame: for documents.
        case unaligned
    }

    /// The file's name, without `.sql`.
    public let name: String
    public let file: SourceFile
    /// What it shows: its first line, or its name where it has no comment.
    public let title: String
    /// How psql prints the result.
    public let format: Format
    /// The values that it is given when it is run.
    public let variables: [QueryVariable]
    /// What it runs, in order; at least one.
    public let statements: [SQLStatement]
    /// The views of counters that it reads, by the view that says when they had been set back.
    ///
    /// The counters of tables, indexes and functions are set back with those of their database, and are
    /// named `pg_stat_database`.
    public let readsStatistics: Set<String>

    private let hasCommands: Bool

    /// The largest file that is read, in bytes.
    public static let sizeLimit = 1 << 20

    /// Reads and vets a file, or throws everything for which it is never run.
    public init(_ file: SourceFile, name: String) throws(Diagnostics) {
        if let finding = Self.damage(of: file) { throw Diagnostics(finding) }
        let tokens: [SQLToken]
        do throws(Diagnostic) {
            tokens = try SQLLexer.tokens(of: file)
        } catch {
            throw Diagnostics(error)
        }
        let header = QueryHeader(file)
        var splitter = StatementSplitter(file)
        splitter.split(tokens)
        let statements = splitter.statements
        var findings = header.findings + splitter.findings
        findings += Self.findings(ofVariables: header.variables, tokens, file)
        findings += Self.findings(of: statements)
        if statements.isEmpty, findings.isEmpty, !splitter.hasCommands {
            findings.append(
                Diagnostic(
                    .query(.empty), "The file has no statement", at: Place(path: file.path),
                    expected: "a query, such as SELECT … ;"))
        }
        let format = Self.format(of: statements, header: header, hasCommands: splitter.hasCommands)
        findings += Self.findings(of: format, statements, splitter)
        guard findings.isEmpty else { throw Diagnostics(findings) }
        self.name = name
        self.file = file
        title = header.title ?? name
        self.format = format
        variables = header.variables
        self.statements = statements
        readsStatistics = StatisticsViews.read(by: tokens)
        hasCommands = splitter.hasCommands
    }

    /// What the file has to be allowed to do.
    public var access: SavedRecord.Access {
        if statements.contains(where: { $0.access == .readWrite }) { return .readWrite }
        return statements.contains { $0.access == .rolledBack } ? .rolledBack : .readOnly
    }

    /// Why it is not read-only: a finding for each statement; empty where it is.
    public var writes: [Diagnostic] { statements.compactMap(\.finding) }

    /// Whether it is one query, which can stand as a subquery, and which nothing but the result comes from.
    public var isSingleQuery: Bool {
        statements.count == 1 && statements[0].kind == .query && access == .readOnly && !hasCommands
    }

    /// How the name of the capture ends, without the dot.
    public var fileExtension: String {
        switch format {
        case .csv: "csv"
        case .aligned: "txt"
        case .unaligned: planDocument?.rawValue ?? "txt"
        }
    }

    /// What psql is called with so that it prints the result in the format.
    public var psqlArguments: [String] {
        switch format {
        case .csv: ["--csv"]
        case .aligned: []
        case .unaligned:
            statements.contains(where: \.isExplain) ? ["--no-align", "--tuples-only"] : ["--no-align"]
        }
    }

    /// The format of the plans, where all statements print documents of one format.
    private var planDocument: SQLStatement.PlanFormat? { Self.planDocument(of: statements) }

    private static func planDocument(of statements: [SQLStatement]) -> SQLStatement.PlanFormat? {
        let formats = Set(statements.map { $0.planFormat ?? .text })
        guard formats.count == 1, let only = formats.first, only != .text else { return nil }
        return only
    }

    private static func format(
        of statements: [SQLStatement], header: QueryHeader, hasCommands: Bool
    ) -> Format {
        if let format = header.format { return format }
        if planDocument(of: statements) != nil, !hasCommands { return .unaligned }
        guard statements.count == 1, !hasCommands, [.query, .show].contains(statements[0].kind) else {
            return .aligned
        }
        return .csv
    }
}

extension SQLStatement {
    fileprivate var planFormat: PlanFormat? {
        if case .explain(let format, _) = kind { format } else { nil }
    }

    fileprivate var isExplain: Bool { planFormat != nil }
}

// MARK: What is refused

extension QueryFile {
    /// Why bytes are no text of SQL.
    private static func damage(of file: SourceFile) -> Diagnostic? {
        let bytes = file.bytes
        if bytes.count > sizeLimit {
            return Diagnostic(
                .query(.tooLong), "The file has \(bytes.count) bytes", at: Place(path: file.path),
                expected: "at most \(sizeLimit) bytes")
        }
        if let nul = bytes.firstIndex(of: 0) {
            return Diagnostic(
                .query(.notText), "The file has a zero byte", at: file.span(nul..<nul + 1),
                expected: "text in UTF-8")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return Diagnostic(
                .query(.notText), "The file begins with a byte order mark",
                at: Place(path: file.path, line: 1, column: 1), expected: "UTF-8 without it",
                help: "Save the file as “UTF-8”, not as “UTF-8 with BOM”.")
        }
        guard let wrong = firstInvalid(in: bytes) else { return nil }
        return Diagnostic(
            .query(.notText), "The file is not UTF-8", at: file.span(wrong..<wrong + 1),
            expected: "text in UTF-8")
    }

    /// The first byte that is no part of a character.
    private static func firstInvalid(in bytes: [UInt8]) -> Int? {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): offset += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return min(offset, bytes.count - 1)
            }
        }
    }

    private static func findings(
        ofVariables declared: [QueryVariable], _ tokens: [SQLToken], _ file: SourceFile
    ) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        var used: Set<String> = []
        for token in tokens {
            guard case .variable = token.kind, used.insert(token.name).inserted,
                !declared.contains(where: { $0.name == token.name })
            else { continue }
            findings.append(
                Diagnostic(
                    .query(.variableUndeclared), "The variable “\(token.name)” is not declared",
                    at: file.span(token.range),
                    expected: "a line in the header: -- variable: \(token.name)  What it is"))
        }
        for variable in declared where !used.contains(variable.name) {
            findings.append(
                Diagnostic(
                    .query(.variableUnused), "The variable “\(variable.name)” is declared and not used",
                    at: variable.span, expected: ":'\(variable.name)' or :\"\(variable.name)\" in a statement"
                ))
        }
        return findings
    }

    /// EXPLAIN ANALYZE of a writing statement goes with nothing else that writes.
    private static func findings(of statements: [SQLStatement]) -> [Diagnostic] {
        guard statements.filter({ $0.finding != nil }).count > 1 else { return [] }
        return statements.filter { $0.access == .rolledBack }.compactMap { statement in
            statement.finding.map { finding in
                Diagnostic(
                    .query(.explainBesideWrites),
                    "EXPLAIN ANALYZE of a writing statement stands beside another that writes",
                    at: finding.place, expected: "a file of its own",
                    help:
                        "It is rolled back, and so would the other be; and it would measure the other's work."
                )
            }
        }
    }

    private static func findings(
        of format: Format, _ statements: [SQLStatement], _ splitter: StatementSplitter
    ) -> [Diagnostic] {
        guard format == .csv else { return [] }
        if let command = splitter.firstCommand {
            return [
                Diagnostic(
                    .query(.csv), "A command changes what is printed, and the result is CSV", at: command,
                    expected: "`-- format: aligned` in the header, or no command")
            ]
        }
        return statements.dropFirst().prefix(1).map { statement in
            Diagnostic(
                .query(.csv), "A second statement, and the result is CSV", at: statement.span,
                expected: "one query, as a CSV file holds one table",
                help: "Write the second one into a file of its own, or `-- format: aligned` in the header.")
        }
    }
}
