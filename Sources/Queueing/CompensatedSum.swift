/// A sum of many numbers whose rounding error does not grow with their count.
///
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", 1974.
struct CompensatedSum {
    private var sum = 0.0
    private var correction = 0.0

    var value: Double { sum + correction }

    mutating func add(_ term: Double) {
        let total = sum + term
        correction +=
            sum.magnitude >= term.magnitude ? (sum - total) + term : (term - total) + sum
        sum = total
    }
}
