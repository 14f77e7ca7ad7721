internal import Diagnostics
internal import Evidence
internal import Programs
internal import Quantities

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Runs queries through psql, with the user's own settings of where and as whom to connect.
struct PsqlRunner: Sendable {
    /// What a query printed, and in which session.
    struct Printed: Sendable {
        /// What psql printed for the query's own statements.
        let bytes: [UInt8]
        /// The session before they ran.
        let facts: SessionFacts
        /// The server's time when they had run, in the session's zone.
        let end: Timestamp
        /// How a series was taken; nil where the query was run once.
        var sampling: SavedRecord.Sampling?
        /// What the server told besides.
        let notices: [Diagnostic]
    }

    let request: CaptureRequest
    let program = Program("psql", installedBy: "postgresql-client", orBrew: "libpq")

    var limits: PsqlScript.Limits {
        PsqlScript.Limits(statement: request.statementTimeout, lock: request.lockTimeout)
    }

    /// Runs a query once.
    func run(_ query: QueryFile) async throws(Diagnostics) -> Printed {
        let scratch = try Self.scratchFolder()
        let (file, before, after) = (
            scratch.path(of: "query.sql"), scratch.path(of: "a"), scratch.path(of: "b")
        )
        // Not the file in the project: what was vetted is run, even if that is being edited.
        try Self.catching { () throws(Diagnostic) in try writeNewFile(query.file.bytes, to: file) }
        let script = PsqlScript(limits: limits, access: query.access, statistics: query.readsStatistics)
            .run(file, PsqlScript.Style(query), before: before, after: after)
        let result = try await psql(script, query)
        let findings = PsqlFailure(query: query, path: file).findings(result.errors, status: result.status)
        guard result.status == 0 else { throw Diagnostics(findings) }
        guard let facts = try Self.bytes(of: before).flatMap(SessionFacts.init),
            let end = try Self.bytes(of: after).flatMap(SessionEnd.init)
        else { throw Diagnostics(noFacts(query)) }
        guard end.transaction == facts.transaction else { throw Diagnostics(leftTransaction(query)) }
        return Printed(bytes: result.output, facts: facts, end: end.time, notices: findings)
    }

    /// Asks for the facts of a session, without running anything else.
    func facts(for query: QueryFile, statistics: Set<String>) async throws(Diagnostics) -> SessionFacts {
        let scratch = try Self.scratchFolder()
        let file = scratch.path(of: "a")
        let script = PsqlScript(limits: limits, access: .readOnly, statistics: statistics).ask(to: file)
        let result = try await psql(script, query)
        guard result.status == 0 else {
            throw Diagnostics(
                PsqlFailure(query: query, path: file).findings(result.errors, status: result.status))
        }
        guard let facts = try Self.bytes(of: file).flatMap(SessionFacts.init) else {
            throw Diagnostics(noFacts(query))
        }
        return facts
    }

    // MARK: Its parts

    private func psql(_ script: String, _ query: QueryFile) async throws(Diagnostics) -> ProgramResult {
        let arguments = try arguments(for: query)
        do throws(Diagnostic) {
            return try await program.run(arguments, input: Array(script.utf8), environment: Self.environment)
        } catch {
            throw Diagnostics(error)
        }
    }

    /// What psql is called with.
    ///
    /// It reads no file of settings, asks nobody for a password, and ends at the first statement that
    /// fails. With `-f -`, messages name standard input as their file.
    func arguments(for query: QueryFile) throws(Diagnostics) -> [String] {
        let variables = try values(for: query).flatMap { ["-v", "\($0.name)=\($0.value)"] }
        return ["-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-f", "-"] + variables
            + (request.database.map { ["-d", $0] } ?? [])
    }

    /// The values of a query's variables; those that only other queries have are left out.
    func values(for query: QueryFile) throws(Diagnostics) -> [(name: String, value: String)] {
        let names = Set(query.variables.map(\.name))
        return try query.values(given: request.variables.filter { names.contains($0.key) })
    }

    /// The user's environment says where to connect; this says how to print and what to be called.
    static var environment: [String: String] {
        var environment = [
            "PGAPPNAME": "casebook", "PGCLIENTENCODING": "UTF8", "PSQL_PAGER": "", "PAGER": "",
            // The labels of messages are read by us.
            "LC_ALL": "C", "LANGUAGE": "",
        ]
        if getenv("PGCONNECT_TIMEOUT") == nil { environment["PGCONNECT_TIMEOUT"] = "10" }
        return environment
    }

    static func scratchFolder() throws(Diagnostics) -> ScratchFolder {
        do throws(Diagnostic) {
            return try ScratchFolder()
        } catch {
            throw Diagnostics(error)
        }
    }

    static func bytes(of file: String) throws(Diagnostics) -> [UInt8]? {
        try catching { () throws(Diagnostic) in try readFile(file) }
    }

    static func catching<Result>(_ body: () throws(Diagnostic) -> Result) throws(Diagnostics) -> Result {
        do throws(Diagnostic) {
            return try body()
        } catch {
            throw Diagnostics(error)
        }
    }

    func noFacts(_ query: QueryFile) -> Diagnostic {
        Diagnostic(
            .capturing(.psql), "psql did not tell in which session it ran", at: Place(path: query.file.path),
            expected: "psql 12 or newer, and a server that knows json_build_object (PostgreSQL 9.5)",
            help: "`psql --version` tells which one is found first in PATH.")
    }

    private func leftTransaction(_ query: QueryFile) -> Diagnostic {
        Diagnostic(
            .capturing(.leftTransaction), "The statements ended the transaction in which they were to run",
            at: Place(path: query.file.path),
            help: "Nothing was saved. Take COMMIT, ROLLBACK and END out of the query.")
    }
}
