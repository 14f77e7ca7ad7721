import Quantities

/// The figures of an incident while it is evaluated: each value once, and what is declared of it.
public final class FigureNames {
    private struct Key: Hashable {
        let path: AnyKeyPath
        let format: String
    }

    /// What tells declarations apart.
    private enum Origin: Hashable {
        case entry(ObjectIdentifier)
        case property(String, DeclarationSite)
    }

    private var listed: [AnyKeyPath: FigureDeclaration] = [:]
    private var readings: [Derivation: FigureDeclaration] = [:]
    private var values: [Key: FigureUse] = [:]
    private var origins: Set<Origin> = []
    /// The figures with names: those that the incident lists, then the others in the order of their first use.
    private(set) var declared: [FigureUse] = []

    init() {}

    /// Evaluates the figures that an incident lists; the first name that a key path gets is the one that pages
    /// link to.
    func list<Evidence>(
        _ figures: [FigureOver<Evidence>], in evidence: Evidence,
        beginning begin: (FigureOver<Evidence>) -> Void
    ) {
        for figure in figures {
            guard let path = figure.reference.path, let own = figure.declaration, listed[path] == nil else {
                continue
            }
            listed[path] = own
        }
        for figure in figures {
            begin(figure)
            let use = use(of: figure.reference, in: evidence)
            if let own = figure.declaration {
                add(FigureUse(use.quantity, declaration: own, path: use.path))
            } else if use.declaration == nil {
                undeclared.append(figure.site)
            }
        }
    }

    /// The entries of the list whose property declares no figure.
    private(set) var undeclared: [DeclarationSite] = []

    func use<Evidence>(of reference: FigureReference<Evidence>, in evidence: Evidence) -> FigureUse {
        guard let path = reference.path else { return use(of: reference.evaluate(evidence)) }
        let key = Key(path: path, format: reference.format)
        if let known = values[key] { return known }
        let use = use(of: reference.evaluate(evidence), declared: listed[path], path: path)
        values[key] = use
        return use
    }

    /// The use of a quantity: under its own name, or that of the figure that is read from the same place, so
    /// that the cell of a table has its name too.
    func use(
        of quantity: AnyQuantity, declared listed: FigureDeclaration? = nil,
        path: (any AnyKeyPath & Sendable)? = nil
    ) -> FigureUse {
        let isReading = quantity.derivation.directSource != nil
        let declaration =
            listed ?? quantity.declaration ?? (isReading ? readings[quantity.derivation] : nil)
        if let declaration {
            if isReading, readings[quantity.derivation] == nil { readings[quantity.derivation] = declaration }
            let usual = quantity.written(as: declaration.format ?? quantity.unitFormat)
            add(FigureUse(usual, declaration: declaration, path: path))
        }
        return FigureUse(quantity, declaration: declaration, path: path)
    }

    private func add(_ use: FigureUse) {
        guard let declaration = use.declaration else { return }
        let site = DeclarationSite(file: declaration.file, line: declaration.line)
        let origin: Origin =
            declaration.isNamedByProperty
            ? .property(declaration.name, site) : .entry(ObjectIdentifier(declaration))
        if origins.insert(origin).inserted { declared.append(use) }
    }

    /// Every figure that was evaluated and is unknown.
    var unknown: [FigureUse] { values.values.filter { !$0.quantity.problems.isEmpty } }
}
