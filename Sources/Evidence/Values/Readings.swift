package import Diagnostics
public import Quantities

/// The numbers of one kind that a capture holds, in the order in which they were printed.
///
/// Empty cells are left out. Where one number could not be read, every aggregate is unknown: nothing
/// is computed from a part.
public struct Readings<Unit: UnitOfMeasure>: Sendable {
    package struct Entry: Sendable {
        package let number: BoundedValue
        package let range: CellRange
        /// Which of the selected rows holds it.
        package let row: Int

        package init(number: BoundedValue, range: CellRange, row: Int) {
            self.number = number
            self.range = range
            self.row = row
        }
    }

    package let label: String
    package let file: SourceFile?
    package let entries: [Entry]
    package let problems: [Diagnostic]
    /// Where the numbers would stand if there were any.
    package let place: SourceSpan?
    /// How many rows were looked at.
    package let rowCount: Int

    package init(
        label: String, file: SourceFile?, entries: [Entry], problems: [Diagnostic] = [], place: SourceSpan?,
        rowCount: Int
    ) {
        self.label = label
        self.file = file
        self.entries = entries
        self.problems = problems
        self.place = place
        self.rowCount = rowCount
    }

    package init(label: String, absent problems: [Diagnostic]) {
        self.init(label: label, file: nil, entries: [], problems: problems, place: nil, rowCount: 0)
    }

    /// The numbers alone, for pictures; empty where any of them could not be read.
    public var numbers: [Double] { problems.isEmpty ? entries.map(\.number.value) : [] }

    /// Every number as a quantity of its own.
    public var values: [Quantity<Unit>] { problems.isEmpty ? entries.map(quantity) : [] }

    /// How many numbers there are; empty cells do not count.
    public var count: Quantity<Count> {
        guard problems.isEmpty else { return unknown(problems, "count") }
        return Quantity<Count>(Double(entries.count), derivation: aggregate("count", firstAndLast))
    }

    /// The least number, at the first place where it was printed.
    public var min: Quantity<Unit> {
        extreme("min", { $0.value < $1.value }, { Swift.min($0, $1) })
    }

    /// The greatest number, at the first place where it was printed.
    public var max: Quantity<Unit> {
        extreme("max", { $0.value > $1.value }, { Swift.max($0, $1) })
    }

    /// The sum; that of no rows is zero, and that of rows whose cells are all empty is unknown, as in SQL.
    public var sum: Quantity<Unit> {
        guard problems.isEmpty else { return unknown(problems) }
        if entries.isEmpty, rowCount > 0 { return nothing("sum") }
        let total = totals
        return Quantity(total.value, within: total.interval, derivation: aggregate("sum", firstAndLast))
    }

    /// The arithmetic mean: the sum divided by the count.
    public var mean: Quantity<Unit> {
        guard !entries.isEmpty, problems.isEmpty else { return nothing("mean") }
        let total = totals
        let count = Double(entries.count)
        return Quantity(
            total.value / count, within: Interval(total.lower / count, total.upper / count),
            derivation: aggregate("mean", firstAndLast))
    }

    /// The median: the middle number, or the mean of the two in the middle.
    public var median: Quantity<Unit> {
        guard !entries.isEmpty, problems.isEmpty else { return nothing("median") }
        let order = ascending
        let upper = entries[order[order.count / 2]]
        guard order.count.isMultiple(of: 2) else { return quantity(of: upper, aggregate: "median") }
        let lower = entries[order[order.count / 2 - 1]]
        return Quantity(
            (lower.number.value + upper.number.value) / 2,
            within: Interval(
                (lower.number.lower + upper.number.lower) / 2, (lower.number.upper + upper.number.upper) / 2),
            derivation: aggregate("median", [lower, upper]))
    }

    /// A percentile by nearest rank: the least number that at least `percent` per cent of them do not exceed.
    ///
    /// It is always one of the numbers that were printed (ISO 2859 calls it the order statistic of rank
    /// ⌈p·n⌉); PostgreSQL has it as `percentile_disc`. `percent` lies between 0 and 100.
    public func percentile(_ percent: Double) -> Quantity<Unit> {
        guard percent >= 0, percent <= 100 else {
            return unknown([
                Diagnostic(
                    .table(.percentileRange), "There is no percentile \(percent) of \(label)",
                    at: place.map(Place.init), expected: "a number between 0 and 100")
            ])
        }
        let name = "p" + (Int(exactly: percent).map(String.init) ?? "\(percent)")
        guard !entries.isEmpty, problems.isEmpty else { return nothing(name) }
        // The tolerance keeps 99.9 % of 1,000 at rank 999, which the product misses by a rounding.
        let exact = percent * Double(entries.count) / 100
        let rank = Swift.max(1, Int(exactly: (exact - 1e-9).rounded(.up)) ?? 1)
        return quantity(of: entries[ascending[Swift.min(rank, entries.count) - 1]], aggregate: name)
    }

