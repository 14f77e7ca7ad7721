/// The Universal Scalability Law that is nearest to measured throughputs, by least squares.
///
/// X(N) = γ·C(N), fitted in all three coefficients by the method of Levenberg and Marquardt (D. W. Marquardt,
/// 1963), with σ between 0 and 1 and κ not below 0.
public struct ScalabilityFit: Sendable, Hashable {
    /// A measured throughput.
    public struct Measurement: Sendable, Hashable {
        /// How many workers there were, N.
        public let workers: Double
        /// What they achieved, X(N), per second.
        public let throughput: Double

        public init(workers: Double, throughput: Double) {
            self.workers = workers
            self.throughput = throughput
        }
    }

    public let law: ScalabilityLaw
    /// What one worker achieves by the law, γ, per second.
    public let throughputOfOne: Double
    /// The root of the mean squared deviation of the measurements from the law, per second.
    public let deviation: Double
    /// In what way the measurements fall short of what the law asks for, each as a sentence.
    public let reservations: [String]

    /// Fits the law to at least four measurements at different numbers of workers.
    public init(_ measurements: [Measurement]) throws(QueueingError) {
        for measurement in measurements {
            try Condition.positive(measurement.workers, "number of workers")
            try Condition.positive(measurement.throughput, "throughput")
        }
        let different = Set(measurements.map(\.workers)).count
        guard different >= 4 else {
            throw .undetermined(
                quantity: "scalability",
                condition: "it has three coefficients and takes measurements at four numbers of workers or "
                    + "more, and there are \(different)")
        }
        let candidates = LeastSquares.candidates(measurements)
        guard let best = candidates.min(by: { $0.error < $1.error }) else {
            throw .undetermined(quantity: "scalability", condition: "no law comes near the measurements")
        }
        law = try ScalabilityLaw(contention: best.contention, coherency: best.coherency)
        throughputOfOne = best.scale
        deviation = (best.error / Double(measurements.count)).squareRoot()
        reservations = Self.reservations(measurements, different: different, law: law)
    }

    /// What so many workers achieve by the fitted law, per second.
    public func throughput(of workers: Double) throws(QueueingError) -> Double {
        throughputOfOne * (try law.capacity(of: workers))
    }

    /// The fits that are left when each measurement in turn is left out.
    ///
    /// How far they lie apart says how much the law hangs on single measurements. It is no confidence interval.
    /// Source: M. H. Quenouille, "Notes on bias in estimation", 1956 (the jackknife).
    public static func leavingOneOut(_ measurements: [Measurement]) throws(QueueingError) -> [ScalabilityFit]
    {
        var fits: [ScalabilityFit] = []
        for index in measurements.indices {
            var others = measurements
            others.remove(at: index)
            fits.append(try ScalabilityFit(others))
        }
        return fits
    }

    private static func reservations(
        _ measurements: [Measurement], different: Int, law: ScalabilityLaw
    ) -> [String] {
        var found: [String] = []
        if different < 6 {
            found.append("The law takes six numbers of workers or more; there are \(different).")
        }
        let most = measurements.map(\.workers).max() ?? 0
        if law.peak.map({ $0 >= most }) ?? true {
            found.append("No measurement lies past the peak; where it is, is a guess.")
        }
        return found
    }
}

/// A search for the coefficients with the least squared error.
private struct LeastSquares {
    struct Point {
        let workers: Double
        let throughput: Double
    }

    var scale: Double
    var contention: Double
    var coherency: Double
    private(set) var error = Double.infinity

    /// The best law of each kind that is possible: with both costs, with one of them, with none.
    static func candidates(_ measurements: [ScalabilityFit.Measurement]) -> [LeastSquares] {
        let sorted = measurements.sorted {
            ($0.workers, $0.throughput) < ($1.workers, $1.throughput)
        }
        let points = sorted.map { Point(workers: $0.workers, throughput: $0.throughput) }
        let scale = points[0].throughput / points[0].workers
        var found: [LeastSquares] = []
        for (contention, coherency) in [(true, true), (true, false), (false, true), (false, false)] {
            for start in [(0.1, 0.01), (0.5, 0.001), (0.01, 0.0001)] {
                var search = LeastSquares(
                    scale: scale, contention: contention ? start.0 : 0, coherency: coherency ? start.1 : 0)
                search.descend(points, free: [true, contention, coherency])
                let isLaw =
                    search.scale > 0 && search.coherency >= 0 && (0...1).contains(search.contention)
                if search.error.isFinite, isLaw { found.append(search) }
            }
        }
        return found
    }

    private init(scale: Double, contention: Double, coherency: Double) {
        self.scale = scale
        self.contention = contention
        self.coherency = coherency
    }

    private mutating func descend(_ points: [Point], free: [Bool]) {
        error = squaredError(points)
        var damping = 1e-3
        for _ in 0..<500 {
            guard let shift = shift(points, free: free, damping: damping) else { return }
            var trial = self
            trial.scale += shift[0]
            trial.contention += shift[1]
            trial.coherency += shift[2]
            trial.error = trial.squaredError(points)
            guard trial.error < error else {
                damping *= 4
                if damping > 1e16 { return }
                continue
            }
            self = trial
            damping = max(damping / 3, 1e-12)
        }
    }

    private func squaredError(_ points: [Point]) -> Double {
        var sum = CompensatedSum()
        for point in points {
            let denominator = denominator(point.workers)
            guard denominator > 0 else { return .infinity }
            let residual = point.throughput - scale * point.workers / denominator
            sum.add(residual * residual)
        }
        return sum.value
    }

    private func denominator(_ workers: Double) -> Double {
        1 + contention * (workers - 1) + coherency * workers * (workers - 1)
    }

    /// The step to the minimum of the linearised error, (JᵀJ + damping·diag)⁻¹ Jᵀr; nil where it is undefined.
    private func shift(_ points: [Point], free: [Bool], damping: Double) -> [Double]? {
        var rows = [[Double]](repeating: [0, 0, 0, 0], count: 3)
        for point in points {
            let denominator = denominator(point.workers)
            let pairs = point.workers * (point.workers - 1)
            let value = scale * point.workers / denominator
            let slopes = [
                point.workers / denominator, -value * (point.workers - 1) / denominator,
                -value * pairs / denominator,
            ]
            for row in 0..<3 where free[row] {
                for column in 0..<3 where free[column] { rows[row][column] += slopes[row] * slopes[column] }
                rows[row][3] += slopes[row] * (point.throughput - value)
            }
        }
        for index in 0..<3 { rows[index][index] = free[index] ? rows[index][index] * (1 + damping) : 1 }
        return Self.solve(rows)
    }

    /// Solves three equations by elimination with pivots.
    private static func solve(_ equations: [[Double]]) -> [Double]? {
        var rows = equations
        for column in 0..<3 {
            guard
                let pivot = (column..<3).max(by: {
                    rows[$0][column].magnitude < rows[$1][column].magnitude
                }), rows[pivot][column] != 0, rows[pivot][column].isFinite
            else { return nil }
            rows.swapAt(column, pivot)
            for row in 0..<3 where row != column {
                let factor = rows[row][column] / rows[column][column]
                for index in column..<4 { rows[row][index] -= factor * rows[column][index] }
            }
        }
        return (0..<3).map { rows[$0][3] / rows[$0][$0] }
    }
}
