import Diagnostics

/// Reads one plan of the text format, from its root's line to its end.
///
/// The indentation carries the structure (ExplainPropertyText and ExplainOpenGroup in PostgreSQL's
/// explain_format.c): properties of a node stand 2 columns right of the root's title, or 6 right of the
/// arrow; an arrow stands where its parent's properties do, or 2 further right under a heading such as
/// `InitPlan 1`.
struct TextPlanReader {
    /// How a plan's text came to its end.
    enum End: Equatable {
        case file
        /// At psql's `(N rows)`.
        case footer(rows: Int, line: Int)
        /// At an empty line.
        case blank
        /// At a line that is no part of a plan.
        case otherText
    }

    private struct OpenNode {
        let id: Int
        let propertyIndent: Int
    }

    /// A property of which only the name is printed; what stands further right is in it.
    struct Group {
        let name: String
        let indent: Int
    }

    struct Heading {
        let parent: Int
        let indent: Int
        let name: PrintedName
        let role: PlanNodeRole
    }

    let file: SourceFile
    /// The last line that may belong to the plan.
    let lastLine: Int
    /// Whether nothing but plans stands here, so that what is unknown belongs to the plan too.
    let isAlone: Bool
    let lines: NodeLine
    let names: PropertyNames

    private(set) var line: Int
    var parts = PlanParts()
    /// The line that was read last.
    private(set) var endLine: Int
    private var open: [OpenNode] = []
    var heading: Heading?
    var worker: Int?
    private var group: Group?
    /// How many columns further right than they should all lines but the first are.
    private var shift = 0
    var summaryGroup: Group?
    var inSummary = false
    /// Whether the plan was run and its text ends as a whole one does.
    var endsWithExecutionTime = false

    init(
        file: SourceFile, firstLine: Int, lastLine: Int, isAlone: Bool, titles: TitleCache,
        names: PropertyNames
    ) {
        self.file = file
        self.lastLine = lastLine
        self.isAlone = isAlone
        self.names = names
        lines = NodeLine(file: file, titles: titles)
        line = firstLine
        endLine = firstLine
    }

    /// Reads until the plan ends; `line` is then the first line after it.
    mutating func read() throws(Diagnostic) -> End {
        while line <= lastLine {
            let whole = file.line(line)
            if let rows = PsqlFooter.rows(file.bytes, whole) {
                try finish()
                return .footer(rows: rows, line: line)
            }
            var start = whole.lowerBound
            var indent = 0
            while start < whole.upperBound, file.bytes[start] == 0x20 || file.bytes[start] == 0x09 {
                indent += file.bytes[start] == 0x20 ? 1 : 4
                start += 1
            }
            var end = whole.upperBound
            while end > start, file.bytes[end - 1] == 0x20 { end -= 1 }
            if start == end {
                try finish()
                return .blank
            }
            let isPart = try readLine(start..<end, indent: unshifted(indent, start..<end))
            guard isPart else {
                try finish()
                return .otherText
            }
            endLine = max(endLine, line)
            line += 1
        }
        try finish()
        return .file
    }

    /// The column of a line where the margin is missing from the first line alone, as in a text that was
    /// trimmed before it was saved.
    private mutating func unshifted(_ indent: Int, _ range: Range<Int>) -> Int {
        if !isAlone, parts.nodes.count == 1, parts.properties.isEmpty, shift == 0, !inSummary,
            indent == 3 || (indent == 1 && isSummary(range))
        {
            shift = 1
        }
        return max(0, indent - (parts.nodes.isEmpty ? 0 : shift))
    }

    private mutating func readLine(_ range: Range<Int>, indent: Int) throws(Diagnostic) -> Bool {
        if indent == 0 {
            guard !parts.nodes.isEmpty else {
                try addNode(range, parent: nil, role: .root, propertyIndent: 2)
                return true
            }
            return try readSummary(range)
        }
        if inSummary { return try readSummaryDetail(range) }
        if file.bytes.stands("->  ", at: range.lowerBound, before: range.upperBound) {
            try readArrow(range, indent: indent)
        } else if let next = headingName(range, indent: indent) {
            try openHeading(next, range, indent: indent)
        } else {
            try readDetail(range, indent: indent)
        }
        return true
    }

    // MARK: Nodes

