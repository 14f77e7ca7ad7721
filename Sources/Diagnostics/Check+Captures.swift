extension Check {
    /// Captures as a whole, and when they were taken.
    public enum Capture: String, CaseIterable, Sendable {
        case addressCollision = "capture.address-collision"
        case ambiguousText = "capture.ambiguous-text"
        case binary = "capture.binary"
        case corrupt = "capture.corrupt"
        case empty = "capture.empty"
        case json = "capture.json"
        case missing = "capture.missing"
        case mixedTimeZones = "capture.mixed-time-zones"
        case noRecord = "capture.no-record"
        case noText = "capture.no-text"
        case noTiming = "capture.no-timing"
        case notUTF8 = "capture.not-utf8"
        case overBudget = "capture.over-budget"
        case stale = "capture.stale"
        case statisticsReset = "capture.statistics-reset"
        case tooLarge = "capture.too-large"
        case truncated = "capture.truncated"
        case unreadable = "capture.unreadable"
    }

    /// Tables of captures.
    public enum Table: String, CaseIterable, Sendable {
        case ambiguousColumns = "capture.ambiguous-columns"
        case ambiguousHeader = "capture.ambiguous-header"
        case ambiguousHeading = "capture.ambiguous-heading"
        case ambiguousMarker = "capture.ambiguous-marker"
        case ambiguousResult = "capture.ambiguous-result"
        case ambiguousRows = "capture.ambiguous-rows"
        case ambiguousWrap = "capture.ambiguous-wrap"
        case columnTwice = "capture.column-twice"
        case countersReset = "capture.counters-reset"
        case csvQuote = "capture.csv-quote"
        case fieldCount = "capture.field-count"
        case markup = "capture.markup"
        case noColumn = "capture.no-column"
        case noMarker = "capture.no-marker"
        case noResult = "capture.no-result"
        case noResultAfterMarker = "capture.no-result-after-marker"
        case noRow = "capture.no-row"
        case noSeparator = "capture.no-separator"
        case noValues = "capture.no-values"
        case percentileRange = "capture.percentile-range"
        case recordLine = "capture.record-line"
        case recordOrder = "capture.record-order"
        case recordShape = "capture.record-shape"
        case rowCount = "capture.row-count"
        case severalRows = "capture.several-rows"
        case severalValues = "capture.several-values"
        case strayFooter = "capture.stray-footer"
        case tableHeader = "capture.table-header"
        case tableRow = "capture.table-row"
        case unsupportedFormat = "capture.unsupported-format"
    }

    /// Cells of tables.
    public enum Cell: String, CaseIterable, Sendable {
        case ambiguousNull = "capture.ambiguous-null"
        case emptyCell = "capture.empty-cell"
        case notADate = "capture.not-a-date"
        case notAFlag = "capture.not-a-flag"
        case notANumber = "capture.not-a-number"
        case notASize = "capture.not-a-size"
        case notATime = "capture.not-a-time"
        case notAnInteger = "capture.not-an-integer"
        case notAnInterval = "capture.not-an-interval"
        case notFinite = "capture.not-finite"
        case timeWithoutZone = "capture.time-without-zone"
        case unknownZone = "capture.unknown-zone"
    }

    /// Records beside captures.
    public enum Record: String, CaseIterable, Sendable {
        case changed = "record.changed"
        case misplaced = "record.misplaced"
        case orphan = "record.orphan"
        case unreadable = "record.unreadable"
    }

    /// Seals of evidence.
    public enum Seal: String, CaseIterable, Sendable {
        case added = "seal.added"
        case changed = "seal.changed"
        case malformed = "seal.malformed"
        case misplaced = "seal.misplaced"
        case missing = "seal.missing"
        case nothing = "seal.nothing"
        case otherPage = "seal.other-page"
        case redescribed = "seal.redescribed"
        case removed = "seal.removed"
        case unreadable = "seal.unreadable"
        case unsafePath = "seal.unsafe-path"
        case version = "seal.version"
    }

    /// Signatures of seals.
    public enum Signature: String, CaseIterable, Sendable {
        case invalid = "signature.invalid"
        case missing = "signature.missing"
        case notMade = "signature.not-made"
    }

    /// Query plans.
    public enum Plan: String, CaseIterable, Sendable {
        case ambiguousNode = "plan.ambiguous-node"
        case endUnknown = "plan.end-unknown"
        case frameUnsupported = "plan.frame-unsupported"
        case json = "plan.json"
        case neverExecuted = "plan.never-executed"
        case noSuchNode = "plan.no-such-node"
        case noSuchPlan = "plan.no-such-plan"
        case nodeLine = "plan.node-line"
        case nodeType = "plan.node-type"
        case noPlan = "plan.none"
        case notPrinted = "plan.not-printed"
        case rowCount = "plan.row-count"
        case rowsUnknown = "plan.rows-unknown"
        case tooDeep = "plan.too-deep"
        case truncated = "plan.truncated"
        case unexpectedLine = "plan.unexpected-line"
        case xml = "plan.xml"
        case yaml = "plan.yaml"
    }

    /// The server's log.
    public enum ServerLog: String, CaseIterable, Sendable {
        case ambiguousLine = "server-log.ambiguous-line"
        case columnCount = "server-log.column-count"
        case entryOverBudget = "server-log.entry-over-budget"
        case interleaved = "server-log.interleaved"
        case json = "server-log.json"
        case line = "server-log.line"
        case noEntry = "server-log.no-entry"
        case noField = "server-log.no-field"
        case overBudget = "server-log.over-budget"
        case prefix = "server-log.prefix"
        case prefixAmbiguous = "server-log.prefix-ambiguous"
        case prefixUnknown = "server-log.prefix-unknown"
        case severity = "server-log.severity"
        case value = "server-log.value"
    }

    /// pgbench's reports and logs.
    public enum Pgbench: String, CaseIterable, Sendable {
        case aborted = "pgbench.aborted"
        case ambiguousColumn = "pgbench.ambiguous-column"
        case interval = "pgbench.interval"
        case line = "pgbench.line"
        case logColumns = "pgbench.log-columns"
        case logLine = "pgbench.log-line"
        case noProgress = "pgbench.no-progress"
        case noSummary = "pgbench.no-summary"
        case noValue = "pgbench.no-value"
        case progress = "pgbench.progress"
        case severalSummaries = "pgbench.several-summaries"
    }

    /// Metrics of monitoring systems.
    public enum Metric: String, CaseIterable, Sendable {
        case count = "metric.count"
        case counterReset = "metric.counter-reset"
        case duplicateTime = "metric.duplicate-time"
        case incomplete = "metric.incomplete"
        case lastLine = "metric.last-line"
        case message = "metric.message"
        case missingKey = "metric.missing-key"
        case noColumns = "metric.no-columns"
        case noPoint = "metric.no-point"
        case noSeries = "metric.no-series"
        case noTimes = "metric.no-times"
        case notFinite = "metric.not-finite"
        case queryFailed = "metric.query-failed"
        case severalFormats = "metric.several-formats"
        case severalSeries = "metric.several-series"
        case severalTimes = "metric.several-times"
        case severalUnits = "metric.several-units"
        case tooFewPoints = "metric.too-few-points"
        case unexpectedValue = "metric.unexpected-value"
        case unit = "metric.unit"
        case unknownForm = "metric.unknown-form"
        case withoutNumber = "metric.without-number"
    }

    /// How captures are bound.
    public enum Evidence: String, CaseIterable, Sendable {
        case noReader = "evidence.no-reader"
    }
}
