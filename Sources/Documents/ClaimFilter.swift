import GFM
import Incidents

extension IncidentRecord {
    /// The choices by which the site's script narrows the ledger down: a verdict, and a document.
    ///
    /// Without the script it stays hidden and every claim is shown. It stands above the table of claims, whose
    /// columns it names; a choice keeps the rows that have a link of the same words in that column.
    var claimFilter: Block {
        let claims = incident.claims
        let verdicts = Verdict.allCases.map { verdict in
            (words: verdict.words, count: claims.count { $0.proof.verdict == verdict })
        }
        let documents = incident.artifacts.map { artifact in
            (words: artifact.title, count: claims.count { $0.documents.contains(artifact.template) })
        }
        return Block(
            html: """
                <div class="filter" role="group" aria-label="Show only" hidden>
                \(choice("Verdict", claims.count, verdicts))
                \(choice("Stated in", claims.count, documents))
                <output></output>
                </div>

                """, alternative: "")
    }

    private func choice(_ column: String, _ all: Int, _ options: [(words: String, count: Int)]) -> String {
        let listed = options.filter { $0.count > 0 }.map { option in
            "<option value=\"\(escaped(option.words))\">\(escaped(option.words)) (\(option.count))</option>"
        }
        return """
            <label>\(escaped(column)) <select name="\(escaped(column))"><option value="">all (\(all))</option>\
            \(listed.joined())</select></label>
            """
    }
}
