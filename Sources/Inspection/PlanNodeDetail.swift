import Diagnostics

/// What stands under a node of a plan: facts in a row, or a text, over as many lines as they need.
struct PlanNodeDetail {
    private let facts: [[TextReport.Part]]
    private let separator: String
    private let mostLines: Int

    /// Facts, separated by dots; none of them is left out.
    init(facts: [[TextReport.Part]]) {
        self.facts = facts
        separator = " · "
        mostLines = .max
    }

    /// A text, such as a condition, of which three lines are shown.
    init(text: String) {
        facts = VisibleText.line(text).split(separator: " ").map { [TextReport.Part(String($0), .faint)] }
        separator = " "
        mostLines = 3
    }

    /// The title of a node; none of it is left out.
    init(title: String, style: TextReport.Style) {
        facts = VisibleText.line(title).split(separator: " ").map { [TextReport.Part(String($0), style)] }
        separator = " "
        mostLines = .max
    }

    /// Writes the lines, each after the margin, and the first after parts as wide where they are given.
    func write(to report: inout TextReport, first: [TextReport.Part]? = nil, margin: TextReport.Part) {
        let room = max(20, TextReport.columns - VisibleText.width(margin.text))
        var line: [TextReport.Part] = []
        var taken = 0
        var written = 0
        for (index, fact) in facts.enumerated() {
            let width = fact.reduce(0) { $0 + VisibleText.width($1.text) }
            if !line.isEmpty, taken + separator.count + width > room, written + 1 < mostLines {
                report.line((written == 0 ? first ?? [margin] : [margin]) + line)
                written += 1
                line = []
                taken = 0
            }
            if !line.isEmpty {
                line.append(TextReport.Part(separator, .faint))
                taken += separator.count
            }
            line += fact
            taken += width
            if taken > room, written + 1 >= mostLines, index < facts.count { break }
        }
        if !line.isEmpty { report.line((written == 0 ? first ?? [margin] : [margin]) + line) }
    }
}
