public import Diagnostics
internal import Evidence

/// What psql printed into a file, and what stands around it.
///
/// It serves the readers of what psql printed *inside* its frames, such as query plans: a result with one
/// column `QUERY PLAN` is read through ``ResultTable/unframed(column:)``, and the lines outside of every
/// result are theirs to read too. Whoever wants the results alone calls ``parseResultTables(in:)``.
public struct PsqlText: Sendable {
    /// The text that the lines of ``results`` count in.
    ///
    /// It is the file, or a view of it without what people and their programs put around a capture: the
    /// reply marks of a mail, quotes around each line, no-break spaces, a byte-order mark, and the line
    /// breaks of a terminal.
    public let text: SourceFile
    /// Every result that could be read whole, in order.
    public let results: [ResultTable]
    /// What is wrong with those that could not, and with what belongs to none, in order.
    public let findings: [Diagnostic]

    /// Finds the results in a file.
    public init(_ file: SourceFile) {
        var text = strippingWrappers(file)
        // What stands in a field of a CSV file, such as a message of csvlog, is no CSV file itself.
        let isNamedCSV = file.original === file && file.pathOfText.hasSuffix(".csv")
        var scan = PsqlTextScan(text, isNamedCSV: isNamedCSV)
        let unquoted = withoutQuotes(text)
        if unquoted !== text {
            // The quotes round each line may be a grid's, or those of CSV: only a frame tells.
            var framed = PsqlTextScan(unquoted)
            framed.run(onlyFrames: true)
            if framed.tables.isEmpty, framed.findings.isEmpty { scan.run() }
            if scan.tables.isEmpty, scan.findings.isEmpty {
                text = unquoted
                scan = framed
            }
        } else {
            scan.run()
        }
        if scan.tables.isEmpty || !scan.findings.isEmpty, let joined = joinedAtTerminalWidth(text) {
            var second = PsqlTextScan(joined)
            second.run()
            // Only a count shows that the lines were joined rightly.
            let isWhole =
                second.findings.isEmpty && second.tables.count >= max(1, scan.tables.count)
                && second.tables.allSatisfy { $0.statedRowCount != nil }
            if isWhole { scan = second }
        }
        self.text = scan.file
        results = scan.tables
        findings = scan.findings
    }
}
