import Casebook

/// An incident under another id: the same words, figures and claims over its own folder of evidence.
struct Copied<Original: Incident>: Incident {
    typealias Evidence = Original.Evidence

    let id: String
    private let original = Original()

    init(id: String) { self.id = id }
    init() { self.init(id: "copy") }

    var title: String { original.title }
    var severity: Severity { original.severity }
    var status: IncidentStatus { original.status }
    var services: [String] { original.services }
    var tags: [String] { original.tags }
    var owner: String { original.owner }
    var notice: Prose? { original.notice }
    var times: IncidentTimes { original.times }
    var summary: [Prose] { original.summary }
    var asks: [Prose] { original.asks }
    var timeline: [TimelineEntry] { original.timeline }
    var impact: [Impact] { original.impact }
    var detection: [Prose] { original.detection }
    var contributingFactors: [ContributingFactor] { original.contributingFactors }
    var recovery: [RecoveryStep] { original.recovery }
    var lessons: [Lesson] { original.lessons }
    var actions: [ActionItem] { original.actions }
    var glossary: [GlossaryTerm] { original.glossary }
    var corrections: [Correction] { original.corrections }
    var figures: [Figure] { original.figures }
    var claims: [Claim] { original.claims }
    var exhibits: [Exhibit] { original.exhibits }
    var hypotheses: [Hypothesis] { original.hypotheses }
    var limits: [Prose] { original.limits }
    var captures: [CaptureRecord] { original.captures }
    var illustrations: [Illustration] { original.illustrations }
    var tables: [DataTable] { original.tables }
    var artifacts: [Artifact] { original.artifacts }
}