    /// The number that was printed first.
    public var first: Quantity<Unit> { entries.first.map(readable) ?? nothing("first") }

    /// The number that was printed last.
    public var last: Quantity<Unit> { entries.last.map(readable) ?? nothing("last") }

    /// The number, where there is exactly one.
    public var only: Quantity<Unit> {
        guard entries.count > 1, problems.isEmpty else {
            return entries.first.map(readable) ?? nothing("only")
        }
        return unknown([
            Diagnostic(
                .table(.severalValues), "There are \(entries.count) values of \(label) where one is expected",
                at: (firstAndLast.last.flatMap(span) ?? place).map(Place.init),
                help: "Narrow the rows down, or say which is meant: max, last, median.",
                notes: [Diagnostic.Note("the first", at: entries.first.flatMap(span).map(Place.init))])
        ])
    }

    /// Which row of the table holds the greatest number first, counted from 0 within its `Table.rows`.
    public var rowOfMax: Int? { index(of: { $0 > $1 }).map { entries[$0].row } }

    /// Which row of the table holds the least number first, counted from 0 within its `Table.rows`.
    public var rowOfMin: Int? { index(of: { $0 < $1 }).map { entries[$0].row } }
}

extension Readings {
    /// The places of the numbers in ascending order; equal ones stay in the order of the file.
    private var ascending: [Int] {
        var order = entries.enumerated().map { (value: $0.element.number.value, index: $0.offset) }
        order.sort { ($0.value, $0.index) < ($1.value, $1.index) }
        return order.map(\.index)
    }

    private var totals: BoundedValue {
        var (value, lower, upper) = (0.0, 0.0, 0.0)
        for entry in entries {
            value += entry.number.value
            lower += entry.number.lower
            upper += entry.number.upper
        }
        return BoundedValue(value: value, lower: lower, upper: upper)
    }

    private var firstAndLast: [Entry] {
        guard let first = entries.first, let last = entries.last else { return [] }
        return entries.count == 1 ? [first] : [first, last]
    }

    private func index(of isBetter: (Double, Double) -> Bool) -> Int? {
        guard problems.isEmpty else { return nil }
        var best: Int?
        for index in entries.indices {
            if let found = best, !isBetter(entries[index].number.value, entries[found].number.value) {
                continue
            }
            best = index
        }
        return best
    }

    /// The bounds of an extreme come from all numbers: a less exact one may lie further out.
    private func extreme(
        _ name: String, _ isBetter: (BoundedValue, BoundedValue) -> Bool,
        _ further: (Double, Double) -> Double
    ) -> Quantity<Unit> {
        guard let first = entries.first, problems.isEmpty else { return nothing(name) }
        var best = first
        var (lower, upper) = (first.number.lower, first.number.upper)
        for entry in entries.dropFirst() {
            if isBetter(entry.number, best.number) { best = entry }
            lower = further(lower, entry.number.lower)
            upper = further(upper, entry.number.upper)
        }
        return Quantity(
            best.number.value, within: Interval(lower, upper), derivation: aggregate(name, [best]))
    }

    private func span(_ entry: Entry) -> SourceSpan? { file?.span(entry.range.range) }

    private func aggregate(_ name: String, _ places: [Entry]) -> Derivation {
        let spans = places.isEmpty ? [place].compactMap { $0 } : places.compactMap(span)
        return .aggregate(name: name, label: label, count: entries.count, at: spans)
    }

    private func quantity(of entry: Entry, aggregate name: String) -> Quantity<Unit> {
        Quantity(entry.number.value, within: entry.number.interval, derivation: aggregate(name, [entry]))
    }

    private func readable(_ entry: Entry) -> Quantity<Unit> {
        problems.isEmpty ? quantity(entry) : unknown(problems)
    }

    private func quantity(_ entry: Entry) -> Quantity<Unit> {
        let derivation =
            span(entry).map { Derivation.reading(label: label, at: $0) } ?? .missing(label: label)
        return Quantity(entry.number.value, within: entry.number.interval, derivation: derivation)
    }

    private func unknown<Other: UnitOfMeasure>(
        _ reasons: [Diagnostic], _ name: String? = nil
    ) -> Quantity<Other> {
        Quantity<Other>(
            state: .unknown(reasons), derivation: .missing(label: name.map { "\($0) of \(label)" } ?? label))
    }

    private func nothing(_ name: String) -> Quantity<Unit> {
        guard problems.isEmpty else { return unknown(problems, name) }
        return unknown(
            [
                Diagnostic(
                    .table(.noValues), "There is no value of \(label) to take the \(name) of",
                    at: place.map(Place.init),
                    help: rowCount == 0 ? "No row was selected." : "All \(rowCount) selected cells are empty."
                )
            ], name)
    }
}
