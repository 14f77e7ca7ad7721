import Diagnostics

/// Builds plans from EXPLAIN's JSON, YAML or XML: a list of objects, each with a `Plan`.
///
/// auto_explain prints one such object alone, with the `Query Text` in it.
struct DocumentPlanReader {
    private let file: SourceFile
    private let document: PlanDocument
    private let format: PlanFormat
    private var parts = PlanParts()

    private init(_ file: SourceFile, _ document: PlanDocument, _ format: PlanFormat) {
        self.file = file
        self.document = document
        self.format = format
    }

    /// One plan of the text.
    struct Found {
        let parts: PlanParts
        let range: Range<Int>
        /// What auto_explain says that was run.
        let queryText: PrintedName?
    }

    /// Every plan of the text, in order.
    static func plans(
        in file: SourceFile, _ document: PlanDocument, _ format: PlanFormat
    ) throws(Diagnostic) -> [Found] {
        let top = document.kind(0) == .array ? Array(document.children(0)) : [0]
        var found: [Found] = []
        for item in top {
            // A statement that a rule rewrote may contain one that has no plan, such as NOTIFY.
            if top.count > 1, document.kind(item) == .text || document.kind(item) == .null { continue }
            var reader = DocumentPlanReader(file, document, format)
            found.append(try reader.read(item))
        }
        guard !found.isEmpty else {
            throw DocumentPlanReader(file, document, format)
                .mistyped(0, "an item with a `Plan`", "This list holds no plan")
        }
        return found
    }

    private mutating func read(_ item: Int) throws(Diagnostic) -> Found {
        guard document.kind(item) == .object else {
            throw mistyped(item, "an object with a `Plan`", "An item of the list is no plan")
        }
        var plan: Int?
        var queryText: PrintedName?
        for value in document.children(item) {
            switch document.name(value) {
            case "Plan": plan = value
            case "Query Text" where document.kind(value) == .text:
                queryText = PrintedName(document.range(value), document.values[value].spelling)
            case "Triggers":
                try readTriggers(value)
                if document.kind(value) != .array || document.children(value).contains(where: { _ in true }) {
                    collect(value, group: nil, into: \.statementProperties)
                }
            default: collect(value, group: nil, into: \.statementProperties)
            }
        }
        guard let plan else { throw mistyped(item, "a member `Plan`", "An item of the list is no plan") }
        try readNode(plan, parent: nil)
        return Found(parts: parts, range: document.whole(item), queryText: queryText)
    }

    // MARK: Nodes

    private mutating func readNode(_ value: Int, parent: Int?) throws(Diagnostic) {
        guard document.kind(value) == .object else {
            throw mistyped(value, "an object that describes a node", "A node of the plan is not an object")
        }
        var record = try record(value)
        record.parent = parent.map { Int32(truncatingIfNeeded: $0) } ?? -1
        if parent == nil { record.role = .root }
        let id = parts.add(record)
        var inputs: Int?
        for member in document.children(value) {
            switch document.field(member) {
            case .plans: inputs = member
            case .workers: try readWorkers(member)
            default: collect(member, group: nil, into: \.properties)
            }
        }
        parts.nodes[id].lastProperty = Int32(truncatingIfNeeded: parts.properties.count)
        parts.nodes[id].lastWorker = Int32(truncatingIfNeeded: parts.workers.count)
        if let inputs {
            guard document.kind(inputs) == .array else {
                throw mistyped(inputs, "a list of nodes", "`Plans` is not a list")
            }
            for item in document.children(inputs) { try readNode(item, parent: id) }
        }
        if let shortage = parts.shortage(of: id, in: file) { throw shortage }
    }

    private func record(_ object: Int) throws(Diagnostic) -> NodeRecord {
        guard let type = document.child(object, named: .nodeType), document.kind(type) == .text else {
            throw mistyped(object, "a member `Node Type`", "A node of the plan has no type")
        }
        var record = NodeRecord(title: NodeTitle(type: text(type)), role: .input, span: document.whole(type))
        for member in document.children(object) {
            guard let field = document.field(member) else { continue }
            try set(field, member, in: &record)
            try set(field, member, in: &record.figures)
        }
        return record
    }

