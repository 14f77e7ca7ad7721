import Diagnostics

/// Recognises what is left of plans outside those that could be read, so that none is passed over.
struct UnparsedPlanDetector {
    let file: SourceFile

    /// Refuses a line that is part of a plan but not of one that could be read.
    func check(_ range: Range<Int>) throws(Diagnostic) {
        guard isPart(range) || isFramedHeader(range) else { return }
        if file.bytes.stands("->  ", at: range.lowerBound, before: range.upperBound) {
            throw Diagnostic(
                .plan(.truncated),
                "A plan's node stands here without the nodes above it: the beginning of the plan is cut",
                at: file.span(range), expected: "the plan's topmost node", help: PlanHelp.captureWhole)
        }
        throw Diagnostic(
            .plan(.frameUnsupported), "A plan stands here in a form that is not read", at: file.span(range),
            expected: "a plan in one of psql's output formats, in the server's log, or alone",
            help: "Capture it with `psql -X -o FILE`, or with `psql -X -At -o FILE`.")
    }

    /// Whether a line is of a plan or its header.
    func isPlanLine(_ number: Int) -> Bool {
        let range = PlanReader.trimmed(file, number)
        return isPart(range) || isFramedHeader(range)
    }

    private func isPart(_ range: Range<Int>) -> Bool {
        let bytes = file.bytes
        let hasCosts =
            bytes.firstIndex(of: "(cost=", in: range) != nil
            && bytes.firstIndex(of: "width=", in: range) != nil
        if hasCosts { return true }
        let hasTimes =
            bytes.firstIndex(of: "(actual ", in: range) != nil
            && bytes.firstIndex(of: "loops=", in: range) != nil
        if hasTimes { return true }
        let types = ["Node Type", "Node\u{A0}Type", "Node&nbsp;Type", "Node-Type"] as [StaticString]
        return types.contains { bytes.firstIndex(of: $0, in: range) != nil }
    }

    /// Whether a line is the header of a plan, with or without a frame round it.
    private func isFramedHeader(_ range: Range<Int>) -> Bool {
        guard let found = file.bytes.firstIndex(of: "QUERY PLAN", in: range),
            !file.bytes.stands("--", at: range.lowerBound, before: range.upperBound)
        else { return false }
        let others = [range.lowerBound..<found, found + 10..<range.upperBound]
        return others.allSatisfy { part in
            file.bytes[part].allSatisfy { byte in
                let letter = byte | 0x20
                return !(letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z"))
                    && !(byte >= 0x30 && byte <= 0x39)
            }
        }
    }

    /// Whether a line is one of dashes, as psql draws them under a header.
    static func isRule(_ file: SourceFile, _ number: Int) -> Bool {
        let range = PlanReader.trimmed(file, number)
        guard range.count >= 3 else { return false }
        if file.bytes[range].allSatisfy({ $0 == UInt8(ascii: "-") }) { return true }
        return file.bytes.stands("\u{2500}\u{2500}", at: range.lowerBound, before: range.upperBound)
            || file.bytes.stands("\u{2550}\u{2550}", at: range.lowerBound, before: range.upperBound)
    }
}
