import Diagnostics
import Incidents
import Quantities

extension IncidentChecker {
    /// The named figures that no document prints, no sentence or table of the incident uses, and no other used
    /// figure is computed from.
    ///
    /// - Parameter printed: The figures that documents print.
    func unusedFigures(printed: [FigureUse]) -> [Diagnostic] {
        let uses = printed + figuresUsed
        let names = Set(uses.compactMap(\.name))
        var parts: Set<Derivation> = []
        for derivation in Set(uses.map(\.quantity.derivation)) { derivation.collectParts(into: &parts) }
        return incident.figures.compactMap { figure in
            guard !names.contains(figure.name), !parts.contains(figure.number.quantity.derivation) else {
                return nil
            }
            return Diagnostic(
                .figure(.unused), "No document uses the figure “\(figure.name)”",
                at: sources.place(figure.site, holding: "\"\(figure.name)\""),
                expected: "a use in prose, a claim, a table or a template: {{ figures.\(figure.name) }}",
                help: "Use it, or remove it: what nobody reads, nobody checks.")
        }
    }
}

extension Derivation {
    /// The derivation itself and all that it is computed from.
    fileprivate func collectParts(into parts: inout Set<Derivation>) {
        guard parts.insert(self).inserted, case .operation(_, let operands) = self else { return }
        for operand in operands { operand.collectParts(into: &parts) }
    }
}
