/// What kind of node it is, in the words of PostgreSQL's JSON format.
///
/// The text format folds several properties into one title (`Finalize HashAggregate`, `Hash Left Join`,
/// `Insert`); this takes them apart and puts them together again, after ExplainNode in PostgreSQL's
/// src/backend/commands/explain.c.
struct NodeTitle: Hashable {
    var type: String
    var isParallelAware = false
    var isAsync = false
    var strategy: String?
    var partialMode: String?
    var joinType: String?
    var operation: String?
    var command: String?
    var scanDirection: String?
    var provider: String?
    /// How many inputs a node of this type always has, at least: fewer mean that the capture is cut.
    let leastInputs: Int

    init(type: String) {
        self.type = type
        leastInputs = Self.leastInputs(of: type)
    }

    /// Takes a title of the text format apart; nil where PostgreSQL has no such node.
    init?(text: String) {
        var rest = Substring(text)
        let isParallel = rest.takePrefix("Parallel ")
        let isAsync = rest.takePrefix("Async ")
        guard var title = Self.join(rest) ?? Self.aggregate(rest) ?? Self.other(rest) else { return nil }
        title.isParallelAware = isParallel
        title.isAsync = isAsync
        self = title
    }

    private static func join(_ text: Substring) -> NodeTitle? {
        for (name, type) in [("Nested Loop", "Nested Loop"), ("Hash", "Hash Join"), ("Merge", "Merge Join")] {
            var rest = text
            guard rest.takePrefix(name) else { continue }
            var title = NodeTitle(type: type)
            if rest == (name == "Nested Loop" ? "" : " Join") {
                title.joinType = "Inner"
                return title
            }
            guard rest.takePrefix(" "), rest.hasSuffix(" Join") else { continue }
            let kind = String(rest.dropLast(5))
            guard joinTypes.contains(kind) else { continue }
            title.joinType = kind
            return title
        }
        return nil
    }

    private static let joinTypes: Set<String> = [
        "Left", "Full", "Right", "Semi", "Anti", "Right Semi", "Right Anti",
    ]

    private static func aggregate(_ text: Substring) -> NodeTitle? {
        var rest = text
        var mode = "Simple"
        if rest.takePrefix("Partial ") {
            mode = "Partial"
        } else if rest.takePrefix("Finalize ") {
            mode = "Finalize"
        }
        guard let strategy = aggregateStrategies.first(where: { $0.title == rest })?.strategy else {
            return nil
        }
        var title = NodeTitle(type: "Aggregate")
        title.strategy = strategy
        title.partialMode = mode
        return title
    }

    private static let aggregateStrategies: [(strategy: String, title: String)] = [
        ("Plain", "Aggregate"), ("Sorted", "GroupAggregate"), ("Hashed", "HashAggregate"),
        ("Mixed", "MixedAggregate"),
    ]

    private static func other(_ text: Substring) -> NodeTitle? {
        for (strategy, name) in [("Hashed", "HashSetOp"), ("Sorted", "SetOp")] where text.hasPrefix(name) {
            var title = NodeTitle(type: "SetOp")
            title.strategy = strategy
            title.command = String(text.dropFirst(name.count + 1))
            return setOpCommands.contains(title.command ?? "") ? title : nil
        }
        if ["Insert", "Update", "Delete", "Merge"].contains(text) {
            var title = NodeTitle(type: "ModifyTable")
            title.operation = String(text)
            return title
        }
        if text.hasPrefix("Foreign "), ["Insert", "Update", "Delete", "Scan"].contains(text.dropFirst(8)) {
            var title = NodeTitle(type: "Foreign Scan")
            title.operation = text == "Foreign Scan" ? "Select" : String(text.dropFirst(8))
            return title
        }
        if text.hasPrefix("Custom Scan ("), text.hasSuffix(")") {
            var title = NodeTitle(type: "Custom Scan")
            title.provider = String(text.dropFirst(13).dropLast())
            return title
        }
        var rest = text
        let isBackward = rest.hasSuffix(" Backward")
        if isBackward { rest = rest.dropLast(9) }
        let isIndexScan = rest == "Index Scan" || rest == "Index Only Scan"
        guard isIndexScan || (!isBackward && plainTypes.contains(String(rest))) else { return nil }
        var title = NodeTitle(type: String(rest))
        if isIndexScan { title.scanDirection = isBackward ? "Backward" : "Forward" }
        return title
    }

    private static let setOpCommands: Set<String> = ["Intersect", "Intersect All", "Except", "Except All"]

    private static let plainTypes: Set<String> = [
        "Result", "ProjectSet", "Append", "Merge Append", "Recursive Union", "BitmapAnd", "BitmapOr",
        "Seq Scan", "Sample Scan", "Gather", "Gather Merge", "Bitmap Index Scan", "Bitmap Heap Scan",
        "Tid Scan", "Tid Range Scan", "Subquery Scan", "Function Scan", "Table Function Scan",
        "Values Scan", "CTE Scan", "Named Tuplestore Scan", "WorkTable Scan", "Materialize", "Memoize",
        "Sort", "Incremental Sort", "Group", "WindowAgg", "Unique", "LockRows", "Limit", "Hash",
    ]

    /// The title as the text format prints it.
    var text: String {
        let prefix = (isParallelAware ? "Parallel " : "") + (isAsync ? "Async " : "")
        return prefix + base
    }

    private var base: String {
        switch type {
        case "Aggregate":
            let name = Self.aggregateStrategies.first { $0.strategy == strategy }?.title ?? type
            return partialMode == nil || partialMode == "Simple" ? name : "\(partialMode ?? "") \(name)"
        case "Nested Loop", "Hash Join", "Merge Join":
            guard let joinType, joinType != "Inner" else { return type }
            return "\(type == "Nested Loop" ? type : String(type.dropLast(5))) \(joinType) Join"
        case "SetOp":
            return (strategy == "Hashed" ? "HashSetOp" : "SetOp") + (command.map { " \($0)" } ?? "")
        case "ModifyTable": return operation ?? type
        case "Foreign Scan":
            return operation == nil || operation == "Select" ? type : "Foreign \(operation ?? "")"
        case "Custom Scan": return provider.map { "Custom Scan (\($0))" } ?? type
        case "Index Scan", "Index Only Scan": return scanDirection == "Backward" ? "\(type) Backward" : type
        default: return type
        }
    }

    private static func leastInputs(of type: String) -> Int {
        switch type {
        case "Nested Loop", "Hash Join", "Merge Join", "Recursive Union", "BitmapAnd", "BitmapOr": 2
        case "Limit", "Sort", "Incremental Sort", "Unique", "Materialize", "Memoize", "Gather",
            "Gather Merge", "Hash", "WindowAgg", "Group", "Aggregate", "LockRows", "SetOp",
            "Subquery Scan", "ModifyTable", "Bitmap Heap Scan", "ProjectSet":
            1
        default: 0
        }
    }
}

extension Substring {
    fileprivate mutating func takePrefix(_ prefix: String) -> Bool {
        guard hasPrefix(prefix) else { return false }
        removeFirst(prefix.count)
        return true
    }
}
