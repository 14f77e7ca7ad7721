/// What became of an element of a sequence.
enum Alignment: Hashable {
    /// It is in both, at these positions.
    case same(old: Int, new: Int)
    /// One took the place of the other.
    case changed(old: Int, new: Int)
    /// It is in the old one only.
    case removed(old: Int)
    /// It is in the new one only.
    case added(new: Int)

    /// Aligns two sequences: the longest common part first, then the most alike of what lies between.
    ///
    /// - Parameter likeness: How alike two different elements are, from 0 to 1; pairs below a third are none.
    static func align<Element: Hashable>(
        _ old: [Element], _ new: [Element], likeness: (_ old: Int, _ new: Int) -> Double
    ) -> [Alignment] {
        // Comparing small numbers makes the comparison of long sentences one hash each.
        var numbers: [Element: Int] = [:]
        func number(_ element: Element) -> Int {
            if let known = numbers[element] { return known }
            numbers[element] = numbers.count
            return numbers.count - 1
        }
        let (left, right) = (old.map(number), new.map(number))
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in right.difference(from: left) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var aligned: [Alignment] = []
        var gap = (old: [Int](), new: [Int]())
        func close() {
            aligned += pairs(gap.old, gap.new, likeness)
            gap = ([], [])
        }
        var (position, other) = (0, 0)
        while position < left.count || other < right.count {
            if position < left.count, removed.contains(position) {
                gap.old.append(position)
                position += 1
            } else if other < right.count, added.contains(other) {
                gap.new.append(other)
                other += 1
            } else {
                close()
                aligned.append(.same(old: position, new: other))
                position += 1
                other += 1
            }
        }
        close()
        return aligned
    }

    /// The least that two elements must be alike to be told as one that changed.
    private static let leastLikeness = 1.0 / 3

    /// Above this many comparisons, elements are paired by their order alone.
    private static let mostComparisons = 10_000

    /// Pairs what lies between two common elements, in order, so that the pairs are as alike as can be.
    private static func pairs(_ old: [Int], _ new: [Int], _ likeness: (Int, Int) -> Double) -> [Alignment] {
        guard !old.isEmpty, !new.isEmpty else {
            return old.map { .removed(old: $0) } + new.map { .added(new: $0) }
        }
        guard old.count * new.count <= mostComparisons else {
            let common = min(old.count, new.count)
            return zip(old, new).map { .changed(old: $0, new: $1) }
                + old.dropFirst(common).map { .removed(old: $0) }
                + new.dropFirst(common).map { .added(new: $0) }
        }
        // Needleman and Wunsch, "A general method applicable to the search for similarities", 1970; a gap
        // costs nothing. best[i][j] is of what is left from i and j on.
        let alike = old.map { left in new.map { right in likeness(left, right) } }
        var best = Array(repeating: Array(repeating: 0.0, count: new.count + 1), count: old.count + 1)
        for i in old.indices.reversed() {
            for j in new.indices.reversed() {
                let pair = alike[i][j] >= leastLikeness ? alike[i][j] + best[i + 1][j + 1] : 0
                best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
            }
        }
        var aligned: [Alignment] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, j < new.count, alike[i][j] >= leastLikeness,
                best[i][j] == alike[i][j] + best[i + 1][j + 1]
            {
                aligned.append(.changed(old: old[i], new: new[j]))
                (i, j) = (i + 1, j + 1)
            } else if i < old.count, j == new.count || best[i][j] == best[i + 1][j] {
                aligned.append(.removed(old: old[i]))
                i += 1
            } else {
                aligned.append(.added(new: new[j]))
                j += 1
            }
        }
        return aligned
    }
}

/// How alike two sentences are: the share of words that they have in common, in order.
///
/// Sentences that differ only in their figures are the same sentence.
func likeness(_ old: DocumentSentence, _ new: DocumentSentence) -> Double {
    guard old.frame != new.frame else { return 1 }
    let left = old.text.split(separator: " ").prefix(longestCompared)
    let right = new.text.split(separator: " ").prefix(longestCompared)
    var row = Array(repeating: 0, count: right.count + 1)
    for word in left {
        var diagonal = 0
        for (offset, other) in right.enumerated() {
            let above = row[offset + 1]
            row[offset + 1] = word == other ? diagonal + 1 : max(above, row[offset])
            diagonal = above
        }
    }
    return 2 * Double(row[right.count]) / Double(max(1, left.count + right.count))
}

/// How many words of a sentence are compared: no sentence that is meant to be read is longer.
private let longestCompared = 200
