import Pictures
import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A drawing of what was read, with a caption that says what it is made of.
struct ReadingChart {
    /// How many samples of a series are drawn at most.
    static let mostSamples = 240

    private let picture: any Picture
    private let caption: String

    init(_ picture: any Picture, caption: String) {
        self.picture = picture
        self.caption = caption
    }

    /// Writes the figure; `id` must be the page's only such prefix.
    func write(id: String, to html: inout HTMLWriter) {
        html.markup("<figure class=\"picture\">\n")
        html.fragment(Array(picture.responsiveSVG(id: id).utf8))
        html.markup("<figcaption>")
        html.captured(caption)
        html.markup("</figcaption>\n</figure>\n")
    }

    /// As few samples as a drawing can show: of each stretch of time the least and the greatest.
    static func thinned(_ samples: [TimeChart.Sample]) -> (samples: [TimeChart.Sample], stretch: Int) {
        guard samples.count > mostSamples else { return (samples, 1) }
        let stretch = (samples.count * 2 + mostSamples - 1) / mostSamples
        var kept: [TimeChart.Sample] = []
        for start in stride(from: 0, to: samples.count, by: stretch) {
            let part = samples[start..<min(samples.count, start + stretch)]
            let valued = part.filter { $0.value != nil }
            guard let least = valued.min(by: { ($0.value ?? 0) < ($1.value ?? 0) }),
                let greatest = valued.max(by: { ($0.value ?? 0) < ($1.value ?? 0) })
            else {
                kept += part.prefix(1)
                continue
            }
            kept += least.time <= greatest.time ? [least, greatest] : [greatest, least]
        }
        return (kept, stretch)
    }

    /// What a caption says of samples that were thinned out.
    static func note(_ count: Int, stretch: Int) -> String {
        let samples = "\(decimal(Double(count), decimals: 0)) samples"
        return stretch == 1 ? samples : "\(samples), of each \(stretch) the least and the greatest"
    }

    /// How often values lie between bounds that are as far apart as their sizes ask for.
    static func histogram(of values: [Double], title: String, axis: String, counts: String) -> Histogram? {
        let sorted = values.filter(\.isFinite).sorted()
        guard let least = sorted.first, let greatest = sorted.last, least < greatest, sorted.count >= 20
        else {
            return nil
        }
        let isLogarithmic = least > 0 && greatest / least > 50
        let binCount = 24
        let bounds = (0...binCount).map { index -> Double in
            let part = Double(index) / Double(binCount)
            return isLogarithmic
                ? least * pow(greatest / least, part) : least + (greatest - least) * part
        }
        var bins: [Histogram.Bin] = []
        var rest = sorted[...]
        for (index, (lower, upper)) in zip(bounds, bounds.dropFirst()).enumerated() {
            let isLast = index == binCount - 1
            let inside = isLast ? rest : rest.prefix { $0 < upper }
            rest = rest.dropFirst(inside.count)
            bins.append(.init(from: lower, to: upper, count: Double(inside.count)))
        }
        func quantile(_ part: Double) -> Double {
            sorted[min(sorted.count - 1, Int(exactly: (Double(sorted.count) * part).rounded(.down)) ?? 0)]
        }
        let (median, high) = (quantile(0.5), quantile(0.99))
        return Histogram(
            title: title,
            summary: "Half of them lie below \(significant(median, digits: 3)), "
                + "99 of 100 below \(significant(high, digits: 3)).", bins: bins,
            values: Axis(axis, scale: isLogarithmic ? .logarithmic : .linear), counts: counts,
            references: [
                Reference(median, "median \(significant(median, digits: 3))"),
                Reference(high, "99 % \(significant(high, digits: 3))"),
            ])
    }
}
