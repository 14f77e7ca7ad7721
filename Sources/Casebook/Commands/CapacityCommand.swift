import ArgumentParser
import Diagnostics
import Evidence
import Inspection
import Queueing

/// `casebook capacity`.
struct CapacityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity",
        abstract: "Answers what-if questions about load: waiting, refusals, when slots run out.",
        discussion: """
            Needs no project. Takes how much work arrives, how long each piece occupies one server when nothing \
            else runs, and how many servers there are; for a database whose data is cached, a server is a \
            processor core and the service time the processor time of a query.

              casebook capacity --arrival-rate 30 --service-time 190ms --servers 2 --slots 57

            Without --slots everything that arrives waits as long as it has to (M/M/c): there is a steady state \
            only while work arrives more slowly than the servers can do it, and beyond that casebook tells how \
            the backlog grows. With --slots, what finds none free is refused (M/M/c/K), as by max_connections; \
            where arrivals exceed the ceiling, casebook tells when the slots of an idle server have run out. The \
            models and what they take for granted are printed with the figures.

            --json prints one object: utilisation, throughputCeiling (per second); without --slots, and where \
            there is a steady state, waitProbability, meanWait, meanResponse, waitPercentile and \
            responsePercentile (seconds); with --slots, refusalProbability, meanInSystem and, where arrivals \
            exceed the ceiling, secondsToExhaustion.
            """)

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How much work arrives: 30 or 30/s, 1800/min, 108000/h.", valueName: "rate"),
        transform: { try parsed($0, CapacityInput.rate, CapacityInput.rates) })
    var arrivalRate: Double

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How long each piece takes of one server: 190ms, 0.19s, 250us, 2min; a unit is needed.",
            valueName: "time"), transform: { try parsed($0, CapacityInput.time, CapacityInput.times) })
    var serviceTime: Double

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many servers there are, such as cores.", valueName: "number"),
        transform: { try parsed($0, CapacityInput.count, CapacityInput.counts) })
    var servers: Int

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many may be there at once, waiting and running; at least as many as servers.",
            valueName: "number"),
        transform: { try parsed($0, CapacityInput.slotCount, CapacityInput.slotCounts) })
    var slots: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Which percentile of waiting and response: 95, 99.9.", valueName: "percent"),
        transform: { try parsed($0, CapacityInput.percentile, CapacityInput.percentiles) })
    var percentile = 95.0

    @Flag(help: "Print one object of JSON.")
    var json = false

    func run() throws {
        if let slots, slots < servers {
            throw UsageError(
                "\(slots) slots keep \(servers) servers from ever working at once: "
                    + "--slots takes at least as many as --servers.")
        }
        let question = CapacityQuestion(
            arrivalRate: arrivalRate, serviceTime: serviceTime, servers: servers, slots: slots,
            percentile: percentile)
        do throws(QueueingError) {
            let answer = try CapacityAnswer(question)
            guard !json else {
                var buffer = JSONBuffer()
                CapacityJSON.write(answer, to: &buffer)
                return Terminal.output(buffer.bytes)
            }
            var report = TextReport(isColoured: TextReport.terminalTakesColours)
            try CapacityText(answer).write(to: &report)
            Terminal.output(report.bytes)
        } catch {
            throw UsageError(error.description)
        }
    }
}

/// The value of an option, or what the option takes.
private func parsed<Value>(_ text: String, _ parse: (String) -> Value?, _ accepted: String) throws -> Value {
    guard let value = parse(text) else { throw ValidationError("It takes \(accepted).") }
    return value
}
