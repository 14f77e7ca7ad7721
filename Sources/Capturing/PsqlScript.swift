internal import Evidence

/// The script by which psql runs a query's file, and tells of the session beside it.
///
/// Only what the file's own statements print goes to standard output, so that the capture holds nothing
/// of ours; the facts of the session go to files of their own, as JSON.
struct PsqlScript {
    /// The limits of a statement.
    struct Limits: Sendable {
        var statement: Duration
        var lock: Duration

        /// The settings of a transaction, which end with it: a pool gives the session to others afterwards.
        ///
        /// Times and intervals are printed as ISO 8601 and PostgreSQL have them, whatever the role's own
        /// settings are, so that readers need not guess which of two numbers is the month.
        var settings: String {
            """
            SET LOCAL statement_timeout = \(statement.wholeMilliseconds)\\;
            SET LOCAL lock_timeout = \(lock.wholeMilliseconds)\\;
            SET LOCAL idle_in_transaction_session_timeout = 60000\\;
            SET LOCAL standard_conforming_strings = on\\;
            SET LOCAL datestyle = 'ISO'\\;
            SET LOCAL intervalstyle = 'postgres';

            """
        }
    }

    /// How results are printed.
    struct Style: Sendable {
        let format: String
        let isBare: Bool

        /// As a query's header says.
        init(_ query: QueryFile) {
            format = query.format.rawValue
            isBare = query.psqlArguments.contains("--tuples-only")
        }

        var commands: String {
            "\\pset format \(format)\n\\pset tuples_only \(isBare ? "on" : "off")\n"
        }
    }

    /// What nulls are printed as: one of the marks by which a reader tells them from empty texts.
    static let nullMark = "∅"

    let limits: Limits
    /// Whether the transaction can write.
    let access: SavedRecord.Access
    /// The views of counters whose last reset is asked for.
    let statistics: Set<String>

    /// Runs a file once, with the facts of the session before and the time after it.
    func run(_ query: String, _ style: Style, before: String, after: String) -> String {
        """
        \(Self.opening)\(begin)\(facts(to: before))\(style.commands)\(telling)\\i \(Self.quoted(query))
        \\set QUIET on
        \\timing off
        \\x off
        \\pset format unaligned
        \\pset tuples_only on
        \\o \(Self.quoted(after))
        SELECT json_build_object('time', clock_timestamp(), 'transaction', now());
        \\o
        \(access == .readWrite ? "COMMIT" : "ROLLBACK");

        """
    }

    /// Of a statement that writes, what it did is the result: `DELETE 3`.
    private var telling: String { access == .readOnly ? "" : "\\set QUIET off\n" }

    /// Asks for nothing but the facts of the session.
    func ask(to file: String) -> String { "\(Self.opening)\(begin)\(facts(to: file))ROLLBACK;\n" }

    /// What psql is set to before anything else.
    static let opening = """
        \\set VERBOSITY verbose
        \\pset pager off
        \\pset null '\(nullMark)'

        """

    /// Begins a transaction with the limits.
    var begin: String {
        "BEGIN \(access == .readOnly ? "READ ONLY" : "READ WRITE")\\;\n\(limits.settings)"
    }

    /// Writes the facts of the session to a file; a transaction must be open.
    ///
    /// As the transaction's first query it also fixes that the transaction is read-only: PostgreSQL lets
    /// that be changed only before.
    func facts(to file: String) -> String {
        let views = statistics.sorted()
        let resets = views.map { "'\($0)', :'casebook_\($0)'" }.joined(separator: ",\n        ")
        return """
            \\if :{?HOST}
            \\set casebook_host :HOST
            \\else
            \\set casebook_host ''
            \\endif
            \(views.map(Self.reset).joined())\\pset format unaligned
            \\pset tuples_only on
            \\o \(Self.quoted(file))
            SELECT json_build_object(
                'client', :'VERSION_NAME',
                'host', :'casebook_host',
                'version', current_setting('server_version'),
                'database', current_database(),
                'role', current_user,
                'zone', current_setting('TimeZone'),
                'resets', json_build_object(
                    \(resets)),
                'transaction', now(),
                'time', clock_timestamp());
            \\o
            \\pset tuples_only off

            """
    }

    /// Asks when the counters of a view were last set to zero, where the server knows.
    private static func reset(_ view: String) -> String {
        switch view {
        // A setting of the extension's shows that its library is loaded; its view fails otherwise.
        case "pg_stat_statements":
            """
            \\set casebook_\(view) ''
            SELECT max(space.nspname::text) AS casebook_schema
              FROM pg_catalog.pg_extension extension
              JOIN pg_catalog.pg_namespace space ON space.oid = extension.extnamespace
              JOIN pg_catalog.pg_class info
                ON info.relnamespace = space.oid AND info.relname = 'pg_stat_statements_info'
             WHERE extension.extname = 'pg_stat_statements'
               AND current_setting('pg_stat_statements.max', true) IS NOT NULL \\gset
            \\if :{?casebook_schema}
            SELECT coalesce(to_json(stats_reset) #>> '{}', '') AS casebook_\(view)
              FROM :"casebook_schema".pg_stat_statements_info \\gset
            \\endif

            """
        default:
            """
            \\set casebook_\(view) ''
            SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute
                            WHERE attrelid = to_regclass('pg_catalog.\(view)')
                              AND attname = 'stats_reset') AS casebook_known \\gset
            \\if :casebook_known
            SELECT coalesce(to_json(max(stats_reset)) #>> '{}', '') AS casebook_\(view)
              FROM pg_catalog.\(view)\(view == "pg_stat_database" ? " WHERE datname = current_database()" : "") \\gset
            \\endif

            """
        }
    }

    /// A word as psql's own commands read it.
    static func quoted(_ word: String) -> String {
        "'\(word.replacing("\\", with: "\\\\").replacing("'", with: "''"))'"
    }
}
