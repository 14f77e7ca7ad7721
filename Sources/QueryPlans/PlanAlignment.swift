/// Finds which node of one plan is which of another, by what they read and what is under them.
///
/// Every pair of nodes of the same kind gets a likeness: tables read by the node and by all under it,
/// index, condition, type. The likeliest pairs are taken first, as long as a node above another stays above
/// it, so that a join whose sides were swapped is still the same join. Ties go to the earlier nodes.
struct PlanAlignment {
    /// For each node of the earlier plan, the node of the later one.
    let later: [Int?]
    /// For each node of the later plan, the node of the earlier one.
    let earlier: [Int?]

    private struct Candidate {
        let likeness: Int
        let before: Int
        let after: Int
    }

    init(_ before: QueryPlan, _ after: QueryPlan) {
        let left = before.nodes.map(Profile.init)
        let right = after.nodes.map(Profile.init)
        var candidates: [Candidate] = []
        for (i, one) in left.enumerated() {
            for (j, other) in right.enumerated() {
                guard let likeness = one.likeness(to: other) else { continue }
                candidates.append(Candidate(likeness: likeness, before: i, after: j))
            }
        }
        candidates.sort { ($1.likeness, $0.before, $0.after) < ($0.likeness, $1.before, $1.after) }
        var later = [Int?](repeating: nil, count: left.count)
        var earlier = [Int?](repeating: nil, count: right.count)
        for pair in candidates where later[pair.before] == nil && earlier[pair.after] == nil {
            let isConsistent = later.indices.allSatisfy { i in
                guard let j = later[i] else { return true }
                return left[i].isAbove(left[pair.before]) == right[j].isAbove(right[pair.after])
                    && left[pair.before].isAbove(left[i]) == right[pair.after].isAbove(right[j])
            }
            guard isConsistent else { continue }
            later[pair.before] = pair.after
            earlier[pair.after] = pair.before
        }
        self.later = later
        self.earlier = earlier
    }
}

/// What alignment compares of a node.
private struct Profile {
    /// What the node does, so far that two nodes of different kinds are never the same.
    private let kind: String
    private let type: String
    private let target: String?
    private let alias: String?
    private let index: String?
    private let role: PlanNodeRole
    private let depth: Int
    private let conditions: Set<String>
    /// The aliases of all that is read by the node and under it.
    private let reads: Set<String>
    private let span: Range<Int>

    init(_ node: PlanNode) {
        let type = node.record.title.type
        kind = Self.kind(type)
        self.type = type
        target = node.target
        alias = node.alias
        index = node.index
        role = node.role
        depth = node.depth
        conditions = Set(node.conditions.map(\.text))
        var reads: Set<String> = []
        var end = node.id + 1
        let nodes = node.tree.nodes
        while end < nodes.count, nodes[end].depth > nodes[node.id].depth { end += 1 }
        for id in node.id..<end {
            let inner = PlanNode(node.tree, id)
            if let name = inner.alias ?? inner.target { reads.insert(name) }
        }
        self.reads = reads
        span = node.id..<end
    }

    /// Scans of a table are of one kind however they scan it, and so are joins and sorts however they work.
    private static func kind(_ type: String) -> String {
        switch type {
        case "Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Tid Scan", "Tid Range Scan",
            "Sample Scan", "Foreign Scan":
            "scan of a table"
        case "Nested Loop", "Hash Join", "Merge Join": "join"
        case "Sort", "Incremental Sort": "sort"
        case "Gather", "Gather Merge": "gather"
        case "Aggregate", "Group": "aggregate"
        case "Append", "Merge Append": "append"
        default: type
        }
    }

    func isAbove(_ other: Profile) -> Bool { span.contains(other.span.lowerBound) && span != other.span }

    /// How alike two nodes are; nil where they cannot be the same.
    func likeness(to other: Profile) -> Int? {
        guard kind == other.kind, target == other.target,
            (role == .input || role == .root) == (other.role == .input || other.role == .root)
        else { return nil }
        let union = reads.union(other.reads).count
        let shared = union == 0 ? 0 : reads.intersection(other.reads).count * 1000 / union
        if union > 0, shared == 0 { return nil }
        return shared + (alias == other.alias ? 400 : 0) + (type == other.type ? 200 : 0)
            + (index == other.index ? 100 : 0) + (conditions == other.conditions ? 100 : 0)
            + (depth == other.depth ? 10 : 0)
    }
}
