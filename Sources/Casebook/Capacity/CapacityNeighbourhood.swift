import Diagnostics
import Inspection
import Queueing

/// What a load near the one that was asked about would do, a row for each.
struct CapacityNeighbourhood {
    private let question: CapacityQuestion

    init(_ question: CapacityQuestion) { self.question = question }

    /// Writes the rows below a line of titles.
    func write(to report: inout TextReport) throws(QueueingError) {
        let table = try table()
        let widths = table[0].indices.map { column in
            table.map { VisibleText.width($0[column]) }.max() ?? 0
        }
        for (number, cells) in table.enumerated() {
            var line = "  " + CapacityFigure.padded(cells[0], to: widths[0])
            for (column, cell) in cells.enumerated().dropFirst() {
                line += "   " + CapacityFigure.padded(cell, to: widths[column], isRight: true)
            }
            report.line(line, number == 0 ? .faint : .plain)
        }
    }

    private func table() throws(QueueingError) -> [[String]] {
        var rows: [(String, CapacityQuestion)] = [("as asked", question)]
        for (factor, name) in [(0.5, "half the load"), (2, "double the load")] {
            let other = question.withLoad(times: factor)
            rows.append(("\(name), \(CapacityFigure.rate(other.arrivalRate))", other))
        }
        if let other = question.withOneMoreServer {
            rows.append(("one more server, \(other.servers)", other))
        }
        let fast = question.withFasterWork
        rows.append(("ten times faster, \(CapacityFigure.time(fast.serviceTime))", fast))

        let percentile = "p\(CapacityFigure.plain(question.percentile))"
        var table =
            question.slots == nil
            ? [["What if", "utilisation", "has to wait", "mean wait", "response", percentile]]
            : [["What if", "utilisation", "refused", "in system", "response", "slots out after"]]
        for (name, other) in rows { table.append([name] + cells(try CapacityAnswer(other))) }
        return table
    }

    private func cells(_ answer: CapacityAnswer) -> [String] {
        let utilisation = CapacityFigure.share(answer.utilisation)
        switch answer.steadyState {
        case .open(let queue, _, let response):
            return [
                utilisation, CapacityFigure.share(queue.waitingProbability),
                CapacityFigure.time(queue.meanWait), CapacityFigure.time(queue.meanResponseTime),
                CapacityFigure.time(response),
            ]
        case .bounded(let queue):
            return [
                utilisation, CapacityFigure.share(queue.refusalProbability),
                CapacityFigure.number(queue.meanInSystem), CapacityFigure.time(queue.meanResponseTime),
                answer.secondsToExhaustion.map(CapacityFigure.time) ?? "no overload",
            ]
        case .none: return [utilisation, "everybody", "no end to it", "", ""]
        }
    }
}
