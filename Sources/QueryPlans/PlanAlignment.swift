/// Finds which node of one plan is which of another: by what they read, and then by what is under them.
///
/// First the scans are paired, since a table keeps its name wherever it is read: by table, then by alias,
/// conditions and index. The nodes above them are the same where they do the same to the same scans. A pair
/// is taken, the likeliest first, while a node above another stays above it; what is left is paired where a
/// node is plainly itself but stands elsewhere, and has then *moved*. Ties go to the earlier nodes.
///
/// The work is bounded by (nodes × nodes) additions and ``candidateLimit`` candidates for each node.
struct PlanAlignment {
    /// For each node of the earlier plan, the node of the later one.
    private(set) var later: [Int?]
    /// For each node of the later plan, the node of the earlier one.
    private(set) var earlier: [Int?]
    /// The nodes of the earlier plan that stand elsewhere in the later one, among what both plans have.
    private(set) var moved: Set<Int> = []

    private let left: [AlignedNode]
    private let right: [AlignedNode]

    /// How many partners are weighed for a node: the likeliest ones.
    private static let candidateLimit = 24

    private struct Candidate {
        let likeness: Int
        let before: Int
        let after: Int
        let isPlain: Bool
    }

    init(_ before: QueryPlan, _ after: QueryPlan) {
        left = AlignedNode.all(of: before)
        right = AlignedNode.all(of: after)
        later = [Int?](repeating: nil, count: left.count)
        earlier = [Int?](repeating: nil, count: right.count)
        pairReaders()
        let candidates = candidatesAbove()
        for pair in candidates where isFree(pair) && isConsistent(pair) { take(pair) }
        for pair in candidates where isFree(pair) && pair.isPlain { take(pair) }
        findMoved()
    }

    private func isFree(_ pair: Candidate) -> Bool { later[pair.before] == nil && earlier[pair.after] == nil }

    private mutating func take(_ pair: Candidate) {
        later[pair.before] = pair.after
        earlier[pair.after] = pair.before
    }

    private static func sorted(_ candidates: [Candidate]) -> [Candidate] {
        candidates.sorted { ($1.likeness, $0.before, $0.after) < ($0.likeness, $1.before, $1.after) }
    }

    // MARK: What reads

    /// Pairs the nodes that read something with those that read the same.
    private mutating func pairReaders() {
        var partners: [AlignedNode.Reading: [Int]] = [:]
        for (id, node) in right.enumerated() {
            if let reading = node.reading { partners[reading, default: []].append(id) }
        }
        var candidates: [Candidate] = []
        var positions: [AlignedNode.Reading: Int] = [:]
        for (id, node) in left.enumerated() {
            guard let reading = node.reading, let others = partners[reading] else { continue }
            let position = positions[reading, default: 0]
            positions[reading] = position + 1
            // Of a table that is read hundreds of times, those in about the same place are enough.
            let near =
                others.count <= 4 * Self.candidateLimit
                ? others[...]
                : others[max(0, min(position, others.count) - Self.candidateLimit)...]
                    .prefix(2 * Self.candidateLimit)
            candidates += near.map { other in
                Candidate(
                    likeness: node.readerLikeness(to: right[other]), before: id, after: other, isPlain: true)
            }
        }
        for pair in Self.sorted(candidates) where isFree(pair) { take(pair) }
    }

    // MARK: What stands above

    /// The pairs of nodes that may be the same for what is under them, the likeliest first.
    private func candidatesAbove() -> [Candidate] {
        let columns = right.indices.filter { right[$0].reading == nil }
        let columnOfNode = columns.enumerated().reduce(into: [Int?](repeating: nil, count: right.count)) {
            $0[$1.element] = $1.offset
        }
        var candidates: [Candidate] = []
        // Nodes come before those under them: from the last to the first, a row is whole when it is needed.
        var rows = [[Int32]?](repeating: nil, count: left.count)
        for id in left.indices.reversed() {
            var shared = rows[id] ?? [Int32](repeating: 0, count: columns.count)
            rows[id] = nil
            if let partner = later[id], left[id].counts {
                var next = right[partner].parent
                while let other = next {
                    if let column = columnOfNode[other] { shared[column] += 1 }
                    next = right[other].parent
                }
            }
            if left[id].reading == nil {
                candidates += best(for: id, columns: columns, shared: shared)
            }
            guard let parent = left[id].parent else { continue }
            if var sum = rows[parent] {
                rows[parent] = nil
                for column in sum.indices { sum[column] += shared[column] }
                rows[parent] = sum
            } else {
                rows[parent] = shared
            }
        }
        return Self.sorted(candidates)
    }

