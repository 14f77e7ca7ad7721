import Diagnostics
import Documents
import Incidents

/// The figures of an incident that a user asked for.
struct FigureList: Sendable {
    let incident: String
    let title: String
    let figures: [ListedFigure]

    /// Lists the named figures of an incident, and the others that its documents print where asked for.
    init(_ state: IncidentState, includesUnnamed: Bool) {
        incident = state.evaluated.id
        title = state.evaluated.title
        figures = state.evaluated.listedFigures(in: state.documents).filter {
            includesUnnamed || $0.name != nil
        }
    }

    private init(_ list: FigureList, only figure: ListedFigure) {
        incident = list.incident
        title = list.title
        figures = [figure]
    }

    /// The list with the figure of a name alone; nil where another list has it.
    ///
    /// - Throws: An error of usage where none of all lists has it.
    func only(_ name: String, of lists: [FigureList]) throws(UsageError) -> FigureList? {
        if let figure = figures.first(where: { $0.name == name }) { return FigureList(self, only: figure) }
        let known = lists.flatMap(\.figures).compactMap(\.name)
        guard !known.contains(name) else { return nil }
        let hint =
            nearestName(to: name, among: known).map { "Did you mean \($0)?" }
            ?? "See `casebook figures` for those that there are."
        throw UsageError("There is no figure “\(name)”. \(hint)")
    }
}
