public import Diagnostics

/// What psql printed into a file, and what stands around it.
///
/// It serves the readers of what psql printed *inside* its frames, such as query plans: a result with one
/// column `QUERY PLAN` is read through ``ResultTable/unframed(column:)``, and the lines outside of every
/// result are theirs to read too. Whoever wants the results alone calls ``parseResultTables(in:)``.
public struct PsqlOutput: Sendable {
    /// The text that the lines of ``results`` count in: the file, or a view of it without what people and
    /// their mail programs put around a capture.
    public let text: SourceFile
    /// Every result that could be read whole, in order.
    public let results: [ResultTable]
    /// What is wrong with those that could not, and with what belongs to none, in order.
    public let findings: [Diagnostic]

    /// Finds the results in a file.
    public init(_ file: SourceFile) {
        var scan = PsqlTextScan(file)
        scan.run()
        text = file
        results = scan.tables
        findings = scan.findings
    }
}
