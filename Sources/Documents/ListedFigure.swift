public import Incidents
import Quantities

/// A document as a list refers to it.
public struct DocumentReference: Sendable, Hashable {
    public let title: String
    /// Its address in the incident's folder of the site.
    public let path: String
}

/// A figure with the documents that print it.
public struct ListedFigure: Sendable {
    /// The name that the incident gives it; nil for one that has none.
    public let name: String?
    /// What it is, where the incident says so.
    public let meaning: EvaluatedProse?
    /// The value, in the usual format.
    public let use: FigureUse
    /// The documents that print it, in the order of the navigation.
    public let documents: [DocumentReference]
}

extension EvaluatedIncident {
    /// The named figures in the order of their declaration, then the ones without a name that documents
    /// print, in the order of the documents.
    public func listedFigures(in documents: [Document]) -> [ListedFigure] {
        let users = Documents.users(ofFiguresIn: documents)
        let named = figures.map { figure in
            ListedFigure(
                name: figure.name, meaning: figure.meaning, use: figure.number,
                documents: users[figure.name] ?? [])
        }
        var seen: Set<String> = []
        let unnamed = documents.flatMap(\.figures).filter { $0.name == nil }.compactMap { use in
            let anchor = Addresses.anchor(of: use)
            return seen.insert(anchor).inserted
                ? ListedFigure(name: nil, meaning: nil, use: use, documents: users[anchor] ?? []) : nil
        }
        return named + unnamed
    }
}

/// The documents that print each figure, by the figure's anchor.
func users(ofFiguresIn documents: [Document]) -> [String: [DocumentReference]] {
    var users: [String: [DocumentReference]] = [:]
    for document in documents {
        let reference = DocumentReference(title: document.title, path: document.path)
        for use in document.figures {
            let anchor = Addresses.anchor(of: use)
            if users[anchor]?.last != reference { users[anchor, default: []].append(reference) }
        }
    }
    return users
}
