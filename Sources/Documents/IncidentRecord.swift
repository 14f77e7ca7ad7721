import Diagnostics
import GFM
import Incidents
import Pictures
import Quantities
import Templating

/// The names that every template of an incident can use: the one set of facts, told in template values.
struct IncidentRecord {
    let incident: EvaluatedIncident
    let presenter: Presenter
    let digests: [String: String]
    let sizes: [String: Int]
    let sql: [String: String]
    let rawCaptures: [String: [UInt8]]

    func values() -> [String: Value] {
        var values: [String: Value] = [
            "incident": .record(Record(incidentFacts)),
            "summary": presenter.value(incident.summary),
            "asks": presenter.value(incident.asks),
            "detection": presenter.value(incident.detection),
            "limits": presenter.value(incident.limits),
            "timeline": .list(incident.timeline.map(timelineEntry)),
            "timeline-phases": timelinePhases,
            "impact": .list(incident.impact.map(impact)),
            "factors": .list(
                incident.contributingFactors.map { pair("title", $0.title, "explanation", $0.explanation) }),
            "recovery": .list(incident.recovery.map { pair("step", $0.step, "effect", $0.effect) }),
            "went-well": lessons(.wentWell),
            "went-poorly": lessons(.wentPoorly),
            "got-lucky": lessons(.gotLucky),
            "actions": .list(incident.actions.map(action)),
            "glossary": .list(
                incident.glossary.map {
                    .record(Record(["term": .text($0.term), "meaning": presenter.value($0.meaning)]))
                }),
            "corrections": .list(
                incident.corrections.map {
                    .record(Record(["date": .text($0.date), "text": presenter.value($0.text)]))
                }),
        ]
        values.merge(evidenceValues()) { first, _ in first }
        values.merge(drawnValues()) { first, _ in first }
        values.merge(artifactValues()) { first, _ in first }
        return values
    }

    private var incidentFacts: [String: Value] {
        let times = incident.times
        return [
            "id": .text(incident.id),
            "title": .text(incident.title),
            "severity": .text(incident.severity.rawValue),
            "status": .text(incident.status.rawValue),
            "owner": .text(incident.owner),
            "notice": incident.notice.map { presenter.value($0) } ?? .absent,
            "started": .text(times.started.text),
            "detected": .text(times.detected.text),
            "mitigated": .text(times.mitigated.text),
            "resolved": .text(times.resolved.text),
            "newest-evidence": incident.newestEvidence.map { .text($0.text) } ?? .absent,
            "services": .list(incident.services.map(Value.text)),
            "tags": .list(incident.tags.map(Value.text)),
        ]
    }

    private func pair(
        _ firstName: String, _ first: EvaluatedProse, _ secondName: String, _ second: EvaluatedProse
    ) -> Value {
        .record(Record([firstName: presenter.value(first), secondName: presenter.value(second)]))
    }

    private func lessons(_ kind: LessonKind) -> Value {
        presenter.value(incident.lessons.filter { $0.kind == kind }.map(\.text))
    }

    // MARK: Timeline, impact, actions

    private func timelineEntry(_ entry: Vocabulary<Evaluated>.TimelineEntry) -> Value {
        .record(
            Record([
                "time": time(of: entry),
                "phase": .text(entry.phase.rawValue),
                "event": presenter.value(entry.event),
                "source": source(of: entry),
            ]))
    }

    private func time(of entry: Vocabulary<Evaluated>.TimelineEntry) -> Value {
        guard let figure = entry.moment.figure else { return .text(entry.moment.timestamp.clockText) }
        return .inlines([presenter.inline(figure, text: entry.moment.timestamp.clockText)])
    }

    private func source(of entry: Vocabulary<Evaluated>.TimelineEntry) -> Value {
        switch entry.source {
        case .capture(let path): return .inlines([captureLink(path)])
        case .testimony(let role): return .text("Stated by \(role)")
        case nil:
            let figures = [entry.moment.figure].compactMap(\.self) + entry.event.figures
            guard let span = figures.first?.quantity.sources.first else { return .text("") }
            let path = String(span.file.path.dropFirst(presenter.evidenceFolder.count + 1))
            return .inlines([captureLink(path)])
        }
    }

    private var timelinePhases: Value {
        .list(
            TimelinePhase.allCases.compactMap { phase in
                let entries = incident.timeline.filter { $0.phase == phase }
                guard !entries.isEmpty else { return nil }
                return .record(
                    Record(["phase": .text(phase.rawValue), "entries": .list(entries.map(timelineEntry))]))
            })
    }

    private func impact(_ impact: Vocabulary<Evaluated>.Impact) -> Value {
        .record(
            Record([
                "what": presenter.value(impact.what),
                "number": presenter.value(impact.number),
                "whole": impact.whole.map { presenter.value($0) } ?? .absent,
                "share": impact.share.map { presenter.value($0) } ?? .absent,
            ]))
    }

    func action(_ action: Vocabulary<Evaluated>.ActionItem) -> Value {
        .record(
            Record([
                "action": presenter.value(action.action),
                "owner": .text(action.owner),
                "due": .text(action.due),
                "done": action.done.map(Value.text) ?? .absent,
                "priority": .text(action.priority.rawValue),
                "kind": .text(action.kind.rawValue),
                "done-when": presenter.value(action.doneWhen),
            ]))
    }

    // MARK: Captures

    func captureLink(_ path: String) -> Inline {
        let title = incident.captures.first { $0.path == path }?.title?.plainText ?? ""
        return .link([.code(path)], url: Addresses.capture(path), title: title)
    }

