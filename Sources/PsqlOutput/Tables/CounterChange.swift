public import Diagnostics
public import Evidence
public import Quantities

/// What the counters of a row rose by between two snapshots, such as two of `pg_stat_statements`.
///
/// ```swift
/// var load: CounterChange<Statement> {
///     after.row(where: \.query, contains: "FROM reports").since(
///         before.row(where: \.query, contains: "FROM reports"), unlessResetIn: \.statsReset)
/// }
/// var meanTime: Quantity<Time> { load.totalTime.per(load.calls) }
/// ```
/// PostgreSQL's statistics only rise until they are reset. A counter that fell was reset, so that what it
/// counted before is not known; and where the column that tells of resets differs, no counter is known, also
/// none that has outgrown its old number since.
@dynamicMemberLookup
public struct CounterChange<Row: CaptureColumns>: Sendable {
    let earlier: TableRow<Row>
    let later: TableRow<Row>
    /// Why nothing is known of any counter; empty where nothing speaks against it.
    public let problems: [Diagnostic]

    /// What a counter rose by; unknown where it was reset.
    public subscript<Unit: AdditiveUnit>(dynamicMember column: KeyPath<Row, Column<Unit>>) -> Quantity<Unit> {
        let name = later.declaration[keyPath: column].printedName
        guard problems.isEmpty else {
            return Quantity(state: .unknown(problems), derivation: .missing(label: "rise of \(name)"))
        }
        return later[dynamicMember: column].increase(since: earlier[dynamicMember: column])
    }
}

extension TableRow {
    /// What the counters of this row rose by since an earlier snapshot of them.
    ///
    /// - Parameters:
    ///   - earlier: The row of the earlier snapshot.
    ///   - reset: The column that says when the counters were last reset, such as `stats_reset` of
    ///     `pg_stat_statements_info`; two snapshots that differ in it are refused.
    public func since(
        _ earlier: TableRow, unlessResetIn reset: KeyPath<Row, Column<Instant>>? = nil
    ) -> CounterChange<Row> {
        var problems = earlier.problems + self.problems
        if let reset, problems.isEmpty {
            let before = earlier[dynamicMember: reset]
            let now = self[dynamicMember: reset]
            problems += before.problems + now.problems
            if let first = before.value, let second = now.value, first != second {
                problems.append(
                    Diagnostic(
                        .table(.countersReset),
                        "The counters were reset between the two snapshots, at \(Timestamp(secondsSinceEpoch: second).text)",
                        at: now.derivation.sources.first.map(Place.init),
                        help: "Take both snapshots from the same side of the reset.",
                        notes: [
                            Diagnostic.Note(
                                "the earlier snapshot", at: before.derivation.sources.first.map(Place.init))
                        ]))
            }
        }
        return CounterChange(earlier: earlier, later: self, problems: problems)
    }
}

extension Quantity where Unit: AdditiveUnit {
    /// What a counter rose by since an earlier reading of it; unknown where it fell, since it was then reset.
    ///
    /// Of a gauge, which may fall, take the difference instead.
    public func increase(since earlier: Quantity) -> Quantity {
        if let before = earlier.interval, let now = interval, now.upper < before.lower {
            let reason = Diagnostic(
                .table(.countersReset),
                "\(derivation.text) is less than \(earlier.derivation.text): the counter was reset between the two",
                at: derivation.sources.first.map(Place.init),
                help: "Take both snapshots from the same side of the reset; of a gauge take the difference.",
                notes: [
                    Diagnostic.Note("the number before", at: earlier.derivation.sources.first.map(Place.init))
                ])
            return Quantity(
                state: .unknown([reason]),
                derivation: .operation(symbol: "−", operands: [derivation, earlier.derivation]))
        }
        return self - earlier
    }
}
