import Incidents

/// A claim, promise or hypothesis whose verdict is not what it was.
struct VerdictChange: Sendable {
    /// What was decided.
    enum Subject: String, Sendable {
        case claim, promise, hypothesis
    }

    let subject: Subject
    /// The claim's id; nil for a hypothesis, which has none.
    let id: String?
    /// What is stated now; of a promise, what was promised.
    let statement: String
    let old: Outcome
    let new: Outcome
    /// The verdict that the author recorded: `check` fails on another one.
    let recorded: Verdict

    /// Whether `check` fails on the new verdict.
    var failsCheck: Bool { new.verdict != recorded }

    /// Every verdict that changed between two states of an incident.
    static func between(_ old: EvaluatedIncident, _ new: EvaluatedIncident) -> [VerdictChange] {
        let before = Dictionary(old.claims.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let claims = new.claims.compactMap { claim -> VerdictChange? in
            guard let former = before[claim.id], former.proof.verdict != claim.proof.verdict else {
                return nil
            }
            let (subject, statement): (Subject, String) =
                switch claim.origin {
                case .author: (.claim, claim.statement.plainText)
                case .promise(let quotation, _): (.promise, quotation)
                }
            return VerdictChange(
                subject: subject, id: claim.id, statement: statement, old: former.proof, new: claim.proof,
                recorded: claim.recordedVerdict)
        }
        // The same program states them, in the same order.
        let hypotheses = zip(old.hypotheses, new.hypotheses).compactMap { former, hypothesis in
            former.proof.verdict == hypothesis.proof.verdict
                ? nil
                : VerdictChange(
                    subject: .hypothesis, id: nil, statement: hypothesis.statement.plainText,
                    old: former.proof, new: hypothesis.proof, recorded: hypothesis.recordedVerdict)
        }
        return claims + hypotheses
    }
}

extension Outcome {
    /// What was compared, and how far it is from the bound.
    var explanation: String {
        let tests = comparisons.map(\.text).joined(separator: "; ")
        return marginText.map { "\(tests); \($0)" } ?? tests
    }
}
