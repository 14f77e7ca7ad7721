import ArgumentParser
import Incidents
import Quantities

/// `casebook list`.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the incidents of the project, the newest first.",
        discussion:
            "Reads no evidence. A line each: id, day, severity, status, title; columns are separated by tabs."
    )

    @OptionGroup var options: ProjectOptions

    func run() throws {
        _ = try options.project()
        let sorted = try options.incidents().sorted { ($1.times.started, $1.id) < ($0.times.started, $0.id) }
        for incident in sorted {
            Terminal.output(
                [
                    incident.id, incident.times.started.dateText, incident.severity.rawValue,
                    incident.status.rawValue, incident.title,
                ].joined(separator: "\t"))
        }
    }
}
