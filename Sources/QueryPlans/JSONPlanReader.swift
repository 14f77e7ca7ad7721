import Diagnostics

/// Builds plans from EXPLAIN's JSON: an array of objects, each with a `Plan`.
struct JSONPlanReader {
    let file: SourceFile
    let json: JSONText
    private var parts = PlanParts()

    init(file: SourceFile, json: JSONText) {
        self.file = file
        self.json = json
    }

    /// One plan of the text.
    struct Found {
        let parts: PlanParts
        let range: Range<Int>
    }

    /// Every plan of the text, in order.
    static func plans(in file: SourceFile, _ json: JSONText) throws(Diagnostic) -> [Found] {
        let top = json.values[0].kind == .array ? json.items(0) : [0]
        var found: [Found] = []
        for item in top {
            var reader = JSONPlanReader(file: file, json: json)
            found.append(try reader.read(item))
        }
        guard !found.isEmpty else {
            throw Diagnostic(
                "plan.json",
                "This JSON array holds no plan",
                at: file.span(json.range(0)),
                expected: "`[{\"Plan\": {…}}]`",
                help: PlanHelp.captureWhole
            )
        }
        return found
    }

    private mutating func read(_ item: Int) throws(Diagnostic) -> Found {
        guard json.values[item].kind == .object else {
            throw mistyped(item, "an object with a `Plan`", "An item of the JSON is no plan")
        }
        var plan: Int?
        for (key, value) in json.members(item) {
            if isKey(key, "Plan") {
                plan = value
            } else if isKey(key, "Triggers") {
                try readTriggers(value)
                collect(key, value, group: nil, into: \.statementProperties)
            } else {
                collect(key, value, group: nil, into: \.statementProperties)
            }
        }
        guard let plan else {
            throw mistyped(item, "a member `Plan`", "An item of the JSON is no plan")
        }
        try readNode(plan, parent: nil)
        return Found(parts: parts, range: json.range(item))
    }

    private func isKey(_ key: Int, _ text: StaticString) -> Bool { file.bytes.equals(text, json.range(key)) }

    // MARK: Nodes

    private mutating func readNode(_ value: Int, parent: Int?) throws(Diagnostic) {
        guard json.values[value].kind == .object else {
            throw mistyped(value, "an object that describes a node", "A node of the plan is not an object")
        }
        let members = json.members(value)
        var record = try record(members, of: value)
        record.parent = parent.map { Int32(truncatingIfNeeded: $0) } ?? -1
        if parent == nil { record.role = .root }
        let id = parts.add(record)
        for (key, value) in members where !isKey(key, "Plans") {
            if isKey(key, "Workers") {
                try readWorkers(value)
            } else {
                collect(key, value, group: nil, into: \.properties)
            }
        }
        parts.nodes[id].lastProperty = Int32(truncatingIfNeeded: parts.properties.count)
        parts.nodes[id].lastWorker = Int32(truncatingIfNeeded: parts.workers.count)
        for (key, value) in members where isKey(key, "Plans") {
            guard json.values[value].kind == .array else {
                throw mistyped(value, "an array of nodes", "`Plans` is not an array")
            }
            for item in json.items(value) { try readNode(item, parent: id) }
        }
        if let shortage = parts.shortage(of: id, in: file) { throw shortage }
    }

    private func record(_ members: [(key: Int, value: Int)], of object: Int) throws(Diagnostic) -> NodeRecord
    {
        guard let (key, type) = members.first(where: { isKey($0.key, "Node Type") }) else {
            throw mistyped(object, "a member `Node Type`", "A node of the plan has no type")
        }
        let title = NodeTitle(type: JSONString.text(file.bytes, json.range(type)))
        var record = NodeRecord(
            title: title,
            role: .input,
            span: json.range(key).lowerBound - 1..<json.range(type).upperBound + 1
        )
        for (key, value) in members { try set(key, value, in: &record) }
        return record
    }

    private func set(_ key: Int, _ value: Int, in record: inout NodeRecord) throws(Diagnostic) {
        let name = PrintedName(json.range(value), .json)
        switch JSONString.text(file.bytes, json.range(key)) {
        case "Parallel Aware": record.title.isParallelAware = json.values[value].kind == .yes
        case "Async Capable": record.title.isAsync = json.values[value].kind == .yes
        case "Strategy": record.title.strategy = text(value)
        case "Partial Mode": record.title.partialMode = text(value)
        case "Join Type": record.title.joinType = text(value)
        case "Operation": record.title.operation = text(value)
        case "Command": record.title.command = text(value)
        case "Scan Direction": record.title.scanDirection = text(value)
        case "Custom Plan Provider": record.title.provider = text(value)
        case "Parent Relationship":
            switch text(value) {
            case "InitPlan": record.role = .initPlan
            case "SubPlan": record.role = .subPlan
            default: record.role = .input
            }
        case "Subplan Name":
            record.subplanName = name
        case "Schema": record.schema = name
        case "Relation Name": record.relation = name
        case "Function Name", "Table Function Name", "Tuplestore Name": record.function = name
        case "CTE Name": record.commonTable = name
        case "Alias": record.alias = name
        case "Index Name": record.index = name
        case "Startup Cost": record.startupCost = try number(key, value)
        case "Total Cost": record.totalCost = try number(key, value)
        case "Plan Rows": record.planRows = try number(key, value)
        case "Plan Width": record.planWidth = try number(key, value)
        default: try set(key, value, in: &record.figures)
        }
        let isCommonTable =
            record.role == .initPlan && record.subplanName.isPrinted
            && file.bytes.stands(
                "CTE ",
                at: record.subplanName.range.lowerBound,
                before: record.subplanName.range.upperBound
            )
        if isCommonTable { record.role = .commonTableExpression }
    }

