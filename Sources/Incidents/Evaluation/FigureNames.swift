import Quantities

/// The figures that an incident names, and every value computed so far, each once.
public final class FigureNames {
    private struct Key: Hashable {
        let path: AnyKeyPath
        let format: String
    }

    private var names: [AnyKeyPath: String] = [:]
    private var values: [Key: FigureUse] = [:]

    init() {}

    /// Registers a name; the first one that a key path gets is the one that pages link to.
    func register(_ name: String, for path: AnyKeyPath?) {
        guard let path, names[path] == nil else { return }
        names[path] = name
    }

    func use<Evidence>(of reference: FigureReference<Evidence>, in evidence: Evidence) -> FigureUse {
        guard let path = reference.path else {
            return FigureUse(name: nil, quantity: reference.evaluate(evidence))
        }
        let key = Key(path: path, format: reference.format)
        if let known = values[key] { return known }
        let use = FigureUse(name: names[path], quantity: reference.evaluate(evidence), path: path)
        values[key] = use
        return use
    }

    /// Every figure that was evaluated and is unknown.
    var unknown: [FigureUse] { values.values.filter { !$0.quantity.problems.isEmpty } }
}
