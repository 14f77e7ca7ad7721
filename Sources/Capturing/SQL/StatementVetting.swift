import Diagnostics
import Evidence

/// Decides whether a statement is read-only: only what is known to be so is.
///
/// The rules are wider than SQL's grammar where that is simpler: a statement that they let through is
/// read-only, and one that they hold up can be written so that it passes.
struct StatementVetting {
    struct Verdict {
        let kind: SQLStatement.Kind
        var access = SavedRecord.Access.readOnly
        var finding: Diagnostic?
    }

    /// What a statement does that is not reading.
    private struct Effect {
        let finding: Diagnostic
        /// Whether rolling back undoes it.
        var isUndone = false
    }

    let tokens: [SQLToken]
    let file: SourceFile

    func verdict() -> Verdict {
        let first = firstWord(from: 0)
        switch first.word {
        case "select", "with", "table", "values":
            return verdict(.query, effectOfQuery(tokens[...]))
        case "show" where first.index == 0: return Verdict(kind: .show)
        case "explain" where first.index == 0: return explained()
        default: return verdict(.other, effectOfCommand(at: first.index))
        }
    }

    private func verdict(_ kind: SQLStatement.Kind, _ effect: Effect?) -> Verdict {
        guard let effect else { return Verdict(kind: kind) }
        return Verdict(kind: kind, access: .readWrite, finding: effect.finding)
    }

    /// The first token that is no opening parenthesis.
    private func firstWord(from start: Int) -> (index: Int, word: String?) {
        let index = tokens[start...].firstIndex { !$0.isSign("(") } ?? tokens.count
        guard index < tokens.count, tokens[index].kind == .word else { return (index, nil) }
        return (index, tokens[index].name)
    }

    // MARK: Queries

    private func effectOfQuery(_ part: ArraySlice<SQLToken>) -> Effect? {
        if let effect = effectOfFunctions(part) { return effect }
        for index in part.indices where part[index].kind == .word && !isName(at: index) {
            let token = part[index]
            switch token.name {
            case "for":
                guard let end = rowLock(after: index) else { continue }
                return Effect(
                    finding: Diagnostic(
                        .query(.rowLock), "The query locks the rows that it reads",
                        at: file.span(token.range.lowerBound..<end),
                        expected: "a query without FOR UPDATE, FOR NO KEY UPDATE, FOR SHARE or FOR KEY SHARE",
                        help: "Leave the locking clause out."), isUndone: true)
            case "into":
                return Effect(
                    finding: Diagnostic(
                        .query(.selectInto), "SELECT … INTO makes a table", at: file.span(token.range),
                        expected: "a query without INTO", help: "Leave INTO out; the result is the capture."),
                    isUndone: true)
            case "insert", "update", "delete", "merge": return change(token)
            default: continue
            }
        }
        return nil
    }

    /// Whether a word can only be a name where it stands: behind a dot, and behind AS.
    private func isName(at index: Int) -> Bool {
        guard index > 0 else { return false }
        return tokens[index - 1].isSign(".") || tokens[index - 1].isWord("as")
    }

    private func rowLock(after index: Int) -> Int? {
        let next = tokens[(index + 1)...].prefix(3)
        guard let first = next.first else { return nil }
        if first.isWord("update", "share") { return first.range.upperBound }
        guard first.isWord("no", "key"),
            let last = next.first(where: { $0.isWord("update", "share") })
        else { return nil }
        return last.range.upperBound
    }

    private func change(_ token: SQLToken) -> Effect {
        Effect(
            finding: Diagnostic(
                .query(.changesData), "\(token.name.uppercased()) changes data", at: file.span(token.range),
                expected: "SELECT, WITH, TABLE, VALUES, SHOW or EXPLAIN",
                help: "A column of this name goes in double quotes."), isUndone: true)
    }

