internal import Diagnostics
public import Evidence
public import Quantities

/// A statement or meta-command of a script, with what pgbench's `--report-per-command` says of it.
public struct PgbenchStatement: Sendable {
    /// The first line of the statement, as pgbench shows it.
    public let text: TextReading
    /// How long it took on average.
    public let latency: Quantity<Time>
    /// How often it failed; printed from version 15 on.
    public let failures: Quantity<Count>
    /// How often a failed transaction was begun again because of it; printed with `--max-tries`.
    public let retries: Quantity<Count>

    init(_ line: PgbenchStatementLine) {
        text = TextReading(line.text.text, at: line.text)
        latency = line.latency.quantity()
        failures = Self.quantity(line.failures, "failures", line.text)
        retries = Self.quantity(line.retries, "retries", line.text)
    }

    private static func quantity(
        _ field: PrintedField?, _ name: String, _ span: SourceSpan
    ) -> Quantity<Count> {
        field?.quantity()
            ?? Quantity(
                unknown: Diagnostic(
                    .pgbench(.noValue), "pgbench printed no \(name) of this statement", at: Place(span),
                    help: "They are printed from version 15 on, retries with --max-tries."), label: name)
    }
}

/// A line of a list of statements: `0.305  716  2097  UPDATE …`.
struct PgbenchStatementLine: Sendable {
    let latency: PrintedField
    let failures: PrintedField?
    let retries: PrintedField?
    let text: SourceSpan

    /// Reads a line that begins with spaces and so many numbers; nil where it does not.
    init?(_ file: SourceFile, _ bounds: Range<Int>, columns: Int) {
        guard !bounds.isEmpty, file.bytes[bounds.lowerBound] == 0x20 else { return nil }
        var numbers: [Range<Int>] = []
        var index = bounds.lowerBound
        while numbers.count < columns {
            while index < bounds.upperBound, file.bytes[index] == 0x20 { index += 1 }
            let number = numeralRange(file, at: index, before: bounds.upperBound)
            guard !number.isEmpty, number.upperBound < bounds.upperBound,
                file.bytes[number.upperBound] == 0x20
            else { return nil }
            numbers.append(number)
            index = number.upperBound
        }
        guard file.matches("  ", at: index, before: bounds.upperBound),
            let latency = PrintedField(
                file, numbers[0], label: "statement latency", unit: Time.self, reading: .number(scale: 1))
        else { return nil }
        func count(_ index: Int, _ label: String) -> PrintedField? {
            guard index < numbers.count else { return nil }
            return PrintedField(
                file, numbers[index], label: label, unit: Count.self, reading: .number(scale: 1))
        }
        self.latency = latency
        failures = count(1, "statement failures")
        retries = count(2, "statement retries")
        text = file.span(index + 2..<bounds.upperBound)
    }
}