    private func set(_ key: Int, _ value: Int, in figures: inout RunFigures) throws(Diagnostic) {
        if isKey(key, "Actual Startup Time") {
            figures.startupTime = try number(key, value)
        } else if isKey(key, "Actual Total Time") {
            figures.totalTime = try number(key, value)
        } else if isKey(key, "Actual Rows") {
            figures.rows = try number(key, value)
        } else if isKey(key, "Actual Loops") {
            figures.loops = try number(key, value)
        }
    }

    private func text(_ value: Int) -> String { JSONString.text(file.bytes, json.range(value)) }

    private func number(_ key: Int, _ value: Int) throws(Diagnostic) -> PrintedNumber {
        var cursor = ByteCursor(file.bytes, json.range(value))
        guard json.values[value].kind == .number, let number = cursor.number(), cursor.isAtEnd else {
            throw mistyped(value, "a decimal number", "`\(text(key))` is no number")
        }
        return number
    }

    private mutating func readWorkers(_ value: Int) throws(Diagnostic) {
        guard json.values[value].kind == .array else {
            throw mistyped(value, "an array of workers", "`Workers` is not an array")
        }
        for item in json.items(value) {
            guard json.values[item].kind == .object else {
                throw mistyped(item, "an object that describes a worker", "A worker is not an object")
            }
            let members = json.members(item)
            guard let (key, value) = members.first(where: { isKey($0.key, "Worker Number") }),
                let number = Int(exactly: try self.number(key, value).value)
            else {
                throw mistyped(item, "a member `Worker Number`, a whole number", "A worker has no number")
            }
            var record = WorkerRecord(
                number: number,
                span: json.range(key).lowerBound - 1..<json.range(value).upperBound
            )
            for (key, value) in members { try set(key, value, in: &record.figures) }
            parts.workers.append(record)
            for (key, value) in members {
                collect(key, value, group: nil, worker: parts.workers.count - 1, into: \.properties)
            }
        }
    }

    // MARK: Properties and triggers

    /// Keeps a member by name; what an object or an array of them holds, with the name as its group.
    private mutating func collect(
        _ key: Int,
        _ value: Int,
        group: String?,
        worker: Int? = nil,
        into list: WritableKeyPath<PlanParts, [PropertyRecord]>
    ) {
        let name = json.range(key)
        var spelling = Spelling.plain
        switch json.values[value].kind {
        case .string: spelling = .json
        case .object:
            let inner = path(group, text(key))
            for (key, value) in json.members(value) {
                collect(key, value, group: inner, worker: worker, into: list)
            }
            return
        case .array:
            let items = json.items(value)
            if items.allSatisfy({ json.values[$0].kind == .string }) {
                spelling = .jsonList
            } else if items.allSatisfy({ json.values[$0].kind == .object }) {
                for (number, item) in items.enumerated() {
                    let inner = path(group, "\(text(key)) \(number + 1)")
                    for (key, value) in json.members(item) {
                        collect(key, value, group: inner, worker: worker, into: list)
                    }
                }
                return
            }
        case .number, .yes, .no, .null: break
        }
        parts[keyPath: list].append(
            PropertyRecord(
                group: group,
                name: name,
                value: PrintedName(json.range(value), spelling),
                worker: worker
            )
        )
    }

    private func path(_ group: String?, _ name: String) -> String { group.map { "\($0)/\(name)" } ?? name }

    private mutating func readTriggers(_ value: Int) throws(Diagnostic) {
        guard json.values[value].kind == .array else {
            throw mistyped(value, "an array of triggers", "`Triggers` is not an array")
        }
        for item in json.items(value) where json.values[item].kind == .object {
            var trigger = TriggerRecord(name: .absent)
            for (key, value) in json.members(item) {
                let name = PrintedName(json.range(value), .json)
                if isKey(key, "Trigger Name") { trigger.name = name }
                if isKey(key, "Constraint Name") { trigger.constraint = name }
                if isKey(key, "Relation") { trigger.relation = name }
                if isKey(key, "Time") { trigger.time = try number(key, value) }
                if isKey(key, "Calls") { trigger.calls = try number(key, value) }
            }
            parts.triggers.append(trigger)
        }
    }

    private func mistyped(_ value: Int, _ expected: String, _ summary: String) -> Diagnostic {
        let range = json.range(value)
        return Diagnostic(
            "plan.json",
            summary,
            at: file.span(
                range
                    .lowerBound..<min(
                        range.upperBound,
                        file.line(file.lineNumber(at: range.lowerBound)).upperBound
                    )
            ),
            expected: expected,
            help: PlanHelp.captureWhole
        )
    }
}