    private func effectOfFunctions(_ part: ArraySlice<SQLToken>) -> Effect? {
        for index in part.indices {
            let token = part[index]
            switch token.kind {
            case .word, .quotedName:
                guard isCalled(at: index), let effect = FunctionEffect.of(token.name) else { continue }
                return Effect(
                    finding: Diagnostic(
                        .query(.function), "\(token.name) \(effect.reason)", at: file.span(token.range),
                        expected: "functions that only read: a read-only transaction does not stop this one",
                        help: effect.help))
            case .variable(UInt8(ascii: "\"")):
                guard isBeforeArguments(index) || isBehindValue(index) else { continue }
                return Effect(
                    finding: Diagnostic(
                        .query(.function), "A variable stands where a function's name would",
                        at: file.span(token.range), expected: "the name itself, so that it can be vetted"))
            default: continue
            }
        }
        return nil
    }

    /// Whether a name can be a function's: `f(x)`, and `(x).f`, which PostgreSQL takes for the same.
    private func isCalled(at index: Int) -> Bool {
        isBeforeArguments(index) || (index > 0 && tokens[index - 1].isSign("."))
    }

    private func isBeforeArguments(_ index: Int) -> Bool {
        index + 1 < tokens.count && tokens[index + 1].isSign("(")
    }

    private func isBehindValue(_ index: Int) -> Bool {
        index > 1 && tokens[index - 1].isSign(".")
            && (tokens[index - 2].isSign(")") || tokens[index - 2].isSign("]"))
    }

    // MARK: EXPLAIN

    private func explained() -> Verdict {
        let options = ExplainOptions(tokens, in: file)
        let kind = SQLStatement.Kind.explain(options.format, isAnalyze: options.isAnalyze)
        guard let effect = effectOfExplained(from: options.end) else { return Verdict(kind: kind) }
        guard effect.isUndone else {
            return Verdict(kind: kind, access: .readWrite, finding: effect.finding)
        }
        guard options.isAnalyze else { return Verdict(kind: kind) }
        return Verdict(kind: kind, access: .rolledBack, finding: executes(effect.finding))
    }

    private func executes(_ finding: Diagnostic) -> Diagnostic {
        Diagnostic(
            .query(.explainExecutes), "EXPLAIN ANALYZE runs the statement: \(finding.summary)",
            at: finding.place, expected: "EXPLAIN ANALYZE of a query, or EXPLAIN without ANALYZE",
            help: "It is run in a transaction of its own that is rolled back.")
    }

    private func effectOfExplained(from start: Int) -> Effect? {
        guard start < tokens.count else { return unknown(tokens.count - 1) }
        let part = tokens[start...]
        let first = firstWord(from: start)
        switch first.word {
        case "select", "with", "values", "table": return effectOfQuery(part)
        case "insert", "update", "delete", "merge":
            return effectOfFunctions(part) ?? change(tokens[first.index])
        case "create", "declare", "execute", "refresh":
            return effectOfFunctions(part)
                ?? Effect(
                    finding: Diagnostic(
                        .query(.changesData), "\(tokens[first.index].name.uppercased()) does more than read",
                        at: file.span(tokens[first.index].range), expected: "SELECT, WITH, TABLE or VALUES"),
                    isUndone: true)
        default: return unknown(first.index)
        }
    }

    // MARK: Other statements

    private func effectOfCommand(at index: Int) -> Effect {
        guard index < tokens.count, tokens[index].kind == .word else { return unknown(index) }
        let token = tokens[index]
        if ["insert", "update", "delete", "merge"].contains(token.name) { return change(token) }
        guard let reason = OtherStatements.reason(for: token.name) else { return unknown(index) }
        return Effect(
            finding: Diagnostic(
                .query(.notReadOnly), "\(token.name.uppercased()) \(reason.what)", at: file.span(token.range),
                expected: "SELECT, WITH, TABLE, VALUES, SHOW or EXPLAIN", help: reason.help))
    }

    private func unknown(_ index: Int) -> Effect {
        let range = index < tokens.count ? tokens[index].range : tokens.last?.range ?? 0..<0
        return Effect(
            finding: Diagnostic(
                .query(.notReadOnly), "The statement is not known to be read-only", at: file.span(range),
                expected: "SELECT, WITH, TABLE, VALUES, SHOW or EXPLAIN"))
    }
}
