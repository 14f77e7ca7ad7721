import Diagnostics
import Inspection
import Queueing

/// The answer of `casebook capacity` for a reader at a terminal.
struct CapacityText {
    private let answer: CapacityAnswer
    private var question: CapacityQuestion { answer.question }

    init(_ answer: CapacityAnswer) { self.answer = answer }

    /// Writes the figures, those of the neighbourhood, and what they take for granted.
    func write(to report: inout TextReport) throws(QueueingError) {
        report.line(title, .strong)
        report.blank()
        for row in try rows() {
            report.line(
                TextReport.Part("  " + CapacityFigure.padded(row.label, to: 24), .faint),
                TextReport.Part(CapacityFigure.padded(row.value, to: 12), row.isAlarm ? .alarm : .strong),
                TextReport.Part(row.note))
        }
        report.blank()
        try CapacityNeighbourhood(question).write(to: &report)
        for model in try answer.models {
            report.blank()
            report.line("Model: \(model.name)", .strong)
            for assumption in model.assumptions { report.paragraph("- \(assumption)") }
        }
    }

    private var title: String {
        let arriving = "\(CapacityFigure.rate(question.arrivalRate)) arriving"
        let servers = "\(question.servers) server\(question.servers == 1 ? "" : "s")"
        let time = "\(CapacityFigure.time(question.serviceTime)) of one server each"
        let slots = question.slots.map { ", \($0) slot\($0 == 1 ? "" : "s")" } ?? ""
        return "\(arriving), \(time), \(servers)\(slots)"
    }

    // MARK: Figures

    private struct Row {
        let label: String
        let value: String
        var note = ""
        var isAlarm = false
    }

    private func rows() throws(QueueingError) -> [Row] {
        var rows = [
            Row(
                label: "Utilisation", value: CapacityFigure.share(answer.utilisation),
                note: answer.growthRate == nil
                    ? "of what the servers can do" : "of what the servers can do: more than all of it",
                isAlarm: answer.utilisation >= 1),
            Row(
                label: "Throughput ceiling", value: CapacityFigure.rate(answer.throughputCeiling),
                note: "\(question.servers) ÷ \(CapacityFigure.time(question.serviceTime))"),
        ]
        switch answer.steadyState {
        case .open(let queue, let wait, let response):
            rows += open(queue, wait: wait, response: response)
        case .bounded(let queue): rows += bounded(queue)
        case .none: rows += try growing()
        }
        return rows + exhaustion
    }

    private func open(_ queue: OpenQueue, wait: Double, response: Double) -> [Row] {
        let percentile = "\(CapacityFigure.plain(question.percentile)) %"
        return [
            Row(label: "Has to wait", value: CapacityFigure.share(queue.waitingProbability)),
            Row(label: "Wait, mean", value: CapacityFigure.time(queue.meanWait)),
            Row(label: "Wait, \(percentile) within", value: CapacityFigure.time(wait)),
            Row(
                label: "Response, mean", value: CapacityFigure.time(queue.meanResponseTime),
                note: "waiting and service"),
            Row(label: "Response, \(percentile) within", value: CapacityFigure.time(response)),
            Row(
                label: "In the system", value: CapacityFigure.number(queue.meanInSystem),
                note: "waiting and running, on average"),
        ]
    }

    private func bounded(_ queue: BoundedQueue) -> [Row] {
        let floor = CapacityFigure.share(queue.overloadRefusalShare)
        return [
            Row(
                label: "Refused", value: CapacityFigure.share(queue.refusalProbability),
                note: answer.growthRate == nil ? "" : "\(floor) with however many slots",
                isAlarm: answer.growthRate != nil),
            Row(label: "Throughput", value: CapacityFigure.rate(queue.throughput)),
            Row(
                label: "In the system", value: CapacityFigure.number(queue.meanInSystem),
                note: "of \(queue.places), on average"),
            Row(
                label: "Wait, mean", value: CapacityFigure.time(queue.meanWait),
                note: "of those who find a slot"),
            Row(
                label: "Response, mean", value: CapacityFigure.time(queue.meanResponseTime),
                note: "of those who find a slot"),
        ]
    }

    /// What happens with time where there is no steady state.
    private func growing() throws(QueueingError) -> [Row] {
        let growth = answer.growthRate ?? 0
        var rows = [
            Row(
                label: "Steady state", value: "none", note: "work comes as fast as it can be done, or faster",
                isAlarm: true)
        ]
        if growth > 0 {
            rows.append(
                Row(
                    label: "Backlog grows by", value: CapacityFigure.rate(growth),
                    note: "\(CapacityFigure.rate(question.arrivalRate)) − "
                        + CapacityFigure.rate(answer.throughputCeiling), isAlarm: true))
        }
        for (time, label) in [(1.0, "1 s"), (10, "10 s"), (60, "1 min")] {
            let exact = try answer.meanInSystem(after: time)
            guard exact != nil || growth > 0 else { continue }
            rows.append(
                Row(
                    label: "In the system at \(label)", value: CapacityFigure.number(exact ?? growth * time),
                    note: exact == nil ? "as a fluid, from idle" : "on average, from idle"))
        }
        return rows
    }

    private var exhaustion: [Row] {
        guard let fluid = answer.secondsToExhaustion, let mean = answer.meanSecondsToExhaustion,
            let slots = question.slots
        else { return [] }
        return [
            Row(
                label: "Slots run out after", value: CapacityFigure.time(fluid),
                note: "\(slots) ÷ (\(CapacityFigure.rate(question.arrivalRate)) − "
                    + "\(CapacityFigure.rate(answer.throughputCeiling))), from idle; "
                    + "\(CapacityFigure.time(mean)) with chance", isAlarm: true)
        ]
    }
}
