import Diagnostics

/// What stands between EXPLAIN and the statement.
struct ExplainOptions {
    /// Whether the statement is run.
    private(set) var isAnalyze = false
    /// In what format the plan is printed.
    private(set) var format = SQLStatement.PlanFormat.text
    /// Where the statement begins.
    private(set) var end = 1

    /// Reads the options; the first token is EXPLAIN.
    init(_ tokens: [SQLToken], in file: SourceFile) {
        if tokens.count > 2, tokens[1].isSign("("), !tokens[2].isSign("("),
            !tokens[2].isWord("select", "with", "values", "table")
        {
            readList(tokens, in: file)
        } else {
            while end < tokens.count, tokens[end].isWord("analyze", "analyse", "verbose") {
                if !tokens[end].isWord("verbose") { isAnalyze = true }
                end += 1
            }
        }
    }

    private mutating func readList(_ tokens: [SQLToken], in file: SourceFile) {
        var option: [SQLToken] = []
        end = 2
        while end < tokens.count {
            let token = tokens[end]
            end += 1
            if token.isSign(")") || token.isSign(",") {
                take(option, in: file)
                option = []
                if token.isSign(")") { return }
            } else {
                option.append(token)
            }
        }
        take(option, in: file)
    }

    /// An option's name may stand in double quotes; ANALYZE is on unless it is plainly off everywhere.
    private mutating func take(_ option: [SQLToken], in file: SourceFile) {
        guard let name = option.first?.name.lowercased() else { return }
        let value = option.dropFirst().first
        switch name {
        case "analyze", "analyse":
            if option.count != 2 || value?.isWord("false", "off") != true { isAnalyze = true }
        case "format":
            let text = value.map { file.text($0.range).lowercased().filter { $0 != "'" && $0 != "\"" } }
            if let named = text.flatMap(SQLStatement.PlanFormat.init(rawValue:)) { format = named }
        default: break
        }
    }
}
