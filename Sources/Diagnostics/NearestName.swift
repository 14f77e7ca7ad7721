/// The known name that a misspelt one most likely meant, or nil where none is near.
///
/// Nearness is the Levenshtein distance over UTF-8 bytes; a name is near when at most a third of it,
/// and never more than four bytes, would have to change.
public func nearestName(to misspelt: String, among known: some Sequence<String>) -> String? {
    let wanted = Array(misspelt.utf8)
    let limit = min(4, max(1, wanted.count / 3))
    var best: (name: String, distance: Int)?
    for name in known {
        let distance = editDistance(wanted, Array(name.utf8))
        guard distance <= limit else { continue }
        if let found = best, (found.distance, found.name) <= (distance, name) { continue }
        best = (name, distance)
    }
    return best?.name
}

private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var previous = Array(0...right.count)
    for (row, byte) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            current.append(
                min(previous[column + 1] + 1, current[column] + 1, previous[column] + (byte == other ? 0 : 1))
            )
        }
        previous = current
    }
    return previous[right.count]
}
