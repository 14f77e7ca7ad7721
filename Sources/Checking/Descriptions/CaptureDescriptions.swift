import Diagnostics

extension CheckFamily.Text {
    /// Captures of any kind, and tables of psql's.
    static let captures = CheckFamily.Text(
        "Captures",
        matters:
            "Every figure is read from a capture. One that is damaged, incomplete or can be read in two ways "
            + "would put a wrong number, with all the looks of a right one, into every document that uses it.",
        acceptance: .neverOfUnusableInput)
}

extension Check.Capture {
    var description: CheckDescription {
        switch self {
        case .addressCollision:
            CheckDescription(
                "Two captures would be the same page of the site",
                checked:
                    "The addresses that are made of the captures' paths are compared; case and marks do not count.",
                mend: "Rename one of them, and its path in the incident.")
        case .ambiguousText:
            CheckDescription(
                "A text that marks a value stands in a capture several times",
                checked: "The text behind which a number is read stands once in the capture.",
                mend: "Use more of the text that is meant.")
        case .binary:
            CheckDescription(
                "A capture is not text", checked: "A capture that is read holds no zero byte.",
                mend: "Capture it again as text, or leave the file out of the evidence.")
        case .corrupt:
            CheckDescription(
                "A compressed capture is damaged",
                checked: "The checksum, the length and the end of gzip's data are as gzip wrote them.",
                mend: "Copy or capture it again; `gzip -t` tells whether a file is whole.")
        case .empty:
            CheckDescription(
                "A capture is empty", checked: "A capture that is read holds at least a byte.",
                mend: "Capture it again; a command that failed often leaves an empty file.")
        case .json:
            CheckDescription(
                "A capture is not the JSON that it should be",
                checked: "A capture of JSON is read by RFC 8259, each key once.",
                mend: "Save what the program printed, unchanged; cut off what stands round it.")
        case .missing:
            CheckDescription(
                "A capture is missing",
                checked: "Each capture that an incident's evidence names can be opened.",
                mend:
                    "Save the capture in the evidence folder, or correct its path in the incident's Evidence."
            )
        case .mixedTimeZones:
            CheckDescription(
                "Captures print their times in different zones",
                checked: "The zones in which the captures of an incident print times are compared.",
                matters: "Somebody who reads two captures side by side is an hour off.",
                mend: "Capture with one zone for all, best UTC; compare no times of the two by eye.",
                acceptance: .withReason)
        case .noRecord:
            CheckDescription(
                "A capture has no record, as others of the incident have",
                checked:
                    "Where captures have records, each has one, or a `CaptureRecord` that states when and how.",
                matters: "Nobody can tell when such a capture was taken, and of what.",
                mend: "Capture it with `casebook capture`, or state it: `CaptureRecord(…, from:, at:)`.",
                acceptance: .withReason)
        case .noText:
            CheckDescription(
                "A capture does not hold the text that marks a value",
                checked: "The text behind which a number is read stands in the capture.",
                mend: "Correct the text, or capture what holds it.")
        case .noTiming:
            CheckDescription(
                "A capture holds no time of psql's",
                checked: "A capture whose time is read holds a line of psql's `\\timing`.",
                mend: "Capture it with `\\timing on`.")
        case .notUTF8:
            CheckDescription(
                "A capture is not UTF-8",
                checked: "All text is UTF-8, so that pages and messages show it whole.",
                mend: "Capture with `PGCLIENTENCODING=UTF8`, or convert the file with `iconv`.")
        case .overBudget:
            CheckDescription(
                "A capture is larger than what is read",
                checked: "A capture's size, also once it is unpacked, is held against the reader's budget.",
                mend: "Cut it to the time of the incident, or raise the budget.")
        case .stale:
            CheckDescription(
                "A capture is older than what it should show",
                checked:
                    "A capture's time is held against the times in it; one that is from before something, "
                    + "against the one from after it.",
                matters: "A “before” that was captured after the fix shows no improvement, or a false one.",
                mend: "Correct the time in its record or the zone of its times; or capture again.",
                acceptance: .withReason)
        case .statisticsReset:
            CheckDescription(
                "The server's counters were set to zero between two captures",
                checked:
                    "The times of reset that records hold are held against pairs of captures of one query.",
                matters: "The difference of the two is no measurement.",
                mend: "Capture both again without a reset between them.", acceptance: .withReason)
        case .tooLarge:
            CheckDescription(
                "A capture is larger than 2 GB", checked: "Places in a file are kept as offsets of 32 bits.",
                mend: "Cut it to the time of the incident.")
        case .truncated:
            CheckDescription(
                "A capture ends in the middle",
                checked:
                    "Each kind of capture has an end: a footer, a closing bracket or quote, a line ending.",
                mend: "Capture it again; where you know that it is whole, end its last line.")
        case .unreadable:
            CheckDescription(
                "A capture cannot be read from the disk",
                checked: "A capture that is there can be opened and read to its end.",
                mend: "Look at the file's rights and at the disk; the message says what the system answered.")
        }
    }
}

