import Diagnostics
import Documents
import Evidence
import GFM
import Incidents
import Pictures
import PsqlOutput
import Quantities
import TestSupport

/// A project in memory: an incident in which everything occurs once, and templates that a test states.
struct SampleProject {
    static let evidence = "Content/slow-orders/evidence"

    static let captures = [
        "\(evidence)/notes.txt": "before: 692.60 ms\nafter: 1.00 ms\nseen by: a developer\n",
        "\(evidence)/waits.csv": "label,waited_ms,retries\nfirst,12.5,3\nsecond,30.0,7\n",
        "\(evidence)/unused.txt": "nothing is read from here\n",
    ]

    static let partials = [
        "Templates/partials/sources.md": "{{# sources }}\n- {{ link }}\n{{/ sources }}\n",
        "Templates/figures.md":
            "{{# figures-all }}\n### `{{ name }}`\n\n{{ value }}: {{ meaning }} = {{ derivation }}"
            + "{{# used-in }} used in {{ link }}{{/ used-in }}\n\n{{/ figures-all }}\n",
    ]

    var files: [String: String]

    /// Makes a project with these templates of documents, by name.
    init(_ templates: [String: String] = [:], also files: [String: String] = [:]) {
        self.files = Self.captures.merging(Self.partials) { $1 }
        for (name, text) in templates { self.files["Templates/\(name).md"] = text }
        self.files.merge(files) { $1 }
    }

    /// Evaluates an incident and gathers its facts.
    func builder(_ incident: some Incident = SampleIncident()) throws(Diagnostics) -> DocumentBuilder {
        let folder = "Content/\(incident.id)/evidence"
        let captures = files
        let reader = EvidenceReader(folder: folder) { path throws(Diagnostic) in
            guard let text = captures["\(folder)/\(path)"] else {
                throw Diagnostic(
                    .capture(.missing), "There is no \(path)", at: Place(path: "\(folder)/\(path)"))
            }
            return Array(text.utf8)
        }
        let evaluation = incident.evaluated(reading: reader, sources: .none)
        guard evaluation.errors.isEmpty else { throw Diagnostics(evaluation.errors) }
        let project = ProjectFiles(files)
        return try DocumentBuilder(evaluation.incident, templates: TemplateSet(of: project), files: project)
    }

    /// The filled template of a document.
    func document(
        _ template: String = "report", _ incident: some Incident = SampleIncident()
    ) throws
        -> Document
    {
        let builder = try builder(incident)
        guard let artifact = builder.artifacts.first(where: { $0.template == template }) else {
            throw Diagnostic(.program(.failed), "The sample has no document \(template)")
        }
        return try builder.document(for: artifact)
    }
}

/// The evidence of the samples.
struct SampleEvidence: EvidenceSet {
    let notes = TextCapture("notes.txt")
    let waits = Table<Wait>("waits.csv")

    var before: Quantity<Time> { notes.number(after: "before:", in: .milliseconds) }
    var after: Quantity<Time> { notes.number(after: "after:", in: .milliseconds) }
    var speedUp: Quantity<Ratio> { before / after }
    var saved: Quantity<Time> { before - after }
    var lastWait: Quantity<Time> { waits.last.waited }
    var lastRetries: Quantity<Count> { waits.last.retries }
    var who: TextReading { waits.first.label }
    var witness: TextReading { notes.line(containing: "seen by") }

    struct Wait: CaptureColumns {
        let label = TextColumn("label")
        let waited = Column<Time>("waited_ms")
        let retries = Column<Count>("retries")
    }
}

struct SampleIncident: Incident {
    typealias Evidence = SampleEvidence

    var id: String { "slow-orders" }
    var title: String { "Orders were slow" }
    var severity: Severity { .sev3 }
    var status: IncidentStatus { .resolved }
    var times: IncidentTimes {
        IncidentTimes(
            started: "2026-02-01T10:00Z", detected: "2026-02-01T10:05Z", mitigated: "2026-02-01T10:20Z",
            resolved: "2026-02-01T11:00Z")
    }
    var summary: [Prose] { ["\(\.who) waited \(\.lastWait), \(\.saved) too long; see `EXPLAIN`."] }
    var figures: [Figure] {
        [
            Figure("speed-up", \.speedUp, "Before over after"),
            Figure("last-wait", \.lastWait, "The last wait"),
            Figure("last-retries", \.lastRetries, "The last one's retries"),
        ]
    }
    var claims: [Claim] {
        [
            Claim(
                "faster", "It is \(\.speedUp) faster.", test: .atLeast(\.speedUp, .times(200)),
                refutedBy: "A smaller ratio.", in: ["report"]),
            .promise(
                "thousand", "1,000x faster", by: "a colleague", measured: "\(\.speedUp)",
                test: .atLeast(\.speedUp, .times(1000)), verdict: .contradicted,
                meaning: "Less than hoped for.", in: ["report"]),
        ]
    }
    var exhibits: [Exhibit] {
        [
            Exhibit(
                1, "The time fell", "From \(\.before) to \(\.after).", claims: ["faster"],
                captures: ["notes.txt"], illustration: "bars"),
            Exhibit(
                2, "They waited", "Up to \(\.lastWait).", claims: [], captures: ["waits.csv", "notes.txt"]),
        ]
    }
    var hypotheses: [Hypothesis] {
        [
            Hypothesis(
                "The plan", "It explains the time.", test: .atLeast(\.speedUp, .times(2)), verdict: .holds,
                exhibits: [1: .consistent]),
            Hypothesis(
                "The network", "It was idle.", test: .atMost(\.speedUp, .times(2)), verdict: .contradicted,
                exhibits: [1: .inconsistent, 2: .neutral]),
            Hypothesis(
                "The clock", "Nobody can tell.", test: .equals(\.after, .milliseconds(1)),
                verdict: .undecided, exhibits: [2: .consistent]),
        ]
    }
    var captures: [CaptureRecord] {
        [CaptureRecord("notes.txt", "What was noted", from: "by hand", at: "2026-02-01T12:00Z")]
    }
    var illustrations: [Illustration] {
        [
            Illustration("bars", "The time was \(\.before).", from: ["notes.txt"]) { _ in Square() }
        ]
    }
    var artifacts: [Artifact] { [artifact("report"), artifact("summary")] }
}

extension Incident {
    /// A document of which only the template matters.
    func artifact(_ template: String, _ time: TimeNeeded = .reading(minutes: 1)) -> Artifact {
        Artifact(
            template, "The \(template)", for: [.everyone], .today, time, useWhen: "Now", purpose: "To know",
            oneLine: "All on a page")
    }
}

/// The smallest picture there is.
struct Square: Picture {
    var title: String { "Square" }
    var summary: String { "A square." }
    func svg(id: String, layout: PictureLayout) -> String { "<svg id=\"\(id)\"></svg>" }
}

extension Document {
    /// The words, without the newline at their end.
    var words: String {
        var text = content.plainText
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
