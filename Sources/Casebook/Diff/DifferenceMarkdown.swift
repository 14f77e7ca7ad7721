import Diagnostics
import Documents
import Incidents
import Quantities

/// The difference of two states as a comment on a pull request.
struct DifferenceMarkdown {
    /// How long a comment may be: GitHub takes 65,536 characters; bytes are at least as many.
    static let limit = 65_536

    /// A comment that a program can find again begins with this line.
    static let mark = "<!-- casebook diff -->"

    /// The comment, at most `limit` bytes long; where something is left out, it says what and where to see it.
    static func text(of difference: ProjectDifference, limit: Int = limit) -> String {
        let head = introduction(of: difference)
        var sections: [Section] = []
        if difference.changedAnything {
            for incident in difference.incidents { sections += self.sections(of: incident) }
        } else {
            for incident in difference.incidents { sections += [problems(of: incident)].compactMap(\.self) }
        }
        return head + fitted(sections, into: limit - head.utf8.count)
    }

    private static func introduction(of difference: ProjectDifference) -> String {
        let title =
            difference.changedAnything
            ? "Casebook: what the evidence changes in the documents" : "Casebook: nothing moved"
        var lines = [mark, "### \(title)", ""]
        lines += difference.introduction.map { GitHubText.inline($0) + "\n" }
        if !difference.changedAnything { lines.append(difference.verdictOnNothing + "\n") }
        return lines.joined(separator: "\n")
    }

    // MARK: Sections

    /// Lines that belong together, of which the last ones can be left out.
    private struct Section {
        let head: String
        let rows: [String]
        let foot: String
        /// What a row is, for saying how many are left out.
        let noun: String

        var size: Int { head.utf8.count + foot.utf8.count + rows.reduce(0) { $0 + $1.utf8.count } }
    }

    private static func sections(of incident: IncidentDifference) -> [Section] {
        let title = Section(
            head:
                "\n#### \(GitHubText.inline(incident.title))\n\n\(GitHubText.inline(incident.summary))\n",
            rows: [], foot: "", noun: "")
        guard !incident.isEmpty else { return [title] }
        return [title] + [verdicts(incident.verdicts), problems(of: incident)].compactMap(\.self)
            + FigureChange.Kind.allCases.compactMap { figures(incident.figures, $0) }
            + incident.documents.map(document) + [captures(incident.captures)].compactMap(\.self)
    }

    private static func details(
        _ summary: String, isOpen: Bool = false, columns: [String], rows: [[String]], noun: String
    ) -> Section {
        let rule = columns.map { _ in "---" }
        return Section(
            head: "\n<details\(isOpen ? " open" : "")>\n<summary>\(summary)</summary>\n\n"
                + row(columns) + row(rule), rows: rows.map(row), foot: "\n</details>\n", noun: noun)
    }

    private static func row(_ cells: [String]) -> String {
        "| \(cells.map { $0.isEmpty ? "–" : $0 }.joined(separator: " | ")) |\n"
    }

    private static func verdicts(_ changes: [VerdictChange]) -> Section? {
        guard !changes.isEmpty else { return nil }
        return details(
            "<b>Verdicts that changed</b>: \(changes.count)", isOpen: true,
            columns: ["Claim", "Before", "Now", "Check"],
            rows: changes.map { change in
                let id = change.id.map { GitHubText.code($0) + " " } ?? ""
                return [
                    "\(change.subject.rawValue) \(id)<br>\(GitHubText.inline(change.statement))",
                    "\(change.old.verdict.rawValue)<br>\(GitHubText.inline(change.old.explanation))",
                    "**\(change.new.verdict.rawValue)**<br>\(GitHubText.inline(change.new.explanation))",
                    change.failsCheck
                        ? "✗ fails: \(change.recorded.rawValue) is recorded" : "as recorded",
                ]
            }, noun: "verdict")
    }

    private static func figures(_ changes: [FigureChange], _ kind: FigureChange.Kind) -> Section? {
        let some = changes.filter { $0.kind == kind }
        guard !some.isEmpty else { return nil }
        return details(
            "<b>\(kind.title)</b>: \(some.count)", isOpen: kind == .moved,
            columns: ["Figure", "Before", "Now", "Change", "Rounding", "Documents"],
            rows: some.map { change in
                [
                    change.name.map { GitHubText.code($0) } ?? GitHubText.inline(change.label),
                    GitHubText.inline(change.old.text), GitHubText.inline(change.new.text),
                    GitHubText.inline(change.changeText ?? ""), GitHubText.inline(change.boundsText ?? ""),
                    GitHubText.inline(change.documents.map(\.title).joined(separator: ", ")),
                ]
            }, noun: "figure")
    }

