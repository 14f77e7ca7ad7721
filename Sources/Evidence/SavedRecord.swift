public import Quantities

/// The record that lies beside a capture: what was run, when, where and with what, and the bytes' hash.
///
/// `casebook capture` saves one with each capture, as JSON, under the capture's name and `.record.json`.
public struct SavedRecord: Sendable, Hashable {
    /// The server that answered.
    public struct Server: Sendable, Hashable {
        /// Its version, as `server_version` shows it.
        public var version: String
        /// The database that was connected to.
        public var database: String?
        /// The role that asked.
        public var role: String?
        /// The host or the socket's folder as the client named it; nil where it was left out on purpose.
        public var host: String?

        public init(version: String, database: String? = nil, role: String? = nil, host: String? = nil) {
            self.version = version
            self.database = database
            self.role = role
            self.host = host
        }
    }

    /// What the statements were allowed to do.
    public enum Access: String, Sendable, Hashable, CaseIterable {
        /// They ran in a read-only transaction.
        case readOnly = "read-only"
        /// They could write, and their transaction was rolled back.
        case rolledBack = "rolled-back"
        /// They could write, as was asked for.
        case readWrite = "read-write"
    }

    /// How a query was repeated to make a series.
    public struct Sampling: Sendable, Hashable {
        /// The distance of two samples, in seconds.
        public var interval: Double
        /// How long samples were taken, in seconds.
        public var duration: Double
        /// How many were taken.
        public var samples: Int
        /// How many were left out, because the one before was not done.
        public var missed: Int

        /// Describes a series.
        public init(interval: Double, duration: Double, samples: Int, missed: Int) {
            self.interval = interval
            self.duration = duration
            self.samples = samples
            self.missed = missed
        }
    }

    /// A capture that this one took the place of.
    public struct Replaced: Sendable, Hashable {
        /// The SHA-256 of its bytes, in hexadecimal digits.
        public var sha256: String
        /// When it had been captured.
        public var captured: Timestamp?

        public init(sha256: String, captured: Timestamp?) {
            self.sha256 = sha256
            self.captured = captured
        }
    }

    /// The capture's path in the evidence folder.
    public var capture: String
    /// What it shows, in a line.
    public var title: String?
    /// The SHA-256 of its bytes, in hexadecimal digits.
    public var sha256: String
    /// How many bytes it has.
    public var bytes: Int
    /// When it was complete, in the zone of the session.
    public var captured: Timestamp
    /// The session's setting of `TimeZone`.
    public var timeZone: String?
    /// How long it took, in seconds.
    public var seconds: Double?
    /// What was run: SQL, or a command.
    public var command: String
    /// The name of the query, which is that of its file without `.sql`.
    public var query: String?
    /// The label by which several captures of a query are told apart, such as `before`.
    public var label: String?
    /// The program that asked, with its version, such as `psql 15.20`.
    public var client: String?
    /// The server that answered.
    public var server: Server?
    /// What the statements were allowed to do.
    public var access: Access?
    /// How the query was repeated, where it was.
    public var sampling: Sampling?
    /// When the counters that were read had last been set to zero, by the view that they are of.
    public var statisticsReset: [String: Timestamp]
    /// What this capture took the place of, the latest first.
    public var replaces: [Replaced]

    /// Describes how a capture came about.
    public init(
        capture: String, title: String? = nil, sha256: String, bytes: Int, captured: Timestamp,
        timeZone: String? = nil, seconds: Double? = nil, command: String, query: String? = nil,
        label: String? = nil, client: String? = nil, server: Server? = nil, access: Access? = nil,
        sampling: Sampling? = nil, statisticsReset: [String: Timestamp] = [:], replaces: [Replaced] = []
    ) {
        self.capture = capture
        self.title = title
        self.sha256 = sha256
        self.bytes = bytes
        self.captured = captured
        self.timeZone = timeZone
        self.seconds = seconds
        self.command = command
        self.query = query
        self.label = label
        self.client = client
        self.server = server
        self.access = access
        self.sampling = sampling
        self.statisticsReset = statisticsReset
        self.replaces = replaces
    }

    /// How the name of a record ends.
    public static let suffix = ".record.json"

    /// Where the record of a capture lies.
    public static func path(of capture: String) -> String { capture + suffix }

    /// Whether a path is a record's and not a capture's.
    public static func isRecord(_ path: String) -> Bool { path.hasSuffix(suffix) }
}
