package import Diagnostics
package import Incidents

/// What came of checking incidents: what was proved, what was found, and what of it is accepted.
package struct CheckReport: Sendable {
    /// The incidents that were checked, by id.
    package let incidents: [CheckedIncident]
    /// What was found, sorted, with what accepts it.
    package let findings: [JudgedFinding]
    /// Whether all was checked; not so where input could not be used.
    package let isComplete: Bool

    /// What nobody accepted.
    package var open: [JudgedFinding] { findings.filter { $0.acceptance == nil } }
    /// What somebody accepted.
    package var accepted: [JudgedFinding] { findings.filter { $0.acceptance != nil } }

    /// What was accepted, by the comment that accepts it: of a whole file one may accept several.
    package var acceptedByComment: [(acceptance: Acceptance, findings: [Diagnostic])] {
        var groups: [(acceptance: Acceptance, findings: [Diagnostic])] = []
        for finding in findings {
            guard let acceptance = finding.acceptance else { continue }
            if let index = groups.firstIndex(where: { $0.acceptance == acceptance }) {
                groups[index].findings.append(finding.diagnostic)
            } else {
                groups.append((acceptance, [finding.diagnostic]))
            }
        }
        return groups
    }

    package init(incidents: [CheckedIncident], findings: [JudgedFinding]) {
        self.incidents = incidents.sorted { $0.id < $1.id }
        self.findings = findings
        isComplete = true
    }

    /// A check that could not be made of all, since input cannot be used.
    ///
    /// - Parameter checked: What was checked all the same: the incidents whose input can be used.
    package init(unusable errors: Diagnostics, besides checked: CheckReport? = nil) {
        incidents = checked?.incidents ?? []
        let unusable = errors.all.map { error in
            JudgedFinding(error, incident: Self.incident(of: error), acceptance: nil, isOfUnusableInput: true)
        }
        findings = (unusable + (checked?.findings ?? [])).sorted()
        isComplete = false
    }

    /// That input cannot be used, where nothing else was found.
    package var onlyUnusableInput: Diagnostics? {
        isComplete || findings.contains { !$0.isOfUnusableInput }
            ? nil : Diagnostics(findings.map(\.diagnostic))
    }

    /// The incident in whose folder an error stands.
    private static func incident(of error: Diagnostic) -> String? {
        guard let parts = error.place?.path.split(separator: "/"), parts.count > 2, parts[0] == "Content"
        else {
            return nil
        }
        return String(parts[1])
    }
}

/// An incident and what was proved of it.
package struct CheckedIncident: Sendable {
    /// A statement that was put to its test.
    struct Proof: Sendable {
        /// What kind of statement it is.
        enum Kind: String, Sendable {
            /// Of the incident's author.
            case claim = "claims"
            /// Of somebody else.
            case promise = "promises"
            /// A competing explanation.
            case hypothesis = "hypotheses"
        }

        /// What kind of statement it is.
        let kind: Kind
        /// Its id, where it has one, and its words.
        let name: String
        /// Where it is declared, as its finding says too.
        let place: Place
        /// Whether its verdict is the recorded one.
        let isAsRecorded: Bool
    }

    /// The incident's id.
    package let id: String
    /// Its claims, promises and hypotheses, in the order of their declaration.
    let proofs: [Proof]

    /// Takes the proofs from an incident.
    package init(_ incident: EvaluatedIncident, sources: SourceLookup) {
        id = incident.id
        let claims = incident.claims.map { claim in
            let words: String
            let kind: Proof.Kind
            switch claim.origin {
            case .author: (kind, words) = (.claim, claim.statement.plainText)
            case .promise(let quotation, let by): (kind, words) = (.promise, "“\(quotation)” (\(by))")
            }
            return Proof(
                kind: kind, name: "\(claim.id): \(words)",
                place: sources.place(claim.site, holding: "\"\(claim.id)\""),
                isAsRecorded: claim.proof.verdict == claim.recordedVerdict)
        }
        let hypotheses = incident.hypotheses.map { hypothesis in
            Proof(
                kind: .hypothesis, name: hypothesis.statement.plainText,
                place: sources.place(hypothesis.site),
                isAsRecorded: hypothesis.proof.verdict == hypothesis.recordedVerdict)
        }
        proofs = claims + hypotheses
    }
}

extension CheckedIncident.Proof {
    /// Whether a finding is that of this statement.
    func isSubject(of finding: Diagnostic) -> Bool {
        let family = kind == .hypothesis ? CheckFamily.hypotheses : .claims
        return !isAsRecorded && finding.check.family == family && finding.place == place
    }
}
