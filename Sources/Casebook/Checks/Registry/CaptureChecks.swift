import Diagnostics

extension CheckFamily {
    /// Captures of any kind, and tables of psql's.
    static let captures = CheckFamily(
        "capture",
        "Captures",
        matters:
            "Every figure is read from a capture. One that is damaged, incomplete or can be read in two ways "
            + "would put a wrong number, with all the looks of a right one, into every document that uses it.",
        acceptance: .neverOfUnusableInput,
        wholeCaptures + captureTimes + tableShapes + tableChoices + tableCells
    )

    private static let wholeCaptures = [
        Check(
            "capture.address-collision",
            "Two captures would be the same page of the site",
            checked:
                "The addresses that are made of the captures' paths are compared; case and marks do not count.",
            mend: "Rename one of them, and its path in the incident."
        ),
        Check(
            "capture.ambiguous-text",
            "A text that marks a value stands in a capture several times",
            checked: "The text behind which a number is read stands once in the capture.",
            mend: "Use more of the text that is meant."
        ),
        Check(
            "capture.binary",
            "A capture is not text",
            checked: "A capture that is read holds no zero byte.",
            mend: "Capture it again as text, or leave the file out of the evidence."
        ),
        Check(
            "capture.corrupt",
            "A compressed capture is damaged",
            checked: "The checksum, the length and the end of gzip's data are as gzip wrote them.",
            mend: "Copy or capture it again; `gzip -t` tells whether a file is whole."
        ),
        Check(
            "capture.empty",
            "A capture is empty",
            checked: "A capture that is read holds at least a byte.",
            mend: "Capture it again; a command that failed often leaves an empty file."
        ),
        Check(
            "capture.json",
            "A capture is not the JSON that it should be",
            checked: "A capture of JSON is read by RFC 8259, each key once.",
            mend: "Save what the program printed, unchanged; cut off what stands round it."
        ),
        Check(
            "capture.missing",
            "A capture is missing",
            checked: "Each capture that an incident's evidence names can be opened.",
            mend: "Save the capture in the evidence folder, or correct its path in the incident's Evidence."
        ),
        Check(
            "capture.no-text",
            "A capture does not hold the text that marks a value",
            checked: "The text behind which a number is read stands in the capture.",
            mend: "Correct the text, or capture what holds it."
        ),
        Check(
            "capture.no-timing",
            "A capture holds no time of psql's",
            checked: "A capture whose time is read holds a line of psql's `\\timing`.",
            mend: "Capture it with `\\timing on`."
        ),
        Check(
            "capture.not-utf8",
            "A capture is not UTF-8",
            checked: "All text is UTF-8, so that pages and messages show it whole.",
            mend: "Capture with `PGCLIENTENCODING=UTF8`, or convert the file with `iconv`."
        ),
        Check(
            "capture.over-budget",
            "A capture is larger than what is read",
            checked: "A capture's size, also once it is unpacked, is held against the reader's budget.",
            mend: "Cut it to the time of the incident, or raise the budget."
        ),
        Check(
            "capture.too-large",
            "A capture is larger than 2 GB",
            checked: "Places in a file are kept as offsets of 32 bits.",
            mend: "Cut it to the time of the incident."
        ),
        Check(
            "capture.truncated",
            "A capture ends in the middle",
            checked: "Each kind of capture has an end: a footer, a closing bracket or quote, a line ending.",
            mend: "Capture it again; where you know that it is whole, end its last line."
        ),
        Check(
            "capture.unreadable",
            "A capture cannot be read from the disk",
            checked: "A capture that is there can be opened and read to its end.",
            mend: "Look at the file's rights and at the disk; the message says what the system answered."
        ),
    ]

    /// Captures that are whole, and may not show what is read in them.
    private static let captureTimes = [
        Check(
            "capture.mixed-time-zones",
            "Captures print their times in different zones",
            checked: "The zones in which the captures of an incident print times are compared.",
            matters: "Somebody who reads two captures side by side is an hour off.",
            mend: "Capture with one zone for all, best UTC; compare no times of the two by eye.",
            severity: .warning,
            acceptance: .withReason
        ),
        Check(
            "capture.no-record",
            "A capture has no record, as others of the incident have",
            checked:
                "Where captures have records, each has one, or a `CaptureRecord` that states when and how.",
            matters: "Nobody can tell when such a capture was taken, and of what.",
            mend: "Capture it with `casebook capture`, or state it: `CaptureRecord(…, from:, at:)`.",
            severity: .warning,
            acceptance: .withReason
        ),
        Check(
            "capture.stale",
            "A capture is older than what it should show",
            checked: "A capture's time is held against the times in it; one that is from before something, "
                + "against the one from after it.",
            matters: "A “before” that was captured after the fix shows no improvement, or a false one.",
            mend: "Correct the time in its record or the zone of its times; or capture again.",
            acceptance: .withReason
        ),
        Check(
            "capture.statistics-reset",
            "The server's counters were set to zero between two captures",
            checked: "The times of reset that records hold are held against pairs of captures of one query.",
            matters: "The difference of the two is no measurement.",
            mend: "Capture both again without a reset between them.",
            acceptance: .withReason
        ),
    ]