    private mutating func readArrow(_ range: Range<Int>, indent: Int) throws(Diagnostic) {
        var start = range.lowerBound + 4
        while start < range.upperBound, file.bytes[start] == 0x20 { start += 1 }
        let title = start..<range.upperBound
        if let heading, indent == heading.indent + 2 {
            self.heading = nil
            try addNode(
                title, parent: heading.parent, role: heading.role, propertyIndent: indent + 6,
                heading: heading)
            return
        }
        if heading != nil {
            throw misplaced(range, "the node under the heading, 2 columns further right than it")
        }
        try close(to: indent, range)
        guard let parent = open.last else { throw misplaced(range, PlanExpectation.arrow) }
        try addNode(title, parent: parent.id, role: .input, propertyIndent: indent + 6)
    }

    private mutating func addNode(
        _ range: Range<Int>, parent: Int?, role: PlanNodeRole, propertyIndent: Int, heading: Heading? = nil
    ) throws(Diagnostic) {
        guard open.count < PlanDocument.deepest else {
            throw PlanDocument.tooDeep(file, at: range.lowerBound)
        }
        let first = line
        let end = try PlanLiteral.end(
            in: file, from: range.lowerBound, line: &line, lastLine: lastLine, onlyIdentifiers: true)
        var record = try lines.read(range.lowerBound..<(line == first ? range.upperBound : end), role: role)
        record.parent = parent.map { Int32(truncatingIfNeeded: $0) } ?? -1
        if let heading { record.subplanName = heading.name }
        closeLists()
        worker = nil
        group = nil
        open.append(OpenNode(id: parts.add(record), propertyIndent: propertyIndent))
    }

    /// Closes the nodes that are deeper than an indentation, of which one must then match.
    private mutating func close(to indent: Int, _ range: Range<Int>) throws(Diagnostic) {
        while let last = open.last, last.propertyIndent > indent { open.removeLast() }
        guard open.last?.propertyIndent == indent else { throw misplaced(range, PlanExpectation.arrow) }
    }

    private func headingName(_ range: Range<Int>, indent: Int) -> PlanNodeRole? {
        let bytes = file.bytes
        let role: PlanNodeRole
        if bytes.stands("InitPlan ", at: range.lowerBound, before: range.upperBound)
            || bytes.equals("InitPlan", range)
        {
            role = .initPlan
        } else if bytes.stands("SubPlan ", at: range.lowerBound, before: range.upperBound)
            || bytes.equals("SubPlan", range)
        {
            role = .subPlan
        } else if bytes.stands("CTE ", at: range.lowerBound, before: range.upperBound) {
            role = .commonTableExpression
        } else {
            return nil
        }
        return role
    }

    private mutating func openHeading(
        _ role: PlanNodeRole, _ range: Range<Int>, indent: Int
    ) throws(Diagnostic) {
        if heading != nil { throw misplaced(range, "the node of the heading before") }
        try close(to: indent, range)
        guard let parent = open.last else { throw misplaced(range, PlanExpectation.arrow) }
        heading = Heading(parent: parent.id, indent: indent, name: PrintedName(range, .plain), role: role)
    }

    // MARK: Properties

    private mutating func readDetail(_ range: Range<Int>, indent: Int) throws(Diagnostic) {
        if heading != nil { throw misplaced(range, "the node of the heading before") }
        guard let node = open.last, node.id == parts.nodes.count - 1, indent >= node.propertyIndent else {
            throw misplaced(range, PlanExpectation.property)
        }
        if indent > node.propertyIndent, worker == nil,
            parts.properties.count == Int(parts.nodes[node.id].firstProperty)
        {
            throw misplaced(range, PlanExpectation.property)
        }
        if let group, indent <= group.indent { self.group = nil }
        if indent == node.propertyIndent {
            worker = nil
            if file.bytes.stands("Worker ", at: range.lowerBound, before: range.upperBound) {
                try readWorker(range, indent: indent)
                return
            }
            if isTargetTable(range) {
                let name = range.lowerBound..<targetEnd(range)
                add(names.name(file.bytes, name), name.upperBound + 4..<range.upperBound, .plain)
                return
            }
        }
        try readProperty(range, indent: indent)
    }

    /// `Update on s.part_1 part`: each of the tables that a ModifyTable writes, where there are several.
    private func isTargetTable(_ range: Range<Int>) -> Bool {
        parts.nodes.last?.title.type == "ModifyTable"
            && [
                "Insert on ", "Update on ", "Delete on ", "Merge on ", "Foreign Insert on ",
                "Foreign Update on ", "Foreign Delete on ",
            ].contains { file.bytes.stands($0, at: range.lowerBound, before: range.upperBound) }
    }

    private func targetEnd(_ range: Range<Int>) -> Int {
        file.bytes.firstIndex(of: " on ", in: range) ?? range.upperBound
    }

