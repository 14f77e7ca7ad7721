public import Diagnostics
public import Evidence
public import Quantities

/// The times that psql prints after each statement with `\timing`: `Time: 3497.757 ms (00:03.498)`.
public struct PsqlTiming: Sendable {
    /// How long each statement took, as the client saw it, in order.
    public let times: Readings<Time>
    /// Why there are no times; empty where there are.
    public let problems: [Diagnostic]

    /// Reads every `Time:` line of a file through the current reader.
    public init(_ path: String) {
        var entries: [Readings<Time>.Entry] = []
        var findings: [Diagnostic] = []
        var source: SourceFile?
        switch currentFile(path) {
        case .failure(let reason): findings = [reason]
        case .success(let file):
            source = file
            for line in 1...max(1, file.lineCount) {
                let bounds = file.textLine(line)
                guard let range = timingRange(file, line: bounds),
                    let number = file.bytes.withUnsafeBufferPointer({ wholeNumeral(in: $0, range) })
                else { continue }
                entries.append(
                    Readings<Time>.Entry(
                        number: number.scaled(by: 1, isDiscrete: false), range: CellRange(range),
                        row: entries.count))
            }
            if entries.isEmpty {
                let finding = Diagnostic(
                    .capture(.noTiming), "The capture holds no line of psql's \\timing",
                    at: Place(path: file.path), expected: "a line such as “Time: 3497.757 ms (00:03.498)”")
                EvidenceReader.current?.record(finding)
                findings = [finding]
            }
        }
        problems = findings
        times =
            findings.isEmpty
            ? Readings(label: "Time", file: source, entries: entries, place: nil, rowCount: entries.count)
            : Readings(label: "Time", absent: findings)
    }
}
/// The number of milliseconds in a line that psql's `\timing` prints: `Time: 3497.757 ms (00:03.498)`.
func timingRange(_ file: SourceFile, line: Range<Int>) -> Range<Int>? {
    guard file.matches("Time: ", at: line.lowerBound, before: line.upperBound) else { return nil }
    let start = line.lowerBound + 6
    var end = start
    while end < line.upperBound, digitValue(file.bytes[end]) != nil || file.bytes[end] == UInt8(ascii: ".") {
        end += 1
    }
    guard end > start, file.matches(" ms", at: end, before: line.upperBound) else { return nil }
    return start..<end
}
