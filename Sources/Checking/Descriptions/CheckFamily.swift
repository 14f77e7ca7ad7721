package import Diagnostics

/// Checks of one subject, with the reason why they matter.
package enum CheckFamily: CaseIterable, Sendable {
    case claims, hypotheses, figures, numbers, prose, timeline, actions, documents, pictures, redaction,
        acceptances, incidents, captures, records, seals, signatures, plans, serverLogs, pgbench, metrics,
        evidence, templates, markdown, output, queries, capturing, programs, revisions, machine

    /// What is said of a family.
    package struct Text: Sendable {
        /// What the checks are about, as a heading.
        package let title: String
        /// Why a reader of a post-mortem should care.
        package let matters: String
        /// Whether findings may be accepted.
        package let acceptance: AcceptanceRule

        init(_ title: String, matters: String, acceptance: AcceptanceRule) {
            self.title = title
            self.matters = matters
            self.acceptance = acceptance
        }
    }

    /// What is said of it.
    package var text: Text {
        switch self {
        case .claims: .claims
        case .hypotheses: .hypotheses
        case .figures: .figures
        case .numbers: .numbers
        case .prose: .prose
        case .timeline: .timeline
        case .actions: .actions
        case .documents: .documents
        case .pictures: .pictures
        case .redaction: .redaction
        case .acceptances: .acceptances
        case .incidents: .incidents
        case .captures: .captures
        case .records: .records
        case .seals: .seals
        case .signatures: .signatures
        case .plans: .plans
        case .serverLogs: .serverLogs
        case .pgbench: .pgbench
        case .metrics: .metrics
        case .evidence: .evidence
        case .templates: .templates
        case .markdown: .markdown
        case .output: .output
        case .queries: .queries
        case .capturing: .capturing
        case .programs: .programs
        case .revisions: .revisions
        case .machine: .machine
        }
    }

    /// Its checks, sorted by name.
    package var checks: [Check] {
        switch self {
        case .claims: sorted(Check.claim)
        case .hypotheses: sorted(Check.hypothesis)
        case .figures: sorted(Check.figure)
        case .numbers: sorted(Check.number)
        case .prose: sorted(Check.prose)
        case .timeline: sorted(Check.timeline)
        case .actions: sorted(Check.action)
        case .documents: sorted(Check.document)
        case .pictures: sorted(Check.picture)
        case .redaction: sorted(Check.redaction)
        case .acceptances: sorted(Check.acceptance)
        case .incidents: sorted(Check.incident)
        case .captures:
            (sorted(Check.capture) + sorted(Check.table) + sorted(Check.cell)).sorted { $0.id < $1.id }
        case .records: sorted(Check.record)
        case .seals: sorted(Check.seal)
        case .signatures: sorted(Check.signature)
        case .plans: sorted(Check.plan)
        case .serverLogs: sorted(Check.serverLog)
        case .pgbench: sorted(Check.pgbench)
        case .metrics: sorted(Check.metric)
        case .evidence: sorted(Check.evidence)
        case .templates: sorted(Check.template)
        case .markdown: sorted(Check.markdown)
        case .output: sorted(Check.output)
        case .queries: sorted(Check.query)
        case .capturing: sorted(Check.capturing)
        case .programs: sorted(Check.program)
        case .revisions: sorted(Check.revision)
        case .machine: sorted(Check.machine)
        }
    }

    private func sorted<Kind: CaseIterable>(_ check: (Kind) -> Check) -> [Check] {
        Kind.allCases.map(check).sorted { $0.id < $1.id }
    }
}

extension Check {
    /// The family that it belongs to.
    package var family: CheckFamily {
        switch self {
        case .claim: .claims
        case .hypothesis: .hypotheses
        case .figure: .figures
        case .number: .numbers
        case .prose: .prose
        case .timeline: .timeline
        case .action: .actions
        case .document: .documents
        case .picture: .pictures
        case .redaction: .redaction
        case .acceptance: .acceptances
        case .incident: .incidents
        case .capture, .table, .cell: .captures
        case .record: .records
        case .seal: .seals
        case .signature: .signatures
        case .plan: .plans
        case .serverLog: .serverLogs
        case .pgbench: .pgbench
        case .metric: .metrics
        case .evidence: .evidence
        case .template: .templates
        case .markdown: .markdown
        case .output: .output
        case .query: .queries
        case .capturing: .capturing
        case .program: .programs
        case .revision: .revisions
        case .machine: .machine
        }
    }

    /// What is said of it.
    package var description: CheckDescription {
        switch self {
        case .claim(let check): check.description
        case .hypothesis(let check): check.description
        case .figure(let check): check.description
        case .number(let check): check.description
        case .prose(let check): check.description
        case .timeline(let check): check.description
        case .action(let check): check.description
        case .document(let check): check.description
        case .picture(let check): check.description
        case .redaction(let check): check.description
        case .acceptance(let check): check.description
        case .incident(let check): check.description
        case .capture(let check): check.description
        case .table(let check): check.description
        case .cell(let check): check.description
        case .record(let check): check.description
        case .seal(let check): check.description
        case .signature(let check): check.description
        case .plan(let check): check.description
        case .serverLog(let check): check.description
        case .pgbench(let check): check.description
        case .metric(let check): check.description
        case .evidence(let check): check.description
        case .template(let check): check.description
        case .markdown(let check): check.description
        case .output(let check): check.description
        case .query(let check): check.description
        case .capturing(let check): check.description
        case .program(let check): check.description
        case .revision(let check): check.description
        case .machine(let check): check.description
        }
    }
}
