import Diagnostics
import Documents
import Incidents
import Inspection
import Quantities

/// The difference of two states for a reader at a terminal.
struct DifferenceText {
    private var report: TextReport

    private init(isColoured: Bool) { report = TextReport(isColoured: isColoured) }

    /// The difference as lines of at most a hundred columns; sentences are broken, not cut.
    static func bytes(of difference: ProjectDifference, isColoured: Bool) -> [UInt8] {
        var text = DifferenceText(isColoured: isColoured)
        text.write(difference)
        return text.report.bytes
    }

    private mutating func write(_ difference: ProjectDifference) {
        for sentence in difference.introduction { report.paragraph(sentence, indent: 0) }
        guard difference.changedAnything else {
            report.line(difference.verdictOnNothing, .strong)
            // What could not be compared has not been seen to be the same.
            for incident in difference.incidents { problems(of: incident) }
            return
        }
        for incident in difference.incidents {
            report.blank()
            report.line("\(incident.id): \(incident.title)", .strong)
            report.paragraph(incident.summary, indent: 0)
            guard !incident.isEmpty else { continue }
            verdicts(incident.verdicts)
            figures(incident.figures)
            documents(incident.documents)
            captures(incident.captures)
            problems(of: incident)
        }
    }

    private mutating func heading(_ text: String) {
        report.blank()
        report.line(text, .strong)
    }

    private mutating func figures(_ changes: [FigureChange]) {
        for kind in FigureChange.Kind.allCases {
            let some = changes.filter { $0.kind == kind }
            guard !some.isEmpty else { continue }
            heading(kind.title)
            for change in some {
                let arrow = "\(change.old.text) → \(change.new.text)"
                let by = change.changeText.map { "  (\($0))" } ?? ""
                if change.name == nil {
                    report.paragraph(change.label)
                    report.line("    \(arrow)\(by)")
                } else {
                    report.line(.init("  \(change.label)  "), .init(arrow, .strong), .init(by))
                }
                if let bounds = change.boundsText { report.paragraph(bounds, indent: 4) }
                if !change.documents.isEmpty {
                    report.paragraph("in " + change.documents.map(\.title).joined(separator: ", "), indent: 4)
                }
            }
        }
    }

    private mutating func verdicts(_ changes: [VerdictChange]) {
        guard !changes.isEmpty else { return }
        heading("Verdicts that changed")
        for change in changes {
            let name = [change.subject.rawValue, change.id].compactMap(\.self).joined(separator: " ")
            report.line(
                .init("  \(name): "),
                .init(
                    "\(change.old.verdict.rawValue) → \(change.new.verdict.rawValue)",
                    change.failsCheck ? .alarm : .strong),
                .init(change.failsCheck ? "; check fails, \(change.recorded.rawValue) is recorded" : ""))
            report.paragraph(change.statement, indent: 4)
            report.paragraph("before: \(change.old.explanation)", indent: 4)
            report.paragraph("now:    \(change.new.explanation)", indent: 4)
        }
    }

    private mutating func documents(_ changes: [DocumentChange]) {
        for change in changes {
            heading("“\(change.title)” \(change.isCompared ? "reads differently" : "was not compared")")
            if !change.isCompared { report.paragraph(change.notComparedText) }
            var last: String?
            for sentence in change.sentences {
                if sentence.heading != last, !sentence.heading.isEmpty {
                    report.line("  \(sentence.heading)", .faint)
                }
                last = sentence.heading
                if let old = sentence.old { hanging("-", old) }
                if let new = sentence.new { hanging("+", new) }
                if let because = sentence.because { report.paragraph(because, indent: 6) }
            }
        }
    }

    /// A text over several lines with a sign before the first.
    private mutating func hanging(_ sign: String, _ text: String) {
        var part = TextReport(isColoured: false)
        part.paragraph(text, indent: 6)
        let lines = String(decoding: part.bytes, as: UTF8.self).split(separator: "\n")
        for (offset, line) in lines.enumerated() {
            let words = line.drop { $0 == " " }
            report.line("\(offset == 0 ? "    \(sign) " : "      ")\(words)")
        }
    }

    private mutating func captures(_ changes: [CaptureChange]) {
        guard !changes.isEmpty else { return }
        heading("Captures that changed")
        for change in changes {
            report.line("  \(change.kind.rawValue)  \(change.path)  \(change.hashText)")
            guard let line = change.firstLine else {
                if change.kind == .changed { report.line("    \(CaptureChange.noLine)", .faint) }
                continue
            }
            report.line("    line \(line.number), the first that differs", .faint)
            report.line(line.old.map { "    - \($0)" } ?? "    - (the file ended before)")
            report.line(line.new.map { "    + \($0)" } ?? "    + (the file ends before)")
        }
    }

    private mutating func problems(of incident: IncidentDifference) {
        for (when, problems) in incident.problemsByState where !problems.isEmpty {
            heading("What could not be read \(when)")
            for problem in problems {
                let place = problem.place.map { "\($0.position): " } ?? ""
                report.paragraph("\(place)\(problem.summary) [\(problem.id)]")
            }
        }
    }
}
