import ArgumentParser
import Diagnostics
import Incidents

/// The command `casebook` and what all of its commands share.
struct Root: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "casebook",
        abstract: "Builds post-mortem documents in which every figure is bound to the evidence.",
        discussion: """
            An incident is coded in Swift; its captures lie in Content/<id>/evidence. Each document is filled \
            from a template in Templates, and every number in it is read from a capture, line by line.

            A first run:
              casebook list        the incidents of this project
              casebook build       the site, in Output/
              casebook check       fails where the evidence does not show what the documents say
              casebook figures     each figure, what it was computed from, and which documents print it
              casebook diff main   what this change of evidence changes in the documents
              casebook seal        seals the evidence, so that no change of it stays unseen

            During an incident:
              casebook capture --list      the queries that there are for evidence
              casebook capture --incident ID --query NAME --label before

            Without a project:
              casebook inspect FILE    what Casebook reads in a plan, a result, a log or a benchmark
              casebook capacity        what a load does to so many servers, and what another one would
              casebook verify FOLDER   whether the evidence in a copy of a site is as it was sealed

            Exit codes: 0 fine, 1 findings or unusable input, 2 wrong usage, 70 a fault of Casebook's.
            """,
        subcommands: [
            BuildCommand.self, CheckCommand.self, DiffCommand.self, FiguresCommand.self, ListCommand.self,
            CaptureCommand.self, SealCommand.self, VerifyCommand.self, InspectCommand.self,
            CapacityCommand.self,
        ])
}

/// Which project, and which of its incidents.
struct ProjectOptions: ParsableArguments {
    @Option(
        help: "The folder that holds Content and Templates; by default the nearest one from here upwards.")
    var root: String?

    @Option(
        name: .customLong("incident"),
        help: ArgumentHelp(
            "Only this incident; may be given several times. See `casebook list`.", valueName: "id"))
    var incidentIDs: [String] = []

    /// The project that was named or found.
    func project() throws(UsageError) -> Project { try Project(at: root) }

    /// The incidents that were named, or all.
    func incidents() throws(UsageError) -> [any Incident] {
        let all = CommandLineProgram.incidents
        guard !incidentIDs.isEmpty else { return all }
        let known = all.map(\.id)
        for id in incidentIDs where !known.contains(id) {
            let hint =
                nearestName(to: id, among: known).map { "Did you mean \($0)?" }
                ?? "There are: \(known.sorted().joined(separator: ", "))."
            throw UsageError("There is no incident “\(id)”. \(hint)")
        }
        return all.filter { incidentIDs.contains($0.id) }
    }
}
