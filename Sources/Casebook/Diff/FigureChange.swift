import Documents
import Incidents
import Quantities

/// A figure that is not what it was.
struct FigureChange: Sendable {
    /// How it changed.
    enum Kind: String, Sendable, CaseIterable {
        /// The intervals of both have nothing in common: it is another number.
        case moved
        /// The intervals overlap: rounding alone could make the difference.
        case withinRounding = "within rounding"
        case unknownBefore = "unknown before"
        /// It has no value any more.
        case unknownNow = "unknown now"
    }

    let kind: Kind
    /// The name; nil for a figure without one, which a document prints.
    let name: String?
    let old: FigureUse
    let new: FigureUse
    /// The documents that print it now, or that did.
    let documents: [DocumentReference]

    /// The figure as a list names it: by its name, or by how it is computed.
    var label: String { name ?? new.quantity.derivationText }

    /// New less old, in the unit's own scale; nil where either is unknown.
    var difference: Double? {
        guard let old = old.quantity.value, let new = new.quantity.value else { return nil }
        return new - old
    }

    /// The difference as a part of the old value.
    var relativeDifference: Double? {
        guard let difference, let old = old.quantity.value else { return nil }
        return new.quantity.relativeDifference(difference, from: old)
    }

    /// `+129.5×`, with its sign; nil where either value is unknown.
    var differenceText: String? {
        difference.map { sign($0) + new.quantity.text(ofDifference: $0) }
    }

    /// `+18.7 %`, with its sign; nil where there is no such part.
    var relativeDifferenceText: String? {
        relativeDifference.map { sign($0) + percentageText($0) }
    }

    private func sign(_ number: Double) -> String { number > 0 ? "+" : number < 0 ? "−" : "±" }

    /// Every figure that changed between two states, the named ones first.
    static func between(_ old: IncidentState, _ new: IncidentState) -> [FigureChange] {
        let before = ListedFigures(old)
        let after = ListedFigures(new)
        let named = after.named.compactMap { figure in
            before.named.first { $0.name == figure.name }.flatMap { FigureChange($0, figure) }
        }
        let unnamed = after.unnamed.compactMap { figure in
            figure.use.path.flatMap { before.byPath[$0] }.flatMap { FigureChange($0, figure) }
        }
        return named + unnamed
    }

    /// Compares two states of a figure; nil where it is what it was.
    private init?(_ old: ListedFigure, _ new: ListedFigure) {
        switch (old.use.quantity.interval, new.use.quantity.interval) {
        case (nil, nil): return nil
        case (nil, _?): kind = .unknownBefore
        case (_?, nil): kind = .unknownNow
        case (let left?, let right?):
            guard left != right || old.use.quantity.value != new.use.quantity.value else { return nil }
            kind = left.hasInCommon(with: right) ? .withinRounding : .moved
        }
        name = new.name
        self.old = old.use
        self.new = new.use
        documents = new.documents.isEmpty ? old.documents : new.documents
    }
}

/// How many figures there are to compare.
struct ListedFigures {
    let named: [ListedFigure]
    /// The figures without a name that documents print, each expression once.
    let unnamed: [ListedFigure]
    let byPath: [AnyKeyPath: ListedFigure]

    init(_ state: IncidentState) {
        let all = state.evaluated.listedFigures(in: state.documents)
        named = all.filter { $0.name != nil }
        var byPath: [AnyKeyPath: ListedFigure] = [:]
        unnamed = all.filter { figure in
            guard figure.name == nil, let path = figure.use.path, byPath[path] == nil else { return false }
            byPath[path] = figure
            return true
        }
        self.byPath = byPath
    }
}

extension Interval {
    /// Whether a number may lie in both; ends that only touch do not count, since neighbours that were
    /// printed, such as 0.036 and 0.037, always touch.
    fileprivate func hasInCommon(with other: Interval) -> Bool {
        let common = min(upper, other.upper) - max(lower, other.lower)
        let widths = [upper - lower, other.upper - other.lower].filter { $0 > 0 }
        guard let width = widths.min() else { return common >= 0 }
        return widths.count == 2 ? common > width * 1e-6 : common >= 0
    }
}
