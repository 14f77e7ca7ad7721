/// Percentiles of measured values.
enum NearestRank {
    /// The value that a share of the values does not exceed: number ⌈p·n⌉ in ascending order.
    static func percentile(_ share: Double, ofSorted values: [Double]) throws(QueueingError) -> Double {
        guard share > 0, share <= 1 else {
            throw .outsideRange(quantity: "percentile", value: share, condition: "above 0 and at most 1")
        }
        guard !values.isEmpty else {
            throw .undetermined(quantity: "percentile", condition: "there are no values")
        }
        let rank = Int(exactly: (share * Double(values.count)).rounded(.up)) ?? 1
        return values[min(max(rank, 1), values.count) - 1]
    }
}
