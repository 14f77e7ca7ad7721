import Diagnostics
import Foundation

/// A PostgreSQL 15 of the tests' own, reached through a Unix socket in a temporary folder.
///
/// It ends with the closure that it was made for, and also where the tests are killed: the shell that
/// started the server reads from a pipe whose other end only this process holds.
public struct PostgreSQLCluster: Sendable {
    /// The folder of the socket (what `PGHOST` is set to), of the data and of the log.
    public let folder: String
    /// Where `psql`, `pgbench` and `pg_config` are.
    public let programs: String

    private var logPath: String { "\(folder)/server.log" }

    /// Makes a cluster, starts its server, runs the closure and leaves nothing behind.
    ///
    /// - Parameter settings: Lines of postgresql.conf, such as `log_lock_waits = on`.
    public static func with<Result>(
        settings: [String] = [], isolation: isolated (any Actor)? = #isolation,
        _ body: (PostgreSQLCluster) async throws -> Result
    ) async throws -> Result {
        let programs = try findPrograms()
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let data = folder.path(of: "data")
        let log = folder.path(of: "server.log")

        // The server refuses to run as root.
        var prefix: [String] = []
        if geteuid() == 0 {
            let user = getpwnam("postgres") == nil ? "nobody" : "postgres"
            guard let entry = getpwnam(user),
                chown(folder.path, entry.pointee.pw_uid, entry.pointee.pw_gid) == 0
            else { throw Diagnostic(.program(.failed), "Cannot give \(folder.path) to \(user)") }
            prefix = ["runuser", "-u", user, "--"]
        }
        try await Command(
            arguments: prefix + [
                "\(programs)/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "--no-locale", "-E",
                "UTF8",
            ], in: folder.path
        ).succeed()
        let configuration = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(data)/postgresql.conf"))
        try configuration.seekToEnd()
        try configuration.write(
            contentsOf: Data(
                ([""] + defaults(socket: folder.path) + settings + [""]).joined(separator: "\n").utf8))
        try configuration.close()

        let (reader, writer) = try makePipe()
        let keeper = Command(
            arguments: prefix + ["/bin/sh", "-c", keeperScript, "keeper", "\(programs)/postgres", data, log],
            in: folder.path)
        let process: ChildProcess
        do {
            defer { close(reader) }
            process = try ChildProcess(keeper, files: [0: reader, 1: STDERR_FILENO, 2: STDERR_FILENO])
        } catch {
            close(writer)
            throw error
        }
        let cluster = PostgreSQLCluster(folder: folder.path, programs: programs)
        let outcome: Swift.Result<Result, any Error>
        do {
            try await cluster.becomeReady()
            outcome = .success(try await body(cluster))
        } catch {
            outcome = .failure(error)
        }
        close(writer)
        _ = try await process.end(within: .seconds(60))
        return try outcome.get()
    }

    /// Runs `psql` with these arguments and this input, and gives exactly what it printed.
    ///
    /// An SQL error throws, with what the server said of it.
    public func psql(_ arguments: String..., input: String = "") async throws -> String {
        try await psql(arguments, input: input)
    }

    /// Runs `psql` with these arguments and this input, and gives exactly what it printed.
    public func psql(
        _ arguments: [String], input: String = "", database: String = "postgres"
    ) async throws
        -> String
    {
        try await Command(
            "\(programs)/psql", "-X", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", "postgres", "-d", database,
            arguments: arguments,
            environment: [
                "PGOPTIONS": "", "PGDATABASE": "", "PGHOST": "", "PGPORT": "", "PGUSER": "", "PGTZ": "",
                "PAGER": "", "PSQL_PAGER": "", "LC_ALL": "C.UTF-8",
            ], input: input
        ).succeed()
    }

    /// Runs another of PostgreSQL's client programs, such as `pgbench`, which must succeed.
    public func run(
        _ program: String, _ arguments: String..., in folder: String? = nil
    ) async throws
        -> Command.Result
    {
        try await Command(
            "\(programs)/\(program)", arguments: arguments, in: folder,
            environment: [
                "PGHOST": self.folder, "PGUSER": "postgres", "PGDATABASE": "postgres", "LC_ALL": "C.UTF-8",
            ]
        ).succeeding()
    }

    private func becomeReady() async throws {
        let question = Command("\(programs)/pg_isready", "-q", "-h", folder)
        let deadline = ContinuousClock.now + .seconds(60)
        var questions = 1
        while try await question.run().status != 0 {
            // On a machine that is busy with other tests a minute may pass between two questions.
            questions += 1
            guard questions < 100 || ContinuousClock.now < deadline else {
                let log = try? String(contentsOfFile: logPath, encoding: .utf8)
                throw Diagnostic(.program(.failed), "PostgreSQL does not answer\n\(log ?? "")")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private static func findPrograms() throws -> String {
        let places =
            [ProcessInfo.processInfo.environment["CASEBOOK_POSTGRESQL_BIN"]].compactMap(\.self) + [
                "/usr/lib/postgresql/15/bin",
                "/opt/homebrew/opt/postgresql@15/bin",
                "/usr/local/opt/postgresql@15/bin",
            ]
        guard
            let found = places.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") })
        else {
            throw Diagnostic(
                .program(.failed),
                "PostgreSQL 15 is not installed; looked in \(places.joined(separator: ", "))",
                help: "`.ci/install test` installs it; CASEBOOK_POSTGRESQL_BIN names another folder")
        }
        return found
    }

    /// Nothing is kept, so nothing is forced to the disk; nothing runs by itself, so plans stay as they are.
    private static func defaults(socket: String) -> [String] {
        [
            "unix_socket_directories = '\(socket)'", "listen_addresses = ''", "fsync = off",
            "full_page_writes = off", "synchronous_commit = off", "autovacuum = off", "shared_buffers = 64MB",
            "max_connections = 200", "timezone = 'UTC'", "track_io_timing = on",
        ]
    }

    private static let keeperScript = """
        "$1" -D "$2" </dev/null >"$3" 2>&1 &
        server=$!
        cat >/dev/null
        kill -INT "$server" 2>/dev/null
        wait "$server" 2>/dev/null
        """
}
