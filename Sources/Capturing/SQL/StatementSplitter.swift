import Diagnostics

/// Cuts tokens into statements where psql would send one, and vets psql's commands between them.
struct StatementSplitter {
    private(set) var statements: [SQLStatement] = []
    private(set) var findings: [Diagnostic] = []
    /// The first command other than `\g`, which is but another `;`.
    private(set) var firstCommand: SourceSpan?

    var hasCommands: Bool { firstCommand != nil }

    private let file: SourceFile
    private var parentheses: [SQLToken] = []

    init(_ file: SourceFile) { self.file = file }

    mutating func split(_ tokens: [SQLToken]) {
        var start = 0
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .sign(UInt8(ascii: "(")): parentheses.append(token)
            case .sign(UInt8(ascii: ")")):
                if parentheses.popLast() == nil { unbalanced(token, "closes nothing") }
            case .sign(UInt8(ascii: ";")):
                finish(tokens[start..<index])
                start = index + 1
            case .command:
                take(token, after: tokens[start..<index])
                start = index + 1
            default: continue
            }
        }
        finish(tokens[start...])
    }

    private mutating func finish(_ tokens: ArraySlice<SQLToken>) {
        for open in parentheses { unbalanced(open, "is not closed before the statement ends") }
        parentheses = []
        guard let first = tokens.first else { return }
        if let finding = neverRun(first, tokens) {
            findings.append(finding)
        } else {
            statements.append(SQLStatement(tokens, in: file))
        }
    }

    private mutating func take(_ token: SQLToken, after tokens: ArraySlice<SQLToken>) {
        if token.name != "g" { firstCommand = firstCommand ?? file.span(token.range) }
        let isRunning = PsqlCommands.running.contains(token.name)
        if let finding = PsqlCommands.finding(token, in: file) {
            findings.append(finding)
        } else if isRunning == tokens.isEmpty {
            findings.append(
                Diagnostic(
                    .query(.command),
                    isRunning
                        ? "\\\(token.name) stands behind no statement"
                        : "\\\(token.name) stands within a statement", at: file.span(token.range),
                    expected: isRunning
                        ? "a statement without a semicolon before it" : "a semicolon before it"))
        }
        finish(tokens)
    }

    private mutating func unbalanced(_ token: SQLToken, _ what: String) {
        findings.append(
            Diagnostic(
                .query(.parentheses), "A parenthesis \(what)", at: file.span(token.range),
                expected: "as many closing as opening ones",
                help: "psql ends a statement at a semicolon outside of parentheses only."))
    }

    /// Why a statement is refused whatever is allowed.
    private func neverRun(_ first: SQLToken, _ tokens: ArraySlice<SQLToken>) -> Diagnostic? {
        guard first.kind == .word else { return nil }
        let isPrepared = first.name == "prepare" && tokens.dropFirst().first?.isWord("transaction") == true
        if OtherStatements.ofTransactions.contains(first.name) || isPrepared {
            return Diagnostic(
                .query(.transaction), "\(first.name.uppercased()) begins or ends a transaction",
                at: file.span(first.range),
                expected: "statements alone: each query is run in a transaction of its own",
                help: "Leave it out.")
        }
        if first.name == "copy" {
            return Diagnostic(
                .query(.copy),
                "COPY reads or writes files and programs, or takes the rest of the file as data",
                at: file.span(first.range), expected: "the query itself: its result is the capture",
                help: "`-- format: csv` in the header makes the result CSV.")
        }
        return nil
    }
}
