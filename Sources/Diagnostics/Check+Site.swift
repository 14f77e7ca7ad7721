extension Check {
    /// Templates.
    public enum Template: String, CaseIterable, Sendable {
        case badFormatName = "template.bad-format-name"
        case badName = "template.bad-name"
        case badPartialName = "template.bad-partial-name"
        case badString = "template.bad-string"
        case emptyTag = "template.empty-tag"
        case formatNotTaken = "template.format-not-taken"
        case missing = "template.missing"
        case missingValue = "template.missing-value"
        case noFormat = "template.no-format"
        case noList = "template.no-list"
        case noMembers = "template.no-members"
        case notShown = "template.not-shown"
        case notUTF8 = "template.not-utf8"
        case partialCycle = "template.partial-cycle"
        case privateUse = "template.private-use"
        case strayClose = "template.stray-close"
        case tooDeep = "template.too-deep"
        case tooLong = "template.too-long"
        case tooManyValues = "template.too-many-values"
        case unclosedSection = "template.unclosed-section"
        case unclosedTag = "template.unclosed-tag"
        case unknownFormat = "template.unknown-format"
        case unknownName = "template.unknown-name"
        case unknownPartial = "template.unknown-partial"
        case unsupportedTag = "template.unsupported-tag"
    }

    /// Markdown of templates and documents.
    public enum Markdown: String, CaseIterable, Sendable {
        case blockInText = "markdown.block-in-text"
        case brackets = "markdown.brackets"
        case cells = "markdown.cells"
        case columns = "markdown.columns"
        case delimiterRows = "markdown.delimiter-rows"
        case foldWithoutHeading = "markdown.fold-without-heading"
        case footnoteInPart = "markdown.footnote-in-part"
        case idPrefix = "markdown.id-prefix"
        case linkDefinitions = "markdown.link-definitions"
        case linkScheme = "markdown.link-scheme"
        case marks = "markdown.marks"
        case nesting = "markdown.nesting"
        case privateUse = "markdown.private-use"
        case raggedTable = "markdown.ragged-table"
        case size = "markdown.size"
        case slotInFence = "markdown.slot-in-fence"
        case slotInHTML = "markdown.slot-in-html"
        case slotNotShown = "markdown.slot-not-shown"
        case slots = "markdown.slots"
        case tableColumns = "markdown.table-columns"
        case valueNotPlaced = "markdown.value-not-placed"
    }

    /// The site's directory.
    public enum Output: String, CaseIterable, Sendable {
        case cannotLock = "output.cannot-lock"
        case cannotRead = "output.cannot-read"
        case cannotRemove = "output.cannot-remove"
        case cannotReplace = "output.cannot-replace"
        case cannotWrite = "output.cannot-write"
        case collision = "output.collision"
        case danglingLink = "output.dangling-link"
        case failed = "output.failed"
        case foreign = "output.foreign"
        case foreignStaging = "output.foreign-staging"
        case leftBehind = "output.left-behind"
        case locked = "output.locked"
        case manifestUnreadable = "output.manifest-unreadable"
        case noParent = "output.no-parent"
        case noPath = "output.no-path"
        case notADirectory = "output.not-a-directory"
        case notReplaceable = "output.not-replaceable"
        case unsafePath = "output.unsafe-path"
    }

    /// Queries that are to be captured.
    public enum Query: String, CaseIterable, Sendable {
        case backslashBeforeQuote = "query.backslash-before-quote"
        case changesData = "query.changes-data"
        case command = "query.command"
        case commandArgument = "query.command-argument"
        case continuedText = "query.continued-text"
        case controlCharacter = "query.control-character"
        case copy = "query.copy"
        case csv = "query.csv"
        case empty = "query.empty"
        case escapedName = "query.escaped-name"
        case explainBesideWrites = "query.explain-beside-writes"
        case explainExecutes = "query.explain-executes"
        case function = "query.function"
        case header = "query.header"
        case junkAfterNumber = "query.junk-after-number"
        case notReadOnly = "query.not-read-only"
        case notText = "query.not-text"
        case parameter = "query.parameter"
        case parentheses = "query.parentheses"
        case rowLock = "query.row-lock"
        case selectInto = "query.select-into"
        case tooLong = "query.too-long"
        case transaction = "query.transaction"
        case unquotedVariable = "query.unquoted-variable"
        case unterminated = "query.unterminated"
        case variableMissing = "query.variable-missing"
        case variableUndeclared = "query.variable-undeclared"
        case variableUnknown = "query.variable-unknown"
        case variableUnused = "query.variable-unused"
    }

    public enum Capturing: String, CaseIterable, Sendable {
        case committed = "capture.committed"
        case connectionLost = "capture.connection-lost"
        case exists = "capture.exists"
        case file = "capture.file"
        case leftTransaction = "capture.left-transaction"
        case lockTimeout = "capture.lock-timeout"
        case name = "capture.name"
        case noConnection = "capture.no-connection"
        case noSample = "capture.no-sample"
        case notPermitted = "capture.not-permitted"
        case notice = "capture.notice"
        case psql = "capture.psql"
        case queryFailed = "capture.query-failed"
        case sampling = "capture.sampling"
        case statementTimeout = "capture.statement-timeout"
        case writeRefused = "capture.write-refused"
    }

    /// Other programs that are run.
    public enum Program: String, CaseIterable, Sendable {
        case cancelled = "program.cancelled"
        case failed = "program.failed"
        case missing = "program.missing"
        case noFolder = "program.no-folder"
        case tooSlow = "program.too-slow"
    }

    /// Revisions of version control.
    public enum Revision: String, CaseIterable, Sendable {
        case unreadable = "revision.unreadable"
    }

    /// Files and the machine.
    public enum Machine: String, CaseIterable, Sendable {
        case fileNotWritten = "file.not-written"
        case hashUnavailable = "hash.unavailable"
        case nothingToInspect = "inspect.nothing"
    }
}
