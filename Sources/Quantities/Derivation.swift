public import Diagnostics

/// How a quantity came about, down to the bytes that were read.
public indirect enum Derivation: Sendable, Hashable {
    /// Read from these bytes; `label` says what they are, such as `Execution Time`.
    case reading(label: String, at: SourceSpan)
    /// Made of many readings: `name` is the aggregate (`max`, `median`), `label` what it is over,
    /// `count` how many, and the spans are where it was attained or the first and last of them.
    case aggregate(name: String, label: String, count: Int, at: [SourceSpan])
    /// An operation on others: `symbol` is `+`, `−`, `×`, `÷` or the name of a formula.
    case operation(symbol: String, operands: [Derivation])
    /// A number that somebody stated, and why it may be stated.
    case assumption(statement: String, reason: String)
    /// A number of mathematics, such as the 1 in `1 − x`.
    case constant(String)
    /// What was meant to be read and is not there.
    case missing(label: String)

    /// Every stretch of evidence that it rests on, in the order of reading, each once.
    public var sources: [SourceSpan] {
        var seen: Set<SourceSpan> = []
        var found: [SourceSpan] = []
        collect(into: &found, seen: &seen)
        return found
    }

    private func collect(into found: inout [SourceSpan], seen: inout Set<SourceSpan>) {
        switch self {
        case .reading(_, let span):
            if seen.insert(span).inserted { found.append(span) }
        case .aggregate(_, _, _, let spans):
            for span in spans where seen.insert(span).inserted { found.append(span) }
        case .operation(_, let operands):
            for operand in operands { operand.collect(into: &found, seen: &seen) }
        case .assumption, .constant, .missing: break
        }
    }

    /// Every stated number that it rests on, as `statement (reason)`, in order.
    public var assumptions: [String] {
        switch self {
        case .assumption(let statement, let reason): ["\(statement) (\(reason))"]
        case .operation(_, let operands): operands.flatMap(\.assumptions)
        case .reading, .aggregate, .constant, .missing: []
        }
    }

    /// The only reading that this is, where it was read and not computed.
    public var directSource: SourceSpan? {
        switch self {
        case .reading(_, let span): span
        case .aggregate(_, _, _, let spans) where spans.count == 1: spans[0]
        default: nil
        }
    }

    /// The derivation in one line, such as `Execution Time (before.txt:19) ÷ Execution Time (after.txt:10)`.
    public var text: String { text(nested: false) }

    private func text(nested: Bool) -> String {
        switch self {
        case .reading(let label, let span):
            return "\(label) (\(Self.short(span)))"
        case .aggregate(let name, let label, let count, let spans):
            let places = spans.map(Self.short).joined(separator: ", ")
            return "\(name) of \(label), n = \(count)\(places.isEmpty ? "" : " (\(places))")"
        case .operation(let symbol, let operands) where ["+", "−", "×", "÷"].contains(symbol):
            let joined = operands.map { $0.text(nested: true) }.joined(separator: " \(symbol) ")
            return nested ? "(\(joined))" : joined
        case .operation(let symbol, let operands):
            return "\(symbol)(\(operands.map { $0.text(nested: false) }.joined(separator: "; ")))"
        case .assumption(let statement, let reason):
            return "\(statement), assumed: \(reason)"
        case .constant(let text):
            return text
        case .missing(let label):
            return "\(label) (missing)"
        }
    }

    private static func short(_ span: SourceSpan) -> String {
        "\(span.file.name):\(span.line)"
    }
}
