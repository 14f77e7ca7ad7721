import ArgumentParser
import Capturing
import Diagnostics
import Quantities

/// `casebook capture`.
struct CaptureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture", abstract: "Runs queries through psql and saves what they print as evidence.",
        discussion: """
            Runs the queries in Content/<id>/queries, or those that --query names, through psql with your own \
            settings of where to connect (PGHOST, PGSERVICE, ~/.pgpass …), and saves each result in \
            Content/<id>/evidence beside a record: the SQL, the time and zone, the server, its version, the \
            database, the role, the duration, and the SHA-256 of the bytes.

            Each query runs in a read-only transaction with limits of time. What is not read-only is refused, \
            with the place; with --allow-writes it runs, and is committed unless it is EXPLAIN ANALYZE of a \
            statement that writes. All queries are looked through before the first one runs.

            A capture that is there is never overwritten without --replace, which keeps its hash in the record. \
            A query that fails, and Ctrl-C, leave nothing behind. Two captures of counters between which these \
            were set to zero are refused.

              casebook capture --list
              casebook capture --incident ID --query statements --label before
              casebook capture --incident ID --query activity --every 200ms --for 30s

            In a CSV capture a null is \u{2205} and an empty text is nothing.
            """)

    @Option(
        help: "The folder that holds Content and Templates; by default the nearest one from here upwards.")
    var root: String?

    @Option(help: ArgumentHelp("The incident whose evidence it is: its folder in Content.", valueName: "id"))
    var incident: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Queries to run, of the incident's own or of the starter queries; by default all of its own.",
            valueName: "name"))
    var query: [String] = []

    @Option(help: "Tells these captures from others of the same queries, such as before; becomes a folder.")
    var label: String?

    @Option(help: ArgumentHelp("A value for a variable of the queries.", valueName: "name=value"))
    var set: [String] = []

    @Option(
        help: ArgumentHelp(
            "What psql connects to, where the environment does not say.", valueName: "conninfo"))
    var dbname: String?

    @Option(help: "How long a statement may take.", transform: Self.duration)
    var statementTimeout = Duration.seconds(30)

    @Option(help: "How long a statement may wait for a lock.", transform: Self.duration)
    var lockTimeout = Duration.seconds(1)

    @Option(help: "Repeat one query, so often: 200ms, 5s, 1min.", transform: Self.duration)
    var every: Duration?

    @Option(name: .customLong("for"), help: "Repeat it for so long.", transform: Self.duration)
    var duration: Duration?

    @Flag(help: "Run statements that write, too.")
    var allowWrites = false

    @Flag(help: "Replace captures that are there, and keep their hashes in the records.")
    var replace = false

    @Flag(help: "Leave the server's host out of the records.")
    var redactHost = false

    @Flag(help: "List the queries, each explained in a line; connects to nothing.")
    var list = false

    private static func duration(_ text: String) throws -> Duration {
        guard let duration = Duration(captureText: text) else {
            throw ValidationError(
                "“\(text)” is no duration: a whole number and ms, s, min or h, such as 200ms.")
        }
        return duration
    }

    func run() async throws {
        let project = try Project(at: root)
        if let incident { try check(incident, in: project) }
        let catalog = QueryCatalog(project.files, incident: incident)
        if list { return try show(catalog) }
        guard let incident else {
            throw UsageError("Name the incident with --incident; --list shows the queries that there are.")
        }
        let request = try request(try catalog.queries(named: query))
        let shown = "Content/\(incident)/evidence"
        let folder = EvidenceFolder(path: "\(project.root)/\(shown)", shown: shown)
        let progress = CaptureProgress(folder: shown)
        try await interruptibly {
            let display = Task { await progress.show() }
            do throws(Diagnostics) {
                _ = try await CaptureRunner(request, into: folder).take { progress.report($0) }
                display.cancel()
                await display.value
            } catch {
                display.cancel()
                await display.value
                throw failure(progress.failures + error.all, progress)
            }
        }
        if !progress.failures.isEmpty { throw failure(progress.failures, progress) }
    }

    /// Prints what is wrong, and sums it up.
    private func failure(_ found: [Diagnostic], _ progress: CaptureProgress) -> Findings {
        let sorted = Diagnostics(found).all
        let saved = progress.saved
        if !Task.isCancelled { Terminal.errors(sorted.map(\.text).joined(separator: "\n")) }
        return Findings(
            summary: "\(count(sorted.count, "error")); "
                + (saved == 0 ? "nothing was saved." : "\(count(saved, "capture")) saved."))
    }

    private func show(_ catalog: QueryCatalog) throws {
        Terminal.output(catalog.listing)
        guard catalog.findings.isEmpty else { throw Diagnostics(catalog.findings) }
    }

    private func request(_ queries: [QueryFile]) throws -> CaptureRequest {
        var variables: [String: String] = [:]
        for assignment in set {
            guard let sign = assignment.firstIndex(of: "="), sign != assignment.startIndex else {
                throw UsageError("--set takes name=value, and not “\(assignment)”.")
            }
            variables[String(assignment[..<sign])] = String(assignment[assignment.index(after: sign)...])
        }
        return CaptureRequest(
            queries, label: label, database: dbname, statementTimeout: statementTimeout,
            lockTimeout: lockTimeout, allowsWrites: allowWrites, replaces: replace, redactsHost: redactHost,
            variables: variables, sampling: try sampling())
    }

    private func sampling() throws -> SamplingPlan? {
        guard every != nil || duration != nil else { return nil }
        guard let every, let duration else {
            throw UsageError("--every and --for go together: --every 200ms --for 30s.")
        }
        do throws(Diagnostic) {
            return try SamplingPlan(every: every, for: duration)
        } catch {
            throw Diagnostics(error)
        }
    }

    /// An incident's evidence is taken before it is written, so that its folder is enough; but a misspelt
    /// name is not to make a new one.
    private func check(_ incident: String, in project: Project) throws(UsageError) {
        guard isCaptureName(incident) else {
            throw UsageError("“\(incident)” is not the name of an incident: letters, digits, `-` and `_`.")
        }
        let known = CommandLineProgram.incidents.map(\.id)
        guard !known.contains(incident), !Project.isFolder("\(project.root)/Content/\(incident)") else {
            return
        }
        let hint =
            nearestName(to: incident, among: known).map { "Did you mean \($0)?" }
            ?? "For a new one: mkdir -p Content/\(incident)/queries"
        throw UsageError("There is no incident “\(incident)”. \(hint)")
    }
}
