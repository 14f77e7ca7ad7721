/// A position in the drawing.
struct Point: Hashable {
    let x: Double
    let y: Double

    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// The path data of straight lines from point to point.
func lineData(_ points: [Point]) -> String {
    var data = ""
    for (index, point) in points.enumerated() {
        data += "\(index == 0 ? "M" : "L")\(coordinate(point.x)) \(coordinate(point.y))"
    }
    return data
}

/// The path data of levels that hold from each point to the next.
func stepData(_ points: [Point]) -> String {
    var data = ""
    for (index, point) in points.enumerated() {
        let (x, y) = (coordinate(point.x), coordinate(point.y))
        data += index == 0 ? "M\(x) \(y)" : "H\(x)V\(y)"
    }
    return points.count == 1 ? data + "h6" : data
}

/// The points that a line needs at the drawing's resolution: of those in one unit's width, the first, the
/// lowest, the highest and the last, so that no peak is lost however many samples there are.
func thinned(_ points: [Point]) -> [Point] {
    guard points.count > 1500 else { return points }
    var kept: [Point] = []
    var start = 0
    while start < points.count {
        let column = points[start].x.rounded(.down)
        var end = start
        var low = start
        var high = start
        while end < points.count, points[end].x.rounded(.down) == column {
            if points[end].y < points[low].y { low = end }
            if points[end].y > points[high].y { high = end }
            end += 1
        }
        for index in Set([start, low, high, end - 1]).sorted() { kept.append(points[index]) }
        start = end
    }
    return kept
}