    private static func document(_ change: DocumentChange) -> Section {
        let title = GitHubText.inline(change.title)
        guard change.isCompared else {
            return Section(
                head: "\n<b>\(title)</b>: \(GitHubText.inline(change.notComparedText))\n", rows: [], foot: "",
                noun: "")
        }
        return details(
            "<b>\(title)</b>: \(count(change.sentences.count, "sentence"))",
            columns: ["Section", "Before", "Now", "Because of"],
            rows: change.sentences.map { sentence in
                [
                    GitHubText.inline(sentence.heading), GitHubText.inline(sentence.old ?? ""),
                    GitHubText.inline(sentence.new ?? ""), GitHubText.inline(sentence.because ?? ""),
                ]
            }, noun: "sentence")
    }

    private static func captures(_ changes: [CaptureChange]) -> Section? {
        guard !changes.isEmpty else { return nil }
        return details(
            "<b>Captures that changed</b>: \(changes.count)",
            columns: ["Capture", "How", "SHA-256", "First line that differs"],
            rows: changes.map { change in
                [
                    GitHubText.code(change.path), change.kind.rawValue, GitHubText.code(change.hashText),
                    line(of: change),
                ]
            }, noun: "capture")
    }

    private static func line(of change: CaptureChange) -> String {
        guard let line = change.firstLine else {
            return change.kind == .changed ? CaptureChange.noLine : ""
        }
        let old = line.old.map { GitHubText.code($0) } ?? "(the file ended before)"
        let new = line.new.map { GitHubText.code($0) } ?? "(the file ends before)"
        return "\(line.number):<br>− \(old)<br>+ \(new)"
    }

    private static func problems(of incident: IncidentDifference) -> Section? {
        let all = incident.problemsByState.flatMap { state in
            state.problems.map { problem in
                [
                    state.when, GitHubText.code(problem.place?.position ?? ""),
                    GitHubText.inline(problem.summary), GitHubText.code(problem.id),
                ]
            }
        }
        guard !all.isEmpty else { return nil }
        return details(
            "<b>What could not be read</b>: \(all.count)", isOpen: true,
            columns: ["When", "Where", "What", "Kind"], rows: all, noun: "problem")
    }

    // MARK: Fitting

    /// The least that a section gets before the ones above it get all that they want.
    private static let share = 2000

    /// The sections within a number of bytes: the first ones whole, and of the others as many rows as fit.
    private static func fitted(_ sections: [Section], into limit: Int) -> String {
        let footnote =
            "\n**Not all is shown**: a comment on GitHub is at most 65,536 characters long. `casebook diff` shows the rest.\n"
        guard sections.reduce(0, { $0 + $1.size }) > limit else { return sections.map(whole).joined() }
        var text = ""
        var room = limit - footnote.utf8.count
        var kept = sections
        // Where there are very many sections, the last ones are left out entirely.
        while kept.reduce(0, { $0 + least($1) }) > room { kept.removeLast() }
        var reserved = kept.reduce(0) { $0 + least($1) }
        for section in kept {
            reserved -= least(section)
            let part = section.size <= room - reserved ? whole(section) : cut(section, to: room - reserved)
            text += part
            room -= part.utf8.count
        }
        let missing = sections.count - kept.count
        return text + (missing > 0 ? "\n\(count(missing, "part")) left out entirely.\n" : "") + footnote
    }

    private static func least(_ section: Section) -> Int { min(section.size, share) }

    private static func whole(_ section: Section) -> String {
        section.head + section.rows.joined() + section.foot
    }

    private static func cut(_ section: Section, to limit: Int) -> String {
        var rows = ""
        var taken = 0
        let note = { (left: Int) in "\n\(count(left, "\(section.noun)")) more left out.\n" }
        var room =
            limit - section.head.utf8.count - section.foot.utf8.count
            - note(section.rows.count).utf8.count
        for row in section.rows where taken >= 0 {
            guard row.utf8.count <= room else { break }
            rows += row
            room -= row.utf8.count
            taken += 1
        }
        return section.head + rows + note(section.rows.count - taken) + section.foot
    }
}