    private func set(_ field: NodeField, _ value: Int, in record: inout NodeRecord) throws(Diagnostic) {
        if field == .plans || field == .workers { return }
        switch document.kind(value) {
        case .object, .array, .null:
            throw mistyped(value, "a text or a number", "`\(document.name(value))` has no value")
        case .text, .number, .yes, .no: break
        }
        switch field {
        case .parallelAware: record.title.isParallelAware = document.kind(value) == .yes
        case .asyncCapable: record.title.isAsync = document.kind(value) == .yes
        case .strategy: record.title.strategy = text(value)
        case .partialMode: record.title.partialMode = text(value)
        case .joinType: record.title.joinType = text(value)
        case .operation: record.title.operation = text(value)
        case .command: record.title.command = text(value)
        case .scanDirection: record.title.scanDirection = text(value)
        case .provider: record.title.provider = text(value)
        case .parentRelationship, .subplanName: setRole(field, value, in: &record)
        case .schema: record.schema = name(value)
        case .relation: record.relation = name(value)
        case .function, .tableFunction, .tuplestore: record.function = name(value)
        case .commonTable: record.commonTable = name(value)
        case .alias: record.alias = name(value)
        case .index: record.index = name(value)
        case .startupCost: record.startupCost = try number(value)
        case .totalCost: record.totalCost = try number(value)
        case .planRows: record.planRows = try number(value)
        case .planWidth: record.planWidth = try number(value)
        case .nodeType, .startupTime, .totalTime, .rows, .loops, .plans, .workers, .workerNumber: break
        }
    }

    /// A WITH query is an InitPlan by its relationship, and one of its own by its name.
    private func setRole(_ field: NodeField, _ value: Int, in record: inout NodeRecord) {
        if field == .subplanName {
            record.subplanName = name(value)
        } else {
            switch text(value) {
            case "InitPlan": record.role = .initPlan
            case "SubPlan": record.role = .subPlan
            default: record.role = .input
            }
        }
        let name = record.subplanName
        if record.role == .initPlan, name.isPrinted,
            file.bytes.stands("CTE ", at: name.range.lowerBound, before: name.range.upperBound)
        {
            record.role = .commonTableExpression
        }
    }

    private func set(_ field: NodeField, _ value: Int, in figures: inout RunFigures) throws(Diagnostic) {
        switch field {
        case .startupTime: figures.startupTime = try number(value)
        case .totalTime: figures.totalTime = try number(value)
        case .rows: figures.rows = try number(value)
        case .loops: figures.loops = try number(value)
        default: break
        }
    }

    private func name(_ value: Int) -> PrintedName {
        PrintedName(document.range(value), document.values[value].spelling)
    }

    private func text(_ value: Int) -> String { file.text(name(value)) }

    private func number(_ value: Int) throws(Diagnostic) -> PrintedNumber {
        var cursor = ByteCursor(file.bytes, document.range(value))
        let kind = document.kind(value)
        guard kind == .number || (kind == .text && document.values[value].spelling == .xml),
            let number = cursor.number(), cursor.isAtEnd
        else { throw mistyped(value, "a decimal number", "`\(document.name(value))` is no number") }
        return number
    }

    private mutating func readWorkers(_ value: Int) throws(Diagnostic) {
        guard document.kind(value) == .array else {
            throw mistyped(value, "a list of workers", "`Workers` is not a list")
        }
        for item in document.children(value) {
            guard document.kind(item) == .object else {
                throw mistyped(item, "an object that describes a worker", "A worker is not an object")
            }
            guard let value = document.child(item, named: .workerNumber),
                let number = Int(exactly: try self.number(value).value)
            else {
                throw mistyped(item, "a member `Worker Number`, a whole number", "A worker has no number")
            }
            var record = WorkerRecord(number: number, span: document.whole(value))
            for member in document.children(item) {
                if let field = document.field(member) { try set(field, member, in: &record.figures) }
            }
            parts.workers.append(record)
            for member in document.children(item) {
                collect(member, group: nil, worker: parts.workers.count - 1, into: \.properties)
            }
        }
    }

