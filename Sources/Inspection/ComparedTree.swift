import QueryPlans

/// Two plans as one tree: that of the later one, with what it no longer has where it was.
struct ComparedTree {
    /// The pairs, as the comparison lists them.
    let pairs: [PlanNodePair]
    /// The pairs at the top, in order.
    private(set) var roots: [Int] = []
    /// The pairs directly under each pair, in order: first what was removed there.
    private(set) var children: [[Int]]

    init(_ comparison: PlanComparison) {
        let pairs = comparison.pairs
        self.pairs = pairs
        children = [[Int]](repeating: [], count: pairs.count)
        var pairOfBefore = [Int](repeating: 0, count: comparison.before.nodes.count)
        var pairOfAfter = [Int](repeating: 0, count: comparison.after.nodes.count)
        for (index, pair) in pairs.enumerated() {
            if let node = pair.before { pairOfBefore[node.id] = index }
            if let node = pair.after { pairOfAfter[node.id] = index }
        }
        for (index, pair) in pairs.enumerated() where pair.after == nil {
            place(index, under: (pair.before?.parent?.id).map { pairOfBefore[$0] })
        }
        for node in comparison.after.nodes {
            place(pairOfAfter[node.id], under: (node.parent?.id).map { pairOfAfter[$0] })
        }
    }

    private mutating func place(_ pair: Int, under parent: Int?) {
        if let parent { children[parent].append(pair) } else { roots.append(pair) }
    }
}

/// The lines that lead from a node of a tree to those under it.
enum TreeLines {
    /// What stands before the lines under a node: after `lead` and its own `mark`.
    static func inner(_ lead: String, _ mark: String) -> String {
        lead + (mark.isEmpty ? "" : mark == "└ " ? "  " : "│ ")
    }

    /// The mark of a child.
    static func mark(isLast: Bool) -> String { isLast ? "└ " : "├ " }

    /// The lines that lead to a node; of a very deep one, only how deep it is.
    static func shortened(_ lead: String) -> String {
        lead.count <= 40 ? lead : "⋯ \(lead.count / 2) deep " + lead.suffix(20)
    }
}
