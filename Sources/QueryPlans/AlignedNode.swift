/// What alignment compares of a node, taken from the plan once.
struct AlignedNode {
    /// What a node reads itself, by which it is known in another plan.
    struct Reading: Hashable {
        /// How it reads; scans of tables are of one kind, however they scan.
        let kind: String
        /// The table, function or WITH query.
        let name: String
    }

    /// What it reads; nil for a node that only works on the rows of others.
    let reading: Reading?
    /// Whether it counts as one of the things that the nodes above it work on.
    let counts: Bool
    /// The node above.
    let parent: Int?
    /// The node and all under it.
    private(set) var span: Range<Int>
    /// How many nodes that count are in ``span``.
    private(set) var size: Int

    /// What a join reads first and what it reads for each row or all at once, as the nodes under it.
    private(set) var inputs: (outer: Range<Int>, inner: Range<Int>)?

    private let kind: String
    private let type: String
    private let target: String?
    private let alias: String?
    private let index: String?
    private let isInput: Bool
    private let depth: Int
    private let subplan: String?
    private let phase: String?
    private let conditions: Set<String>
    private let keys: [String]

    /// Takes the nodes of a plan, in its order.
    static func all(of plan: QueryPlan) -> [AlignedNode] {
        var nodes = plan.nodes.map(AlignedNode.init)
        for id in nodes.indices.reversed() {
            guard let parent = nodes[id].parent else { continue }
            nodes[parent].span =
                nodes[parent].span.lowerBound..<max(nodes[parent].span.upperBound, nodes[id].span.upperBound)
            nodes[parent].size += nodes[id].size
        }
        for node in plan.nodes where nodes[node.id].kind == "join" {
            let inputs = node.children.filter { $0.role == .input }
            guard inputs.count == 2 else { continue }
            nodes[node.id].inputs = (nodes[inputs[0].id].span, nodes[inputs[1].id].span)
        }
        return nodes
    }

    private init(_ node: PlanNode) {
        let type = node.record.title.type
        self.type = type
        kind = Self.kind(type)
        target = node.target
        alias = node.alias
        index = node.index
        isInput = node.role == .input || node.role == .root
        depth = node.depth
        parent = node.parent?.id
        subplan = node.subplanName
        phase = node.partialMode
        conditions = Set(node.conditions.flatMap { ConditionTerms.terms(of: $0.text) })
        keys = ["Sort Key", "Presorted Key", "Group Key", "Cache Key"].compactMap { node.property($0)?.text }
        span = node.id..<node.id + 1
        switch kind {
        case "bitmap":
            var owner = node
            while owner.relation == nil, let parent = owner.parent { owner = parent }
            reading = Reading(kind: type, name: owner.relation ?? "")
            counts = false
        case "append", "join": (reading, counts) = (nil, false)
        default:
            let reads = kind == Self.tableScan || node.record.firstChild < 0
            reading = reads ? Reading(kind: kind, name: node.target ?? "") : nil
            counts = reads
        }
        size = counts ? 1 : 0
    }

    private static let tableScan = "scan of a table"

    /// Scans of a table are of one kind however they scan it, and so are joins and sorts however they work.
    private static func kind(_ type: String) -> String {
        switch type {
        case "Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Tid Scan", "Tid Range Scan",
            "Sample Scan", "Foreign Scan":
            tableScan
        case "Bitmap Index Scan", "BitmapAnd", "BitmapOr": "bitmap"
        case "Nested Loop", "Hash Join", "Merge Join": "join"
        case "Sort", "Incremental Sort": "sort"
        case "Gather", "Gather Merge": "gather"
        case "Aggregate", "Group": "aggregate"
        case "Append", "Merge Append": "append"
        default: type
        }
    }

    /// How readily a node is said to have moved: joins least, then scans, then a Gather, then the rest.
    var mobility: Int {
        switch kind {
        case "join", "append": 0
        case "gather": 2
        default: reading != nil ? 1 : 3
        }
    }

    // MARK: Likeness

