import Quantities

/// The figures that an incident names, and every value computed so far, each once.
public final class FigureNames {
    private struct Key: Hashable {
        let path: AnyKeyPath
        let format: String
    }

    private var names: [AnyKeyPath: String] = [:]
    private var namesOfReadings: [Derivation: String] = [:]
    private var values: [Key: FigureUse] = [:]

    init() {}

    /// Registers a name; the first one that a key path gets is the one that pages link to.
    func register(_ name: String, for path: AnyKeyPath?) {
        guard let path, names[path] == nil else { return }
        names[path] = name
    }

    /// Registers the name of a figure that was read from one place, so that a use without its key path, such
    /// as the cell of a table, has the name too.
    func register(_ use: FigureUse) {
        let derivation = use.quantity.derivation
        guard let name = use.name, derivation.directSource != nil, namesOfReadings[derivation] == nil else {
            return
        }
        namesOfReadings[derivation] = name
    }

    func use<Evidence>(of reference: FigureReference<Evidence>, in evidence: Evidence) -> FigureUse {
        guard let path = reference.path else { return use(of: reference.evaluate(evidence)) }
        let key = Key(path: path, format: reference.format)
        if let known = values[key] { return known }
        let use = use(of: reference.evaluate(evidence), name: names[path], path: path)
        values[key] = use
        return use
    }

    /// The use of a quantity, under the name of the reading that it is.
    func use(
        of quantity: AnyQuantity,
        name: String? = nil,
        path: (any AnyKeyPath & Sendable)? = nil
    ) -> FigureUse {
        let isReading = name == nil && quantity.derivation.directSource != nil
        let known = isReading ? namesOfReadings[quantity.derivation] : name
        return FigureUse(name: known, quantity: quantity, path: path)
    }

    /// Every figure that was evaluated and is unknown.
    var unknown: [FigureUse] { values.values.filter { !$0.quantity.problems.isEmpty } }
}