    mutating func readProperty(_ range: Range<Int>, indent: Int) throws(Diagnostic) {
        let first = line
        let name = try propertyName(range)
        let start = valueStart(name, range)
        var end = try PlanLiteral.end(in: file, from: start, line: &line, lastLine: lastLine)
        if line == first { end = range.upperBound }
        if start == end {
            add(names.name(file.bytes, name), start..<end, .plain)
            group = Group(name: path(names.name(file.bytes, name)), indent: indent)
            return
        }
        guard Self.isSequence(file.bytes, name), line == first else {
            add(names.name(file.bytes, name), start..<end, line == first ? .plain : .continued)
            return
        }
        let outer = group
        for pair in PropertySequence.pairs(file.bytes, name: name, value: start..<end) {
            let name = names.name(file.bytes, pair.name)
            let beginsGroup = name == "Full-sort Groups" || name == "Pre-sorted Groups"
            if beginsGroup { group = outer }
            add(name, pair.value, .plain)
            // What follows is of these groups of an Incremental Sort, as it is in the other formats.
            if beginsGroup { group = Group(name: path(name), indent: indent) }
        }
        group = outer
    }

    /// Where the value after a name begins; old versions print two spaces after the colon.
    func valueStart(_ name: Range<Int>, _ range: Range<Int>) -> Int {
        var start = min(name.upperBound + 1, range.upperBound)
        while start < range.upperBound, file.bytes[start] == 0x20 { start += 1 }
        return start
    }

    private func path(_ name: String) -> String { group.map { "\($0.name)/\(name)" } ?? name }

    private mutating func add(_ name: String, _ value: Range<Int>, _ spelling: Spelling) {
        // The group is told by the names of what is in it, as it is in the other formats.
        if let group, let last = parts.properties.last, last.value.range.isEmpty, last.worker == worker,
            last.group.map({ "\($0)/\(last.name)" }) ?? last.name == group.name
        {
            parts.properties.removeLast()
        }
        parts.properties.append(
            PropertyRecord(
                group: group?.name, name: name, value: PrintedName(value, spelling), worker: worker))
    }

    func propertyName(_ range: Range<Int>) throws(Diagnostic) -> Range<Int> {
        let bytes = file.bytes
        var offset = range.lowerBound
        while offset < range.upperBound, bytes[offset] != UInt8(ascii: ":") {
            let byte = bytes[offset]
            guard byte != UInt8(ascii: "'"), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "(") else {
                break
            }
            offset += 1
        }
        let isNamed =
            offset < range.upperBound && bytes[offset] == UInt8(ascii: ":") && offset > range.lowerBound
            && (offset + 1 == range.upperBound || bytes[offset + 1] == 0x20)
        guard isNamed else { throw misplaced(range, PlanExpectation.property) }
        return range.lowerBound..<offset
    }

    /// Whether a property is the first of several that EXPLAIN prints on one line, two spaces apart.
    private static func isSequence(_ bytes: [UInt8], _ name: Range<Int>) -> Bool {
        [
            "Sort Method", "Buckets", "Batches", "Planned Partitions", "Full-sort Groups",
            "Pre-sorted Groups",
            "Hits", "Storage",
        ].contains { bytes.equals($0, name) }
    }

    // MARK: Endings

    private mutating func closeLists() {
        guard !parts.nodes.isEmpty else { return }
        let last = parts.nodes.count - 1
        parts.nodes[last].lastProperty = Int32(truncatingIfNeeded: parts.properties.count)
        parts.nodes[last].lastWorker = Int32(truncatingIfNeeded: parts.workers.count)
    }

    private mutating func finish() throws(Diagnostic) {
        closeLists()
        if parts.nodes.isEmpty {
            throw misplaced(file.line(min(line, lastLine)), "the topmost node of the plan")
        }
        if let heading {
            throw Diagnostic(
                .plan(.truncated), "The plan ends after the heading “\(file.text(heading.name.range))”",
                at: file.span(heading.name.range), expected: "the node under the heading",
                help: PlanHelp.captureWhole)
        }
        for id in parts.nodes.indices {
            if let shortage = parts.shortage(of: id, in: file) { throw shortage }
        }
    }

    func misplaced(_ range: Range<Int>, _ expected: String) -> Diagnostic {
        Diagnostic(
            .plan(.unexpectedLine), "This is not a part of a plan as EXPLAIN prints it here",
            at: file.span(range), expected: expected, help: PlanHelp.captureWhole)
    }
}

enum PlanExpectation {
    static let arrow = "`->` in the column of its parent's properties"
    static let property = "a property `Name: value` in the column of its node's properties"
    static let summary = "a line of the summary, such as `Planning Time: 0.1 ms`"
}