    /// How alike two nodes are that read the same.
    func readerLikeness(to other: AlignedNode) -> Int {
        var likeness = Self.share(conditions, other.conditions, of: 300, whereNone: 150)
        if alias == other.alias {
            likeness += 400
        } else if let alias, let name = other.alias, Self.stem(alias) == Self.stem(name) {
            likeness += 100
        }
        if index == other.index { likeness += index == nil ? 20 : 100 }
        if type == other.type { likeness += 60 }
        if isInput == other.isInput { likeness += 40 }
        if subplan == other.subplan { likeness += 20 }
        return likeness - min(10, abs(depth - other.depth))
    }

    /// How alike two nodes are with so many scans in common under them; nil where they cannot be the same.
    func likeness(to other: AlignedNode, shared: Int) -> Int? {
        guard kind == other.kind, target == other.target, isInput == other.isInput else { return nil }
        let common = 2000 * shared / max(1, size + other.size)
        let hasSameConditions = !conditions.isEmpty && conditions == other.conditions
        guard common > (kind == "join" ? 500 : 399) || hasSameConditions else { return nil }
        var likeness = common + Self.share(conditions, other.conditions, of: 100, whereNone: 50)
        likeness += keys == other.keys ? 150 : 0
        likeness += type == other.type ? 60 : 0
        likeness += phase == other.phase ? 80 : phase == "Partial" || other.phase == "Partial" ? 0 : 40
        likeness += alias == other.alias ? 50 : 0
        likeness += subplan == other.subplan ? 50 : 0
        return likeness - min(20, abs(depth - other.depth))
    }

    /// Whether the other node does the same to about the same scans, so that it is this one, wherever it stands.
    func isPlainly(_ other: AlignedNode, shared: Int) -> Bool {
        4 * 2 * shared >= 3 * (size + other.size) && keys == other.keys && conditions == other.conditions
            && phase == other.phase && (kind == "gather" || kind == "sort" || type == other.type)
    }

    private static func share(
        _ one: Set<String>, _ other: Set<String>, of most: Int, whereNone none: Int
    )
        -> Int
    {
        if one.isEmpty, other.isEmpty { return none }
        let common = one.intersection(other).count
        return most * common / (one.count + other.count - common)
    }

    /// An alias without the number that PostgreSQL gives it where a name occurs again: `t` of `t_1`.
    private static func stem(_ alias: String) -> Substring {
        guard let mark = alias.lastIndex(of: "_"), mark > alias.startIndex,
            alias[alias.index(after: mark)...].allSatisfy(\.isNumber), !alias.hasSuffix("_")
        else { return alias[...] }
        return alias[..<mark]
    }
}

/// The terms of a condition: what is joined by AND outside of quotes and of any brackets but the outermost.
enum ConditionTerms {
    /// The terms, as written; `((a = 1) AND (b = 2))` has `(a = 1)` and `(b = 2)`.
    static func terms(of condition: String) -> [String] {
        let bytes = Array(condition.utf8)
        let inner =
            bytes.first == UInt8(ascii: "(") && bytes.last == UInt8(ascii: ")") ? 1..<bytes.count - 1 : 0..<0
        var terms: [String] = []
        var start = inner.lowerBound
        var level = 0
        var quote: UInt8 = 0
        var offset = inner.lowerBound
        while offset < inner.upperBound {
            let byte = bytes[offset]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: "(") {
                level += 1
            } else if byte == UInt8(ascii: ")") {
                level -= 1
                // `(a) OR (b)` is not inside one pair of brackets.
                if level < 0 { return [condition] }
            } else if level == 0, byte == UInt8(ascii: " "), bytes[offset...].starts(with: " AND ".utf8) {
                terms.append(String(decoding: bytes[start..<offset], as: UTF8.self))
                start = offset + 5
                offset += 4
            }
            offset += 1
        }
        guard level == 0, quote == 0, !terms.isEmpty else { return [condition] }
        return terms + [String(decoding: bytes[start..<inner.upperBound], as: UTF8.self)]
    }
}
