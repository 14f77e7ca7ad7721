import Diagnostics
import Incidents
import Quantities

extension IncidentChecker {
    /// Parts that are more than their whole, and totals that are not the sum of their rows.
    func sumFindings() -> [Diagnostic] {
        incident.impact.compactMap { $0.partFinding(sources: sources) }
            + incident.tables.flatMap { table in
                table.columns.indices.flatMap { table.sumFindings(column: $0, sources: sources) }
            }
    }
}

extension Vocabulary<Evaluated>.Impact {
    fileprivate func partFinding(sources: SourceLookup) -> Diagnostic? {
        guard let whole, let part = share?.quantity.interval, part.lower > 1 else { return nil }
        return mismatch(
            "\(number.text) are said to be a part of \(whole.text)", at: sources.place(site),
            expected: "a whole that is no less than its part",
            help:
                "Correct the number or its whole; they are counted of different things, or in another window."
        )
    }
}

private func mismatch(_ summary: String, at place: Place?, expected: String, help: String) -> Diagnostic {
    Diagnostic(.number(.sumMismatch), summary, at: place, expected: expected, help: help)
}

extension Vocabulary<Evaluated>.DataTable {
    /// What does not add up in a column.
    fileprivate func sumFindings(column: Int, sources: SourceLookup) -> [Diagnostic] {
        let cells = rows.map { row in row.indices.contains(column) ? row[column].onlyFigure : nil }
        return [
            totalFinding(cells, columns[column], sources: sources),
            shareFinding(cells, columns[column], sources: sources),
        ].compactMap(\.self)
    }

    /// A last row that is called a total holds the sum of the rows above it.
    private func totalFinding(_ cells: [FigureUse?], _ title: String, sources: SourceLookup) -> Diagnostic? {
        let additive = [Count.name, Rows.name, Bytes.name, Blocks.name, Time.name, Share.name]
        guard rows.count > 2, let label = rows.last?.first?.plainText, isTotal(label),
            let total = cells.last ?? nil, let totalBounds = total.quantity.interval,
            additive.contains(total.quantity.unitName), !isNoSum(title)
        else { return nil }
        let parts = cells.dropLast().compactMap { $0 }
        let bounds = parts.compactMap(\.quantity.interval)
        guard parts.count == cells.count - 1, bounds.count == parts.count,
            parts.allSatisfy({ $0.quantity.unitName == total.quantity.unitName })
        else { return nil }
        let sum = bounds.reduce(Interval(exactly: 0)) { Interval($0.lower + $1.lower, $0.upper + $1.upper) }
        let slack = 1e-9 * max(1, abs(totalBounds.upper))
        guard sum.lower > totalBounds.upper + slack || sum.upper < totalBounds.lower - slack else {
            return nil
        }
        return mismatch(
            "The rows of the column “\(title)” add up to \(words(sum.middle, like: total)), not to the total "
                + words(totalBounds.middle, like: total), at: sources.place(site, holding: "\"\(title)\""),
            expected: "a total of \(words(sum.middle, like: total)), or the missing rows",
            help: "Compute the total from the rows, or name the row for what it is.")
    }

    /// Parts of one whole that are disjoint rows cannot be more than all of it.
    private func shareFinding(_ cells: [FigureUse?], _ title: String, sources: SourceLookup) -> Diagnostic? {
        let nested = rows.contains { row in
            let label = row.first?.plainText.lowercased() ?? ""
            return isTotal(label)
                || ["of ", "those", "them", "includ", "there"].contains { label.hasPrefix($0) }
                || label.contains("of those") || label.contains("of them") || label.contains("at most")
                || label.contains("or more") || label.contains("or less")
        }
        let parts = cells.compactMap { $0 }.filter { $0.quantity.unitName == Share.name }
        let bounds = parts.compactMap(\.quantity.interval)
        guard !nested, parts.count > 1, parts.count == cells.count, bounds.count == parts.count,
            Set(parts.map { $0.quantity.derivation.whole }).count == 1, isOfOneWhole(parts, title)
        else { return nil }
        let sum = bounds.reduce(0) { $0 + $1.lower }
        guard sum > 1.000_001 else { return nil }
        return mismatch(
            "The parts in the column “\(title)” add up to \(significant(sum * 100, digits: 4)) %",
            at: sources.place(site, holding: "\"\(title)\""), expected: "at most 100 % of one whole",
            help: "Correct the part that is wrong, or say of each row what it is a part of.")
    }

    private func isOfOneWhole(_ parts: [FigureUse], _ title: String) -> Bool {
        let words = " \(title.lowercased()) "
        return parts[0].quantity.derivation.whole != nil || words.contains(" of all ")
            || words.contains(" of the total ")
    }
}

extension Interval {
    fileprivate var middle: Double { (lower + upper) / 2 }
}

/// A sum for a message, in the unit of a figure.
private func words(_ value: Double, like use: FigureUse) -> String {
    func number(_ value: Double) -> String {
        abs(value - value.rounded()) < 1e-6 ? decimal(value, decimals: 0) : significant(value, digits: 6)
    }
    return switch use.quantity.unitName {
    case Time.name where abs(value) >= 60_000: "\(number(value / 60_000)) min"
    case Time.name: "\(number(value)) ms"
    case Share.name: "\(number(value * 100)) %"
    default: number(value)
    }
}

/// Whether a row is called a total.
private func isTotal(_ label: String) -> Bool {
    ["total", "totals", "sum", "all", "together", "altogether", "in total", "overall", "in all"]
        .contains(label.lowercased())
}

/// Whether a column says of itself that its cells do not add up: extremes, means, and things counted once.
private func isNoSum(_ title: String) -> Bool {
    let words = title.lowercased().split { !$0.isLetter }
    let not: Set<Substring> = [
        "most", "least", "fewest", "max", "min", "maximum", "minimum", "peak", "mean", "median", "average",
        "highest", "lowest", "longest", "fastest", "slowest", "worst", "best", "distinct", "unique", "users",
        "organisations", "customers", "clients", "tenants", "accounts", "days", "concurrent", "within",
    ]
    return words.contains { not.contains($0) }
}

extension EvaluatedProse {
    /// The figure that is all there is in a cell.
    fileprivate var onlyFigure: FigureUse? {
        guard fragments.count == 1, case .figure(let use) = fragments[0] else { return nil }
        return use
    }
}

extension Derivation {
    /// What a share is a part of: the divisor of its outermost division; nil where none was made.
    var whole: Derivation? { division?.whole }

    /// The outermost division: of a reduction, the one that it is the complement of.
    var division: (part: Derivation, whole: Derivation)? {
        switch self {
        case .operation("÷", let operands) where operands.count == 2: (operands[0], operands[1])
        case .operation("−", let operands) where operands.count == 2 && operands[0] == .constant("1"):
            operands[1].division
        default: nil
        }
    }
}
