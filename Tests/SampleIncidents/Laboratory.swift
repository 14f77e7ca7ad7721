import Diagnostics
import Evidence
import Incidents
import PsqlOutput
import Quantities
import TestSupport

/// Captures in memory for incidents that tests evaluate.
enum Laboratory {
    static let captures = [
        "notes.txt": "before: 692.60 ms\nafter: 1.00 ms\nnothing: 0 ms\nwhen\nname: a`b <i>\n",
        "waits.csv": "label,at,waited_ms\nfirst,2026-02-01T10:01Z,12.5\nsecond,2026-02-01T10:02Z,30.0\n",
    ]

    /// Evaluates an incident against captures; what is not among them is missing.
    static func evaluate(
        _ incident: some Incident, _ captures: [String: String] = captures, sources: SourceLookup = .none
    ) -> Evaluation {
        incident.evaluated(reading: reader(of: incident.id, captures), sources: sources)
    }

    /// A reader of captures in memory; what is not among them is missing.
    static func reader(of id: String, _ captures: [String: String] = captures) -> EvidenceReader {
        let folder = "Content/\(id)/evidence"
        return EvidenceReader(folder: folder) { path throws(Diagnostic) in
            guard let text = captures[path] else {
                throw Diagnostic(
                    .capture(.missing), "There is no \(path)", at: Place(path: "\(folder)/\(path)"))
            }
            return Array(text.utf8)
        }
    }

    /// The tests' own sources, by the paths that the compiler saw, shown from the repository's root.
    static var sources: SourceLookup {
        SourceLookup { path in
            guard path.hasPrefix(repositoryRoot + "/") else { return nil }
            do { return try fixture(String(path.dropFirst(repositoryRoot.utf8.count + 1))) } catch {
                return nil
            }
        }
    }
}

/// The evidence of the laboratory's incidents.
struct LaboratoryEvidence: EvidenceSet {
    let notes = TextCapture("notes.txt")
    let waits = Table<Wait>("waits.csv")

    var before: Quantity<Time> { notes.number(after: "before:", in: .milliseconds) }
    var after: Quantity<Time> { notes.number(after: "after:", in: .milliseconds) }
    var nothing: Quantity<Time> { notes.number(after: "nothing:", in: .milliseconds) }
    var speedUp: Quantity<Ratio> { before / after }
    var impossible: Quantity<Ratio> { before / nothing }
    var firstWait: Quantity<Instant> { waits.at.first }
    var longestWait: Quantity<Time> { waits.waited.max }
    var name: TextReading { waits.first.label }
    var waiters: Quantity<Count> { waits.count }

    struct Wait: CaptureColumns {
        let label = TextColumn("label")
        let at = Column<Instant>("at")
        let waited = Column<Time>("waited_ms")
    }
}

/// An incident of which a test states only what it is about.
protocol LaboratoryIncident: Incident {}

extension LaboratoryIncident {
    var id: String { "slow-query" }
    var title: String { "Slow" }
    var severity: Severity { .sev3 }
    var status: IncidentStatus { .resolved }
    var times: IncidentTimes {
        IncidentTimes(
            started: "2026-02-01T10:00Z", detected: "2026-02-01T10:05Z", mitigated: "2026-02-01T10:20Z",
            resolved: "2026-02-01T11:00Z")
    }
    var artifacts: [Artifact] {
        [
            Artifact(
                "executive-summary", "Executive summary", for: [.leadership], .today, .reading(minutes: 1),
                useWhen: "Now", purpose: "To know", oneLine: "All on a page")
        ]
    }
}
