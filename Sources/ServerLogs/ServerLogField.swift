/// A part of an entry of PostgreSQL's server log, by the name that csvlog's columns and jsonlog's keys give it.
///
/// What stands where is told in PostgreSQL's manual, "Error Reporting and Logging", and for each
/// destination in `src/backend/utils/error/elog.c`, `csvlog.c` and `jsonlog.c`.
public enum ServerLogField: UInt8, Sendable, Hashable, CaseIterable {
    /// When the entry was written.
    case time
    /// When the session began.
    case sessionStart
    case process
    /// The user's name.
    case user
    /// The database's name.
    case database
    /// The name of the application, which its client chose.
    case application
    /// From where the client is connected: an address, a name or `[local]`.
    case remoteHost
    /// The client's port.
    case remotePort
    /// The server's address that the client is connected to.
    case localAddress
    /// The session: when its process began and which it was, in hexadecimal.
    case sessionID
    /// The entry's number within its session.
    case sessionLine
    /// The command that the session ran, such as `SELECT` or `idle`.
    case commandTag
    case virtualTransaction
    /// The transaction; 0 where it had no number yet.
    case transaction
    /// How severe the entry is.
    case severity
    /// The SQLSTATE, such as `53300`.
    case sqlState
    case message
    /// What adds to the message.
    case detail
    /// What to do about it.
    case hint
    /// The query that the server itself ran and that failed.
    case internalQuery
    /// Where in the internal query the error stands, in characters from 1.
    case internalPosition
    /// In which functions, statements and lines the server was.
    case context
    /// The client's statement that brought the entry about.
    case statement
    /// Where in the statement the error stands, in characters from 1.
    case cursorPosition
    /// The function, file and line in PostgreSQL's source, printed with `log_error_verbosity = verbose`.
    case location
    /// The source function, in jsonlog.
    case functionName
    /// The source file, in jsonlog.
    case fileName
    /// The line of the source file, in jsonlog.
    case fileLine
    /// The functions on the server's stack, printed where `backtrace_functions` asks for them.
    case backtrace
    /// The kind of the process, such as `client backend`.
    case backendType
    /// The leader of a group of parallel workers.
    case leaderProcess
    /// The query identifier, as pg_stat_statements has it; 0 where there is none.
    case queryID
    /// A field that is not known here; see ``ServerLogEntry/unknownFields``.
    case unknown
    /// The name of the unknown field that follows.
    case unknownName

    /// The names that jsonlog gives them, in the order in which it writes them.
    static let jsonKeys: [(key: StaticString, field: ServerLogField)] = [
        ("timestamp", .time), ("user", .user), ("dbname", .database), ("pid", .process),
        ("remote_host", .remoteHost), ("remote_port", .remotePort), ("session_id", .sessionID),
        ("line_num", .sessionLine), ("ps", .commandTag), ("session_start", .sessionStart),
        ("vxid", .virtualTransaction), ("txid", .transaction), ("error_severity", .severity),
        ("state_code", .sqlState), ("message", .message), ("detail", .detail), ("hint", .hint),
        ("internal_query", .internalQuery), ("internal_position", .internalPosition), ("context", .context),
        ("statement", .statement), ("cursor_position", .cursorPosition), ("func_name", .functionName),
        ("file_name", .fileName), ("file_line_num", .fileLine), ("application_name", .application),
        ("backend_type", .backendType), ("leader_pid", .leaderProcess), ("query_id", .queryID),
        ("backtrace", .backtrace),
    ]

    /// The columns of csvlog; `connection_from` is the host and, behind a colon, the port.
    ///
    /// Before PostgreSQL 13 there were the first 23, in 13 the first 24.
    static let csvColumns: [ServerLogField] = [
        .time, .user, .database, .process, .remoteHost, .sessionID, .sessionLine, .commandTag, .sessionStart,
        .virtualTransaction, .transaction, .severity, .sqlState, .message, .detail, .hint, .internalQuery,
        .internalPosition, .context, .statement, .cursorPosition, .location, .application, .backendType,
        .leaderProcess, .queryID,
    ]
}

/// How severe an entry of the server log is.
public enum ServerLogSeverity: String, Sendable, Hashable, CaseIterable {
    /// For developers: DEBUG1 to DEBUG5.
    case debug = "DEBUG"
    /// Asked for by a user.
    case info = "INFO"
    /// May be helpful to a user.
    case notice = "NOTICE"
    /// Warns of a likely problem.
    case warning = "WARNING"
    /// For administrators: slow statements, checkpoints, connections.
    case log = "LOG"
    /// Ended a command.
    case error = "ERROR"
    /// Ended a session, or refused it.
    case fatal = "FATAL"
    /// Ended every session.
    case panic = "PANIC"
}

/// In which of PostgreSQL's formats a server log is written: its setting `log_destination`.
public enum ServerLogDestination: String, Sendable, Hashable, CaseIterable {
    /// Lines that begin with `log_line_prefix`.
    case stderr
    /// Comma-separated values.
    case csvlog
    /// A JSON object a line, from PostgreSQL 15 on.
    case jsonlog
}
