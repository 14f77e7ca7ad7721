/// The long-run probabilities of a chain that moves by one up or down.
///
/// They are computed outwards from the most probable state, so that each weight is at most 1: nothing
/// overflows, and what underflows is zero to the last bit. Holds for chains with one most probable state,
/// which every queue has whose arrivals do not speed up and whose service does not slow down as it fills.
/// Source: L. Kleinrock, "Queueing Systems", volume 1, chapter 3.
enum BirthDeath {
    /// The probabilities of the states 0 to `top`.
    /// - Parameter ratio: λ(n−1)/μ(n), by which state n is more probable than the one below it.
    static func probabilities(top: Int, ratio: (Int) -> Double) -> [Double] {
        var weights = [Double](repeating: 0, count: top + 1)
        var mode = 0
        while mode < top, ratio(mode + 1) >= 1 { mode += 1 }
        weights[mode] = 1
        var weight = 1.0
        var state = mode
        while state < top, weight > 0 {
            state += 1
            weight *= ratio(state)
            weights[state] = weight
        }
        weight = 1
        state = mode
        while state > 0, weight > 0 {
            weight /= ratio(state)
            state -= 1
            weights[state] = weight
        }
        var total = CompensatedSum()
        for weight in weights { total.add(weight) }
        let scale = total.value
        for state in weights.indices { weights[state] /= scale }
        return weights
    }
}
