import GFM
import Incidents
import Quantities
import Templating

extension IncidentRecord {
    /// A claim as templates see it.
    func claim(_ claim: Vocabulary<Evaluated>.Claim) -> Value {
        var values = outcome(claim.proof)
        values["id"] = .text(claim.id)
        values["statement"] = presenter.value(claim.statement)
        values["verdict-link"] = .inlines([verdictLink(claim)])
        values["strength"] = .text(claim.strength.rawValue)
        values["recorded"] = .text(claim.recordedVerdict.rawValue)
        values["refuted-by"] = claim.refutedBy.map { presenter.value($0) } ?? .absent
        values["meaning"] = claim.meaning.map { presenter.value($0) } ?? .absent
        values["measured"] = presenter.value(claim.statement)
        values["documents"] = .list(claim.documents.compactMap(documentLink).map { .inlines([$0]) })
        if case .promise(let quotation, let by) = claim.origin {
            values["quotation"] = .text(quotation)
            values["by"] = .text(by)
        } else {
            values["quotation"] = .absent
            values["by"] = .absent
        }
        return .record(Record(values))
    }

    /// The verdict as a link to the claim's entry in the ledger, which tells the test when it is pointed at.
    private func verdictLink(_ claim: Vocabulary<Evaluated>.Claim) -> Inline {
        let verdict = claim.proof.verdict
        let comparison = self.comparison(of: claim.proof).plainText
        return .link(
            [.text(verdict.words)], url: "\(Addresses.claims)#\(claim.id)",
            title: "\(verdict.rawValue): \(comparison)")
    }

    /// The claims that somebody else made.
    func promises(_ claims: [Vocabulary<Evaluated>.Claim]) -> Value {
        .list(claims.filter(\.isPromise).map(claim))
    }

    private func comparison(of outcome: Outcome) -> [Inline] {
        var comparison: [Inline] = []
        for (offset, part) in outcome.comparisons.enumerated() {
            if offset > 0 { comparison.append(.text("; ")) }
            comparison.append(presenter.inline(part.observed, text: part.observed.text))
            comparison.append(.text(" (\(part.relation) "))
            for (position, bound) in part.bounds.enumerated() {
                if position > 0 { comparison.append(.text(" and ")) }
                let isStated = bound.quantity.derivation.sources.isEmpty
                comparison.append(isStated ? .text(bound.text) : presenter.inline(bound, text: bound.text))
            }
            comparison.append(.text(")"))
        }
        return comparison
    }

    private func outcome(_ outcome: Outcome) -> [String: Value] {
        [
            "verdict": .text(outcome.verdict.rawValue),
            "mark": .text(outcome.verdict.mark),
            "comparison": .inlines(comparison(of: outcome)),
            "margin": outcome.marginText.map(Value.text) ?? .absent,
        ]
    }

    /// The names that have to do with claims, exhibits and hypotheses.
    func argumentValues() -> [String: Value] {
        let byID = Dictionary(
            incident.claims.map { ($0.id, claim($0)) }, uniquingKeysWith: { first, _ in first })
        var values: [String: Value] = [
            "claims": .record(Record(byID)),
            "claims-all": .list(incident.claims.map(claim)),
            "claims-filter": incident.claims.count > 1 ? .block(claimFilter) : .absent,
            "promises": promises(incident.claims),
            "exhibits": .list(incident.exhibits.map(exhibit)),
            "hypotheses": .list(incident.hypotheses.map(hypothesis)),
        ]
        values["hypothesis-matrix"] = incident.hypotheses.isEmpty ? .absent : .table(hypothesisMatrix)
        return values
    }

    private func exhibit(_ exhibit: Vocabulary<Evaluated>.Exhibit) -> Value {
        let claims = incident.claims.filter { exhibit.claims.contains($0.id) }
        let picture = incident.illustrations.first { $0.name == exhibit.illustration }
        return .record(
            Record([
                "number": .text("\(exhibit.number)"),
                "title": presenter.value(exhibit.title),
                "explanation": presenter.value(exhibit.explanation),
                "claims": .list(claims.map(claim)),
                "captures": .list(exhibit.captures.map(captureRecord)),
                "picture": picture.map { .block(figure($0)) } ?? .absent,
            ]))
    }

    private func hypothesis(_ hypothesis: Vocabulary<Evaluated>.Hypothesis) -> Value {
        var values = outcome(hypothesis.proof)
        values["statement"] = presenter.value(hypothesis.statement)
        values["finding"] = presenter.value(hypothesis.finding)
        return .record(Record(values))
    }

    private var hypothesisMatrix: Table {
        let numbers = incident.exhibits.map(\.number)
        return Table(
            columns: [Table.Column([.text("Explanation")])]
                + numbers.map { Table.Column([.text("#\($0)")], alignment: .center) }
                + [Table.Column([.text("Verdict")])],
            rows: incident.hypotheses.map { hypothesis in
                [presenter.inlines(hypothesis.statement)]
                    + numbers.map { [.text((hypothesis.exhibits[$0] ?? .neutral).mark)] }
                    + [
                        [
                            .text(
                                "\(hypothesis.proof.verdict.mark) \(hypothesis.proof.verdict.explanationWord)"
                            )
                        ]
                    ]
            })
    }
}

extension Vocabulary<Evaluated>.Claim {
    /// Whether somebody else made it.
    var isPromise: Bool { if case .promise = origin { true } else { false } }
}

extension Verdict {
    /// The sign that stands before the word, so that colour is never the only carrier.
    var mark: String {
        switch self {
        case .holds: "✓"
        case .contradicted: "✗"
        case .undecided: "?"
        }
    }

    /// The verdict as it is shown: `✓ holds`.
    var words: String { "\(mark) \(rawValue)" }

    /// What the verdict says of an explanation.
    fileprivate var explanationWord: String {
        switch self {
        case .holds: "stands"
        case .contradicted: "excluded"
        case .undecided: "open"
        }
    }
}

extension Consistency {
    /// The sign in the matrix.
    fileprivate var mark: String {
        switch self {
        case .consistent: "+"
        case .inconsistent: "−"
        case .neutral: "·"
        }
    }
}
