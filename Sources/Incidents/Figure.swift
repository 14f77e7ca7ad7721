public import Quantities

/// A figure that documents may ask for by its name: `{{ figures.speed-up }}`.
public struct NamedFigure: Sendable {
    /// The name: lower-case letters, digits and `-`.
    public let name: String
    /// What it is, in words for a reader who doubts it.
    public let meaning: EvaluatedProse
    /// The symbol that the mathematics uses for it, such as `λ`.
    public let symbol: String?
    public let number: FigureUse
    /// Where it was declared.
    public let site: DeclarationSite
}

extension EvidenceSet {
    /// Declares a figure where it is computed, under the name of the property.
    ///
    ///     var refusedShare: Quantity<Share> {
    ///         figure(refused.share(of: offered), "The part of the offered checks that was refused.")
    ///     }
    ///
    /// Documents ask for it as `{{ figures.refused-share }}` and write it as this declaration says. A figure that
    /// only templates name stands in ``Incident/figures`` too.
    ///
    /// - Parameters:
    ///   - quantity: The value.
    ///   - meaning: What it is, in words for a reader who doubts it; its key paths start at the incident's
    ///     evidence.
    ///   - format: How it is usually written; nil for the usual format of its unit.
    ///   - symbol: The symbol that the mathematics uses for it, such as `λ`.
    public func figure<Unit: UnitOfMeasure>(
        _ quantity: Quantity<Unit>, _ meaning: @autoclosure @escaping @Sendable () -> ProseOver<Self>,
        as format: Format<Unit>? = nil, symbol: String? = nil, property: StaticString = #function,
        file: StaticString = #filePath, line: UInt = #line
    ) -> Quantity<Unit> {
        quantity.declared(
            as: FigureDeclaration(
                name: nil, property: property, format: format?.name, symbol: symbol, file: file, line: line,
                meaning: meaning))
    }
}

/// An entry of an incident's list of figures: one that its evidence declares, or a figure of a capture, which
/// gets its name here.
public struct FigureOver<Evidence: EvidenceSet>: Sendable {
    let reference: FigureReference<Evidence>
    /// What the entry itself says; nil where the figure is declared in the evidence.
    let declaration: FigureDeclaration?
    let site: DeclarationSite

    /// Lists a figure that ``EvidenceSet/figure(_:_:as:symbol:property:file:line:)`` declares.
    public init<Unit: UnitOfMeasure>(
        _ path: FigurePath<Evidence, Unit>, file: StaticString = #filePath, line: UInt = #line
    ) {
        reference = FigureReference(path)
        declaration = nil
        site = DeclarationSite(file: file, line: line)
    }

    /// Names a figure that no property of the evidence computes, and says how it is usually written.
    public init<Unit: UnitOfMeasure>(
        _ name: String, _ path: FigurePath<Evidence, Unit>, _ format: Format<Unit>? = nil,
        symbol: String? = nil, _ meaning: ProseOver<Evidence>, file: StaticString = #filePath,
        line: UInt = #line
    ) {
        reference = FigureReference(path, format)
        declaration = FigureDeclaration(
            name: name, property: "", format: format?.name, symbol: symbol, file: file, line: line,
            meaning: { meaning })
        site = DeclarationSite(file: file, line: line)
    }

    /// Names a figure that is written in the usual format of its unit.
    public init<Unit: UnitOfMeasure>(
        _ name: String, _ path: FigurePath<Evidence, Unit>, _ meaning: ProseOver<Evidence>,
        file: StaticString = #filePath, line: UInt = #line
    ) {
        self.init(name, path, nil, symbol: nil, meaning, file: file, line: line)
    }
}
