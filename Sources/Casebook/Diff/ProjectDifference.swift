import Diagnostics
import Documents
import Incidents

/// What is not the same in two states of a project, as the present program reads both.
///
/// An incident is compiled into the program, so that the older state is its evidence, prose and templates,
/// read and judged as the incident is coded now.
struct ProjectDifference: Sendable {
    let base: ProjectState
    let head: ProjectState
    /// The Swift files of the incidents that differ between both states, sorted: what they changed is in
    /// both sides of the comparison alike.
    let changedSources: [String]
    let incidents: [IncidentDifference]

    /// Evaluates the incidents over both states and compares them.
    init(
        of incidents: [any Incident], from base: ProjectState, to head: ProjectState, sourceFolders: [String],
        sources: SourceLookup
    ) async throws(Diagnostics) {
        self.base = base
        self.head = head
        changedSources = Self.changedSources(base.files, head.files, in: sourceFolders)
        var differences: [IncidentDifference] = []
        for incident in incidents {
            async let before = IncidentState(incident, in: base, sources: sources)
            async let after = IncidentState(incident, in: head, sources: sources)
            differences.append(try IncidentDifference(from: await before, to: await after))
        }
        self.incidents = differences
    }

    /// Whether anything that is compared is not the same.
    var changedAnything: Bool { incidents.contains { !$0.isEmpty } }

    private static func changedSources(
        _ base: ProjectFiles, _ head: ProjectFiles, in folders: [String]
    ) -> [String] {
        folders.flatMap { folder -> [String] in
            let (before, after) = (base.paths(folder), head.paths(folder))
            // An evidence folder, or a project without sources, has none to compare.
            guard !before.isEmpty, !after.isEmpty else { return [] }
            return Set(before).union(after).filter { path in
                path.hasSuffix(".swift") && base.bytes(path) != head.bytes(path)
            }.sorted()
        }
    }
}

/// What is not the same in two states of an incident.
struct IncidentDifference: Sendable {
    let id: String
    let title: String
    /// What could not be read or evaluated, before and now.
    let oldProblems: [Diagnostic]
    let newProblems: [Diagnostic]
    let figures: [FigureChange]
    let verdicts: [VerdictChange]
    let documents: [DocumentChange]
    let captures: [CaptureChange]
    /// How many there are of each, to set the changes against.
    let totals: Totals

    /// How many figures, verdicts, documents and captures there are now.
    struct Totals: Sendable {
        let figures: Int
        let verdicts: Int
        let documents: Int
        let captures: Int
    }

    /// Compares two states of an incident.
    init(from old: IncidentState, to new: IncidentState) throws(Diagnostics) {
        id = new.evaluated.id
        title = new.evaluated.title
        oldProblems = old.problems
        newProblems = new.problems
        figures = FigureChange.between(old, new)
        verdicts = VerdictChange.between(old.evaluated, new.evaluated)
        documents = DocumentChange.between(old, new, figures: figures, verdicts: verdicts)
        do throws(Diagnostic) {
            captures = try CaptureChange.between(old.captures, new.captures)
        } catch {
            throw Diagnostics(error)
        }
        let listed = ListedFigures(new)
        totals = Totals(
            figures: listed.named.count + listed.unnamed.count,
            verdicts: new.evaluated.claims.count + new.evaluated.hypotheses.count,
            documents: new.evaluated.artifacts.count, captures: new.captures.count)
    }

    /// Whether both states are the same; a problem that only one of them has is a difference too.
    var isEmpty: Bool {
        figures.isEmpty && verdicts.isEmpty && captures.isEmpty && oldProblems == newProblems
            && documents.allSatisfy { $0.sentences.isEmpty && $0.oldErrors == $0.newErrors }
    }

    /// How many figures changed in a way.
    func count(_ kind: FigureChange.Kind) -> Int { figures.count { $0.kind == kind } }

    /// How many sentences read differently.
    var sentenceCount: Int { documents.reduce(0) { $0 + $1.sentences.count } }
}
