/// Something that is wrong with the input, told to the person who can mend it.
///
/// One type serves evidence, incidents, templates and the command line, so that every message of
/// Casebook reads alike and all messages of a run can be sorted and printed together.
public struct Diagnostic: Error, Sendable, Hashable {
    /// How much it matters.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// The result cannot be trusted; the build or check fails.
        case error
        /// The result stands, and a person should look.
        case warning
    }

    /// A further place that explains the first.
    public struct Note: Sendable, Hashable {
        /// What the place has to do with it.
        public let message: String
        public let place: Place?

        public init(_ message: String, at place: Place? = nil) {
            self.message = message
            self.place = place
        }
    }

    /// The kind of finding.
    public let check: Check
    /// What is wrong, in one sentence.
    public let summary: String
    public let place: Place?
    /// What would have been right.
    public let expected: String?
    /// What to do next.
    public let help: String?
    /// Further places.
    public let notes: [Note]

    /// Describes a finding.
    public init(
        _ check: Check, _ summary: String, at place: Place? = nil, expected: String? = nil,
        help: String? = nil, notes: [Note] = []
    ) {
        self.check = check
        self.summary = summary
        self.place = place
        self.expected = expected
        self.help = help
        self.notes = notes
    }

    /// The stable name of its check, such as `capture.truncated`.
    public var id: String { check.id }
    /// How much it matters.
    public var severity: Severity { check.severity }

    /// Describes a finding at a stretch of bytes.
    public init(
        _ check: Check, _ summary: String, at span: SourceSpan, expected: String? = nil, help: String? = nil,
        notes: [Note] = []
    ) {
        self.init(check, summary, at: Place(span), expected: expected, help: help, notes: notes)
    }
}

/// Where something stands: file, line, column, and the line itself so that it can be shown.
public struct Place: Sendable, Hashable {
    /// The path, relative to the project's root.
    public let path: String
    /// The line from 1; 0 when the whole file is meant.
    public let line: Int
    /// The column in bytes from 1; 0 when the whole line is meant.
    public let column: Int
    /// How many bytes are meant, at least 1.
    public let length: Int
    /// The text of the line, empty where it is not known.
    public let lineText: String

    /// A whole file, or a line of it whose text is not known.
    public init(path: String, line: Int = 0, column: Int = 0, length: Int = 1, lineText: String = "") {
        self.path = path
        self.line = line
        self.column = column
        self.length = max(1, length)
        self.lineText = lineText
    }

    public init(_ span: SourceSpan) {
        let line = span.line
        let bounds = span.file.line(line)
        self.init(
            path: span.file.path, line: line, column: span.range.lowerBound - bounds.lowerBound + 1,
            length: min(span.range.upperBound, max(bounds.upperBound, span.range.lowerBound + 1))
                - span.range.lowerBound, lineText: span.file.text(bounds))
    }
}

extension Diagnostic: Comparable {
    /// Sorts by file, line and column; findings without a place come last.
    public static func < (left: Diagnostic, right: Diagnostic) -> Bool { left.sortKey < right.sortKey }

    private var sortKey: (Int, String, Int, Int, String, String) {
        (place == nil ? 1 : 0, place?.path ?? "", place?.line ?? 0, place?.column ?? 0, id, summary)
    }
}

/// Several findings at once: what a stage throws when it could not finish.
public struct Diagnostics: Error, Sendable, Hashable {
    /// The findings, sorted and each once.
    public let all: [Diagnostic]

    /// Collects findings.
    public init(_ findings: some Sequence<Diagnostic>) {
        all = Set(findings).sorted()
    }

    /// A single finding.
    public init(_ finding: Diagnostic) { all = [finding] }

    /// Whether any of them is an error.
    public var hasErrors: Bool { all.contains { $0.severity == .error } }
}