    private static let tableShapes = [
        Check(
            "capture.ambiguous-columns",
            "A result's columns can be divided in two ways",
            checked: "The widths with which psql pads names and cells leave one division only.",
            mend: "Capture with `\\pset border 2`, or without `\\x`."
        ),
        Check(
            "capture.ambiguous-header",
            "A first line may name the columns or be a row",
            checked: "A result's footer, or its format, tells the header from a row.",
            mend: "Capture it with psql's footer, or with `psql --csv`."
        ),
        Check(
            "capture.ambiguous-heading",
            "A line may be a heading or a row",
            checked: "A line between results that holds the separator could be a row of either.",
            mend: "Put no separator into a heading."
        ),
        Check(
            "capture.ambiguous-rows",
            "A result's rows can be divided in two ways",
            checked: "The footer's count of rows, or the frame, leaves one division of the lines only.",
            mend: "Capture with `\\pset footer on`."
        ),
        Check(
            "capture.ambiguous-wrap",
            "A cell that goes on in the next line can be read in two ways",
            checked: "The marks of psql at the end of a broken line leave one reading only.",
            mend: "Capture with `\\pset format aligned`, which breaks no line."
        ),
        Check(
            "capture.csv-quote",
            "A quote and other characters share a field of CSV",
            checked: "A field is quoted as a whole, with quotes inside of it doubled.",
            mend: "Capture with `psql --csv`; of a log, cut it between two entries."
        ),
        Check(
            "capture.field-count",
            "A record has other fields than its header",
            checked: "Each record has as many fields as columns are named.",
            mend: "Capture it again; a line is missing, or was edited."
        ),
        Check(
            "capture.markup",
            "A capture is not what psql prints in that format",
            checked: "HTML, LaTeX, asciidoc and troff are read mark by mark, as psql writes them.",
            mend: "Capture it again; a part is missing, or was edited."
        ),
        Check(
            "capture.no-separator",
            "Lines without a header need a separator and names",
            checked: "Lines of unnamed columns are read with the separator and the names that are declared.",
            mend: "Declare both, or capture with `psql --csv`."
        ),
        Check(
            "capture.record-line",
            "A line belongs to no record of an expanded result",
            checked: "Each line of a record is a column's name and its value.",
            mend: "Capture it again; a line is missing, or was edited."
        ),
        Check(
            "capture.record-order",
            "Records are missing from an expanded result",
            checked: "The records are numbered from 1 without a gap.",
            mend: "Capture it again; records are missing."
        ),
        Check(
            "capture.record-shape",
            "A record has other columns than the first one",
            checked: "All records of an expanded result have the same columns in the same order.",
            mend: "Capture it again; a line is missing, or was edited."
        ),
        Check(
            "capture.row-count",
            "The footer counts other rows than there are",
            checked: "psql's `(N rows)` is held against the rows above it.",
            mend: "Capture it again; rows are missing, or were added."
        ),
        Check(
            "capture.stray-footer",
            "A count of rows ends no table",
            checked: "Above each `(N rows)` stand a header, a rule of dashes and rows.",
            mend: "The table above is damaged: capture it again."
        ),
        Check(
            "capture.table-header",
            "A header does not stand over its rule",
            checked: "Over each `+` of the rule stands a `|` of the header.",
            mend: "Capture the table again; editing has moved its columns."
        ),
        Check(
            "capture.table-row",
            "A line is neither a row of the table above nor its end",
            checked: "Each line under a rule has the rule's cells, or ends the table.",
            mend: "Capture the table again; a line of it is missing, or was edited."
        ),
    ]

    private static let tableChoices = [
        Check(
            "capture.ambiguous-marker",
            "Several lines hold the text that marks a result",
            checked: "The line after which a result is read stands once in the capture.",
            mend: "Use more of the line that is meant."
        ),
        Check(
            "capture.ambiguous-result",
            "Several results have the declared columns",
            checked: "One result of the capture has the columns that the incident declares.",
            mend: "Say which is meant by the line above it: `after: \"…\"`."
        ),
        Check(
            "capture.column-twice",
            "A result has a declared column twice",
            checked: "Each declared column stands once in the result.",
            mend: "Give each a name of its own in the query, with `AS`."
        ),
        Check(
            "capture.no-column",
            "A result does not have a declared column",
            checked: "Each declared column stands in the result.",
            mend: "Correct the name, or select the column in the query."
        ),
        Check(
            "capture.no-marker",
            "No line holds the text that marks a result",
            checked: "The line after which a result is read stands in the capture.",
            mend: "Correct the text, or print it with `\\echo` when capturing."
        ),
        Check(
            "capture.no-result",
            "A capture holds no result of a query",
            checked: "A capture that is read as a table holds one, in a format of psql's.",
            mend: "Save what psql printed, unchanged."
        ),
        Check(
            "capture.no-result-after-marker",
            "No result follows the line that marks one",
            checked: "Between the marking line and the next one stands a result.",
            mend: "Capture it again; the query may have failed."
        ),
        Check(
            "capture.no-row",
            "No row is the one that a figure is read from",
            checked: "The conditions of a figure select a row.",
            mend: "Correct the conditions; the message says what was looked for."
        ),
        Check(
            "capture.no-values",
            "There is no value to compute with",
            checked: "A sum, a mean or a percentile has at least one value that is not null.",
            mend: "Select other rows, or capture those that are missing."
        ),
        Check(
            "capture.percentile-range",
            "A percentile is not between 0 and 100",
            checked: "A percentile's rank is a number between 0 and 100.",
            mend: "Correct the rank."
        ),
        Check(
            "capture.counters-reset",
            "Counters were reset between two snapshots of them",
            checked:
                "A counter's later number is not less than the earlier one, and the time of the last reset is "
                + "the same in both.",
            matters: "A rise that spans a reset is too small by an unknown amount, and so is a rate of it.",
            mend: "Take both snapshots from the same side of the reset; of a gauge take the difference."
        ),
        Check(
            "capture.several-rows",
            "Several rows fit where one is expected",
            checked: "The conditions of a figure select one row.",
            mend: "Narrow the rows down, or say which is meant."
        ),
        Check(
            "capture.several-values",
            "Several values fit where one is expected",
            checked: "A figure that is read as it stands has one value.",
            mend: "Narrow the rows down, or say which is meant: `max`, `last`, `median`."
        ),
    ]
}