    private func best(for id: Int, columns: [Int], shared: [Int32]) -> [Candidate] {
        var found: [Candidate] = []
        for (column, other) in columns.enumerated() where shared[column] > 0 {
            let likeness = left[id].likeness(to: right[other], shared: Int(shared[column]))
            guard let likeness else { continue }
            found.append(
                Candidate(
                    likeness: likeness, before: id, after: other,
                    isPlain: left[id].isPlainly(right[other], shared: Int(shared[column]))))
        }
        guard found.count > Self.candidateLimit else { return found }
        return Array(Self.sorted(found).prefix(Self.candidateLimit))
    }

    // MARK: What stays above what

    /// Whether what is above and under the one node is, as far as it is paired, above and under the other.
    private func isConsistent(_ pair: Candidate) -> Bool {
        let (one, other) = (left[pair.before], right[pair.after])
        var unmatched = 0
        for id in one.span.dropFirst() {
            guard let partner = later[id] else { continue }
            guard other.span.contains(partner), partner != pair.after else { return false }
            unmatched += 1
        }
        for id in other.span.dropFirst() where earlier[id] != nil { unmatched -= 1 }
        guard unmatched == 0 else { return false }
        var next = one.parent
        while let id = next {
            next = left[id].parent
            guard let partner = later[id] else { continue }
            guard right[partner].span.contains(pair.after) else { return false }
            unmatched += 1
        }
        next = other.parent
        while let id = next {
            next = right[id].parent
            if earlier[id] != nil { unmatched -= 1 }
        }
        return unmatched == 0
    }

    /// Finds the fewest nodes that must have moved: a pair stays while it contradicts none that stays.
    ///
    /// Joins and scans are asked first, so that a Sort that changed places with a Gather is what moved.
    private mutating func findMoved() {
        let order = later.indices.filter { later[$0] != nil }
            .sorted { (left[$0].mobility, $0) < (left[$1].mobility, $1) }
        var staying = PlanAlignment(keeping: left, right)
        for id in order {
            guard let partner = later[id] else { continue }
            let pair = Candidate(likeness: 0, before: id, after: partner, isPlain: true)
            if staying.isConsistent(pair) { staying.take(pair) } else { moved.insert(id) }
        }
    }

    // MARK: Joins

    /// What is read first by a join in either plan, where its two inputs have changed places.
    func swappedSides(of join: Int) -> (before: String, after: String)? {
        guard let partner = later[join], let sides = left[join].inputs, let others = right[partner].inputs,
            pairs(in: sides.outer, allIn: others.inner), pairs(in: sides.inner, allIn: others.outer)
        else { return nil }
        return (Self.readings(of: left[sides.outer]), Self.readings(of: right[others.outer]))
    }

    /// Whether all that is read under an input, as far as it is in both plans, is under that other one.
    private func pairs(in input: Range<Int>, allIn other: Range<Int>) -> Bool {
        let partners = input.compactMap { left[$0].counts ? later[$0] : nil }
        return !partners.isEmpty && partners.allSatisfy(other.contains)
    }

    private static func readings(of nodes: ArraySlice<AlignedNode>) -> String {
        nodes.compactMap { $0.counts ? $0.reading?.name : nil }.filter { !$0.isEmpty }.uniqued()
            .joined(separator: ", ")
    }

    private init(keeping left: [AlignedNode], _ right: [AlignedNode]) {
        self.left = left
        self.right = right
        later = [Int?](repeating: nil, count: left.count)
        earlier = [Int?](repeating: nil, count: right.count)
    }
}