    func captureRecord(_ path: String) -> Value { .record(Record(captureFacts(path))) }

    /// The captures by the folder they lie in, those of no folder first.
    func captureFolders(_ captures: [CitedCapture]) -> Value {
        var folders: [String: [Value]] = [:]
        for capture in captures.sorted(by: { $0.path < $1.path }) {
            let folder = capture.path.split(separator: "/").dropLast().joined(separator: "/")
            var facts = captureFacts(capture.path)
            let figures = Set(capture.marks.map { "\($0.line) \($0.figure)" }).count
            if figures > 0 { facts["figures"] = .text(decimal(Double(figures), decimals: 0)) }
            folders[folder, default: []].append(.record(Record(facts)))
        }
        return .list(
            folders.sorted { $0.key < $1.key }.map { folder, captures in
                .record(
                    Record([
                        "folder": folder.isEmpty ? .absent : .inlines([.code(folder)]),
                        "captures": .list(captures),
                    ]))
            })
    }

    private func captureFacts(_ path: String) -> [String: Value] {
        let record = incident.captures.first { $0.path == path }
        return [
            "path": .text(path),
            "link": .inlines([captureLink(path)]),
            "title": record?.title.map { presenter.value($0) } ?? .absent,
            "command": record?.command.map { .inlines([.code($0)]) } ?? .absent,
            "captured": record?.captured.map { .text($0.text) } ?? .absent,
            "sha256": .text(digests[path] ?? ""),
            "bytes": .text(decimal(Double(sizes[path] ?? 0), decimals: 0)),
            "figures": .absent,
        ]
    }

    private func evidenceValues() -> [String: Value] {
        let paths = sizes.keys.sorted()
        let links = Dictionary(
            paths.map { (Addresses.slug($0), Value.inlines([captureLink($0)])) },
            uniquingKeysWith: { first, _ in first })
        return [
            "captures": .list(paths.map(captureRecord)),
            "evidence": .record(Record(links)),
            // Few captures are shown whole: only those are decoded.
            "raw": .record(
                Record(names: rawCaptures.keys.sorted()) { rawCaptures[$0].map { .text(textForFence($0)) } }),
            "sql": .record(Record(sql.mapValues(Value.text))),
        ]
    }

    // MARK: Pictures and tables

    private func drawnValues() -> [String: Value] {
        let pictures = Dictionary(
            incident.illustrations.map { ($0.name, Value.block(figure($0))) },
            uniquingKeysWith: { first, _ in first })
        let tables = Dictionary(
            incident.tables.map { ($0.name, Value.table(table($0))) }, uniquingKeysWith: { first, _ in first }
        )
        return ["pictures": .record(Record(pictures)), "tables": .record(Record(tables))]
    }

    func figure(_ illustration: Vocabulary<Evaluated>.Illustration) -> Block {
        let caption = presenter.inlines(illustration.caption)
        let sources = illustration.captures.map { path in
            "<a href=\"\(escaped(Addresses.capture(path)))\">\(escaped(path))</a>"
        }
        let origin = sources.isEmpty ? "" : " <small>Drawn from \(sources.joined(separator: ", ")).</small>"
        return Block(
            html: """
                <figure class="picture" id="picture-\(illustration.name)">
                \(illustration.drawing.responsiveSVG(id: "drawing-\(illustration.name)"))
                <figcaption>\(html(caption))\(origin)</figcaption>
                </figure>

                """, alternative: "\(caption.plainText) \(illustration.drawing.summary)",
            figures: caption.figures)
    }

    private func table(_ table: Vocabulary<Evaluated>.DataTable) -> Table {
        let numeric = table.columns.indices.map { column in
            table.rows.contains { $0.indices.contains(column) && !$0[column].figures.isEmpty }
        }
        return Table(
            columns: zip(table.columns, numeric).map { title, isNumeric in
                Table.Column([.text(title)], alignment: isNumeric ? .right : .natural)
            }, rows: table.rows.map { row in row.map { presenter.inlines($0) } })
    }
}

/// The text of a file for a code fence, which ends with a newline of its own: one at the end of the text
/// would show as an empty line.
func textForFence(_ bytes: [UInt8]) -> String {
    let end = bytes.lastIndex { $0 != 0x0A }.map { $0 + 1 } ?? 0
    return String(decoding: bytes[..<end], as: UTF8.self)
}

/// Running text as HTML, for the captions of pictures, which are markup of our own.
private func html(_ inlines: [Inline]) -> String {
    inlines.map { inline in
        switch inline {
        case .text(let text): escaped(text)
        case .code(let code): "<code>\(escaped(code))</code>"
        case .strong(let inner): "<strong>\(html(inner))</strong>"
        case .emphasis(let inner): "<em>\(html(inner))</em>"
        case .link(let inner, let url, let title):
            "<a href=\"\(escaped(url))\" title=\"\(escaped(title))\">\(html(inner))</a>"
        case .figure(let link): html([.link([.text(link.text)], url: link.destination, title: link.title)])
        }
    }.joined()
}

/// Escapes text for HTML, byte by byte, so that no combining mark can hide a quotation mark.
func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "&"): bytes.append(contentsOf: Array("&amp;".utf8))
        case UInt8(ascii: "<"): bytes.append(contentsOf: Array("&lt;".utf8))
        case UInt8(ascii: ">"): bytes.append(contentsOf: Array("&gt;".utf8))
        case UInt8(ascii: "\""): bytes.append(contentsOf: Array("&quot;".utf8))
        default: bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