extension Check.Table {
    var description: CheckDescription {
        switch self {
        case .ambiguousColumns:
            CheckDescription(
                "A result's columns can be divided in two ways",
                checked: "The widths with which psql pads names and cells leave one division only.",
                mend: "Capture with `\\pset border 2`, or without `\\x`.")
        case .ambiguousHeader:
            CheckDescription(
                "A first line may name the columns or be a row",
                checked: "A result's footer, or its format, tells the header from a row.",
                mend: "Capture it with psql's footer, or with `psql --csv`.")
        case .ambiguousHeading:
            CheckDescription(
                "A line may be a heading or a row",
                checked: "A line between results that holds the separator could be a row of either.",
                mend: "Put no separator into a heading.")
        case .ambiguousMarker:
            CheckDescription(
                "Several lines hold the text that marks a result",
                checked: "The line after which a result is read stands once in the capture.",
                mend: "Use more of the line that is meant.")
        case .ambiguousResult:
            CheckDescription(
                "Several results have the declared columns",
                checked: "One result of the capture has the columns that the incident declares.",
                mend: "Say which is meant by the line above it: `after: \"…\"`.")
        case .ambiguousRows:
            CheckDescription(
                "A result's rows can be divided in two ways",
                checked: "The footer's count of rows, or the frame, leaves one division of the lines only.",
                mend: "Capture with `\\pset footer on`.")
        case .ambiguousWrap:
            CheckDescription(
                "A cell that goes on in the next line can be read in two ways",
                checked: "The marks of psql at the end of a broken line leave one reading only.",
                mend: "Capture with `\\pset format aligned`, which breaks no line.")
        case .columnTwice:
            CheckDescription(
                "A result has a declared column twice",
                checked: "Each declared column stands once in the result.",
                mend: "Give each a name of its own in the query, with `AS`.")
        case .countersReset:
            CheckDescription(
                "Counters were reset between two snapshots of them",
                checked:
                    "A counter's later number is not less than the earlier one, and the time of the last reset is "
                    + "the same in both.",
                matters:
                    "A rise that spans a reset is too small by an unknown amount, and so is a rate of it.",
                mend: "Take both snapshots from the same side of the reset; of a gauge take the difference.")
        case .csvQuote:
            CheckDescription(
                "A quote and other characters share a field of CSV",
                checked: "A field is quoted as a whole, with quotes inside of it doubled.",
                mend: "Capture with `psql --csv`; of a log, cut it between two entries.")
        case .fieldCount:
            CheckDescription(
                "A record has other fields than its header",
                checked: "Each record has as many fields as columns are named.",
                mend: "Capture it again; a line is missing, or was edited.")
        case .markup:
            CheckDescription(
                "A capture is not what psql prints in that format",
                checked: "HTML is read mark by mark, as psql writes it.",
                mend: "Capture it again; a part is missing, or was edited.")
        case .noColumn:
            CheckDescription(
                "A result does not have a declared column",
                checked: "Each declared column stands in the result.",
                mend: "Correct the name, or select the column in the query.")
        case .noMarker:
            CheckDescription(
                "No line holds the text that marks a result",
                checked: "The line after which a result is read stands in the capture.",
                mend: "Correct the text, or print it with `\\echo` when capturing.")
        case .noResult:
            CheckDescription(
                "A capture holds no result of a query",
                checked: "A capture that is read as a table holds one, in a format of psql's.",
                mend: "Save what psql printed, unchanged.")
        case .noResultAfterMarker:
            CheckDescription(
                "No result follows the line that marks one",
                checked: "Between the marking line and the next one stands a result.",
                mend: "Capture it again; the query may have failed.")
        case .noRow:
            CheckDescription(
                "No row is the one that a figure is read from",
                checked: "The conditions of a figure select a row.",
                mend: "Correct the conditions; the message says what was looked for.")
        case .noSeparator:
            CheckDescription(
                "Lines without a header need a separator and names",
                checked:
                    "Lines of unnamed columns are read with the separator and the names that are declared.",
                mend: "Declare both, or capture with `psql --csv`.")
        case .noValues:
            CheckDescription(
                "There is no value to compute with",
                checked: "A sum, a mean or a percentile has at least one value that is not null.",
                mend: "Select other rows, or capture those that are missing.")
        case .percentileRange:
            CheckDescription(
                "A percentile is not between 0 and 100",
                checked: "A percentile's rank is a number between 0 and 100.", mend: "Correct the rank.")
        case .recordLine:
            CheckDescription(
                "A line belongs to no record of an expanded result",
                checked: "Each line of a record is a column's name and its value.",
                mend: "Capture it again; a line is missing, or was edited.")
        case .recordOrder:
            CheckDescription(
                "Records are missing from an expanded result",
                checked: "The records are numbered from 1 without a gap.",
                mend: "Capture it again; records are missing.")
        case .recordShape:
            CheckDescription(
                "A record has other columns than the first one",
                checked: "All records of an expanded result have the same columns in the same order.",
                mend: "Capture it again; a line is missing, or was edited.")
        case .rowCount:
            CheckDescription(
                "The footer counts other rows than there are",
                checked: "psql's `(N rows)` is held against the rows above it.",
                mend: "Capture it again; rows are missing, or were added.")
        case .severalRows:
            CheckDescription(
                "Several rows fit where one is expected",
                checked: "The conditions of a figure select one row.",
                mend: "Narrow the rows down, or say which is meant.")
        case .severalValues:
            CheckDescription(
                "Several values fit where one is expected",
                checked: "A figure that is read as it stands has one value.",
                mend: "Narrow the rows down, or say which is meant: `max`, `last`, `median`.")
        case .strayFooter:
            CheckDescription(
                "A count of rows ends no table",
                checked: "Above each `(N rows)` stand a header, a rule of dashes and rows.",
                mend: "The table above is damaged: capture it again.")
        case .tableHeader:
            CheckDescription(
                "A header does not stand over its rule",
                checked: "Over each `+` of the rule stands a `|` of the header.",
                mend: "Capture the table again; editing has moved its columns.")
        case .tableRow:
            CheckDescription(
                "A line is neither a row of the table above nor its end",
                checked: "Each line under a rule has the rule's cells, or ends the table.",
                mend: "Capture the table again; a line of it is missing, or was edited.")
        case .unsupportedFormat:
            CheckDescription(
                "A result is in a format of psql that is not supported",
                checked: "Results are read in psql's aligned, unaligned, CSV and HTML formats.",
                mend: "Capture the result again with `psql --csv`.")
        }
    }
}