    // MARK: Properties and triggers

    /// Keeps a member by name; what an object or a list of them holds, with the name as its group.
    private mutating func collect(
        _ value: Int, group: String?, worker: Int? = nil,
        into list: WritableKeyPath<PlanParts, [PropertyRecord]>
    ) {
        let name = document.name(value)
        var spelling = document.values[value].spelling
        switch document.kind(value) {
        case .object:
            let inner = path(group, format == .xml ? label(name, after: parts[keyPath: list].last) : name)
            for member in document.children(value) {
                collect(member, group: inner, worker: worker, into: list)
            }
            return
        case .array:
            let items = Array(document.children(value))
            if !items.isEmpty, items.allSatisfy({ document.kind($0) == .object }) {
                for (number, item) in items.enumerated() {
                    let inner = path(group, "\(name) \(number + 1)")
                    for member in document.children(item) {
                        collect(member, group: inner, worker: worker, into: list)
                    }
                }
                return
            }
            spelling = format == .xml ? .xmlList : .jsonList
            if !items.isEmpty, items.allSatisfy({ document.kind($0) == .array }) {
                // `Hash Keys` holds lists, each of which the text format prints as one `Hash Key`.
                let one = name.hasSuffix("s") ? String(name.dropLast()) : name
                for item in items {
                    add(one, item, spelling, group: group, worker: worker, into: list)
                }
                return
            }
        case .text, .number, .yes, .no, .null: break
        }
        add(name, value, spelling, group: group, worker: worker, into: list)
    }

    private mutating func add(
        _ name: String, _ value: Int, _ spelling: Spelling, group: String?, worker: Int?,
        into list: WritableKeyPath<PlanParts, [PropertyRecord]>
    ) {
        parts[keyPath: list].append(
            PropertyRecord(
                group: group, name: name, value: PrintedName(document.range(value), spelling), worker: worker)
        )
    }

    /// What the other formats call a group of an Incremental Sort: the XML of both kinds of groups, and
    /// that of both kinds of space, is the same but for the order.
    private func label(_ name: String, after last: PropertyRecord?) -> String {
        let group = last?.group ?? ""
        switch name {
        case "Incremental Sort Groups":
            return group.hasPrefix("Full-sort Groups") ? "Pre-sorted Groups" : "Full-sort Groups"
        case "Sort Space" where group.hasSuffix("Sort Space Memory"): return "Sort Space Disk"
        case "Sort Space":
            let methods = last.map { file.text($0.value) } ?? ""
            let isOnDisk = methods.split(separator: ",").allSatisfy { $0.contains("external") }
            return isOnDisk ? "Sort Space Disk" : "Sort Space Memory"
        default: return name
        }
    }

    private func path(_ group: String?, _ name: String) -> String { group.map { "\($0)/\(name)" } ?? name }

    private mutating func readTriggers(_ value: Int) throws(Diagnostic) {
        guard document.kind(value) == .array else {
            throw mistyped(value, "a list of triggers", "`Triggers` is not a list")
        }
        for item in document.children(value) where document.kind(item) == .object {
            var trigger = TriggerRecord(name: .absent)
            for member in document.children(item) {
                switch document.name(member) {
                case "Trigger Name": trigger.name = name(member)
                case "Constraint Name": trigger.constraint = name(member)
                case "Relation": trigger.relation = name(member)
                case "Time": trigger.time = try number(member)
                case "Calls": trigger.calls = try number(member)
                default: break
                }
            }
            parts.triggers.append(trigger)
        }
    }

    private func mistyped(_ value: Int, _ expected: String, _ summary: String) -> Diagnostic {
        let range = document.range(value)
        let lineEnd = file.line(file.lineNumber(at: range.lowerBound)).upperBound
        return Diagnostic(
            .plan(format.check), summary,
            at: file.span(range.lowerBound..<max(range.lowerBound, min(range.upperBound, lineEnd))),
            expected: expected, help: PlanHelp.captureWhole)
    }
}
