import Diagnostics
import Evidence

/// Findings as one JSON object, for programs of one's own.
enum CheckJSON {
    /// Writes `{"complete", "incidents", "open", "accepted", "columnUnit", "findings": […]}`.
    ///
    /// Columns count bytes of UTF-8 from 1, as text output does; `endColumn` is one past the last. What is
    /// not known is absent. `accepted` of a finding says by whom it may stand: the reason and its place.
    static func bytes(of report: CheckReport, in context: CheckReportContext) -> [UInt8] {
        var json = JSONBuffer(isIndented: true)
        json.object { json in
            json.key("complete")
            json.value(report.isComplete)
            json.key("incidents")
            json.list { json in for incident in report.incidents { json.value(incident.id) } }
            json.key("open")
            json.value(report.open.count)
            json.key("accepted")
            json.value(report.accepted.count)
            json.member("columnUnit", "utf8Bytes")
            json.key("findings")
            json.list { json in for finding in report.findings { write(finding, in: context, to: &json) } }
        }
        json.newline()
        return json.bytes
    }

    private static func write(
        _ finding: JudgedFinding, in context: CheckReportContext, to json: inout JSONBuffer
    ) {
        let diagnostic = finding.diagnostic
        json.object { json in
            json.member("id", diagnostic.id)
            json.member("severity", diagnostic.severity.rawValue)
            json.member("incident", finding.incident)
            write(diagnostic.place, to: &json)
            json.member("message", diagnostic.summary)
            json.member("expected", diagnostic.expected)
            json.member("help", diagnostic.help)
            if !diagnostic.notes.isEmpty {
                json.key("notes")
                json.list { json in
                    for note in diagnostic.notes {
                        json.object { json in
                            json.member("message", note.message)
                            write(note.place, to: &json)
                        }
                    }
                }
            }
            if let entry = context.registry[diagnostic.id] {
                json.member("documentation", (context.site ?? "") + entry.page)
            }
            if let acceptance = finding.acceptance {
                json.key("accepted")
                json.object { json in
                    json.member("reason", acceptance.reason)
                    write(acceptance.place, to: &json)
                }
            }
        }
    }

    private static func write(_ place: Place?, to json: inout JSONBuffer) {
        guard let place else { return }
        json.member("path", place.path)
        guard place.line > 0 else { return }
        json.key("line")
        json.value(place.line)
        json.key("endLine")
        json.value(place.line)
        guard let columns = place.byteColumns else { return }
        json.key("column")
        json.value(columns.start)
        json.key("endColumn")
        json.value(columns.end)
    }
}
