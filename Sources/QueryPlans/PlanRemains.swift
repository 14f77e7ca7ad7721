import Diagnostics

/// Recognises what is left of plans outside those that could be read, so that none is passed over.
struct PlanRemains {
    let file: SourceFile

    /// Refuses a line that is part of a plan but not of one that could be read.
    ///
    /// A statement may quote such a line, so inside one only the borders of a table count.
    func check(_ range: Range<Int>, inStatement: Bool) throws(Diagnostic) {
        try refuseOtherFormats(range)
        let bytes = file.bytes
        let hasCosts =
            bytes.firstIndex(of: "(cost=", in: range) != nil
            && bytes.firstIndex(of: "width=", in: range) != nil
        let hasTimes =
            bytes.firstIndex(of: "(actual ", in: range) != nil
            && bytes.firstIndex(of: "loops=", in: range) != nil
        let types = ["Node Type", "Node\u{A0}Type", "Node&nbsp;Type", "Node-Type"] as [StaticString]
        let isStray = hasCosts || hasTimes || types.contains { bytes.firstIndex(of: $0, in: range) != nil }
        guard (isStray && !inStatement) || isFramedHeader(range) else { return }
        if bytes.stands("->  ", at: range.lowerBound, before: range.upperBound) {
            throw Diagnostic(
                "plan.truncated",
                "A plan's node stands here without the nodes above it: the beginning of the plan is cut",
                at: file.span(range),
                expected: "the plan's topmost node",
                help: PlanHelp.captureWhole
            )
        }
        throw Diagnostic(
            "plan.frame-unsupported",
            "A plan stands here in a form that is not read",
            at: file.span(range),
            expected: "psql's aligned output with border 0 or 1, or unaligned output, or the plan alone",
            help: "Capture it with `psql -X -o FILE`, or with `psql -X -At -o FILE`."
        )
    }

    /// Whether a line is the header of a plan with the borders of another output format round it.
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

    func refuseOtherFormats(_ range: Range<Int>) throws(Diagnostic) {
        let bytes = file.bytes
        let format =
            bytes.stands("<explain", at: range.lowerBound, before: range.upperBound)
            ? "XML" : (bytes.stands("- Plan:", at: range.lowerBound, before: range.upperBound) ? "YAML" : nil)
        guard let format else { return }
        throw Diagnostic(
            "plan.format-unsupported",
            "This plan is in the \(format) format, which is not read",
            at: file.span(range),
            expected: "a plan as text or as JSON",
            help: "Capture it again with EXPLAIN (FORMAT JSON) or in the text format."
        )
    }
}
