import Diagnostics
import Incidents
import Quantities

/// Who relies on which capture.
extension DocumentBuilder {
    /// The captures, with the lines that the documents' figures were read from, and all that cites them.
    public func captures(citedBy documents: [Document]) -> [CitedCapture] {
        let documents = documents.filter { $0.artifact != nil }
        var marks: [String: [Set<CitedCapture.Mark>]] = [:]
        for (offset, document) in documents.enumerated() {
            for use in document.figures {
                for source in use.quantity.sources {
                    let mark = CitedCapture.Mark(
                        line: source.line, figure: use.name.map { "\($0): \(use.text)" } ?? use.text,
                        isNamed: use.name != nil, document: document.title, path: document.path)
                    marks[source.file.path, default: Array(repeating: [], count: documents.count)][offset]
                        .insert(mark)
                }
            }
        }
        let mentions = self.mentions()
        return evidence.map { capture in
            let address = Addresses.capture(capture.path)
            let own = marks["\(presenter.evidenceFolder)/\(capture.path)"]
            return CitedCapture(
                path: capture.path, bytes: capture.bytes, text: capture.text, digest: capture.digest,
                record: incident.captures.first { $0.path == capture.path }, recordBytes: capture.record,
                statement: capture.statement, marks: (own ?? []).joined().sorted(),
                citations: documents.enumerated().compactMap { offset, document in
                    let marks = (own?[offset] ?? []).sorted()
                    guard !marks.isEmpty || document.linkedPages.contains(address) else { return nil }
                    return CitedCapture.Citation(document: document.title, path: document.path, marks: marks)
                }, mentions: mentions[capture.path] ?? [])
        }
    }

    /// What names captures by itself, whatever documents show it.
    private func mentions() -> [String: [CitedCapture.Mention]] {
        var mentions: [String: [CitedCapture.Mention]] = [:]
        for exhibit in incident.exhibits {
            for path in exhibit.captures {
                mentions[path, default: []].append(
                    .init(source: "Exhibit \(exhibit.number)", text: exhibit.title.plainText))
            }
        }
        for entry in incident.timeline {
            guard case .capture(let path) = entry.source else { continue }
            mentions[path, default: []].append(
                .init(source: "Timeline, \(entry.moment.timestamp.clockText)", text: entry.event.plainText))
        }
        for illustration in incident.illustrations {
            for path in illustration.captures {
                mentions[path, default: []].append(
                    .init(source: "Picture", text: illustration.caption.plainText))
            }
        }
        return mentions
    }
}
