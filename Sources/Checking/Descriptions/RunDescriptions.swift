import Diagnostics

extension CheckFamily.Text {
    static let serverLogs = CheckFamily.Text(
        "Server logs",
        matters:
            "Counts of errors and times of first and last ones come from the log. A line that is read as "
            + "part of the wrong entry, or not at all, changes them without a trace.",
        acceptance: .neverOfUnusableInput)

    /// What pgbench printed.
    static let pgbench = CheckFamily.Text(
        "pgbench",
        matters: "A benchmark that was aborted, or of which a part is missing, shows another throughput than "
            + "the one it would have measured.", acceptance: .neverOfUnusableInput)

    /// Series of metrics.
    static let metrics = CheckFamily.Text(
        "Metrics",
        matters:
            "A series with a page missing, two units or a counter's reset in it shows a peak that was none, "
            + "or hides one that was.", acceptance: .neverOfUnusableInput)
}

extension Check.ServerLog {
    var description: CheckDescription {
        switch self {
        case .ambiguousLine:
            CheckDescription(
                "A line of the log can be split in two ways",
                checked: "Names in the prefix do not imitate what follows them.",
                matters: "A user or database name may have been chosen to look like a log line.",
                mend: "Capture csvlog or jsonlog, where names cannot imitate anything.",
                acceptance: .withReason)
        case .columnCount:
            CheckDescription(
                "An entry of csvlog has other columns than PostgreSQL writes",
                checked: "An entry has the 23, 24 or 26 columns of its version, and all entries the same.",
                mend: "Read logs of two versions as two files; capture a damaged one again.")
        case .entryOverBudget:
            CheckDescription(
                "An entry is longer than what is read",
                checked: "An entry is held against the limits, so that memory is bounded.",
                mend: "Raise `ServerLogLimits`, or cut the entry out; a quote may be missing.")
        case .interleaved:
            CheckDescription(
                "Lines of several processes are mixed",
                checked: "A line that goes on is of the process above it.",
                mend: "Capture with `logging_collector = on`, or csvlog or jsonlog.")
        case .json:
            CheckDescription(
                "A line is no entry of jsonlog",
                checked: "Each line is an object with the members that PostgreSQL 15 and later write.",
                mend: "Capture it again; cut the log between two entries.")
        case .line:
            CheckDescription(
                "A line does not begin with the log_line_prefix",
                checked: "Each line begins with the prefix, or with a tab where a message goes on.",
                mend: "Give the prefix as the server has it, or cut the log at the beginning of an entry.")
        case .noEntry:
            CheckDescription(
                "No entry of the log fits",
                checked: "The conditions of a figure that needs an entry select one.",
                mend: "Correct the conditions, or capture the part of the log that holds it.")
        case .noField:
            CheckDescription(
                "The log does not print what a figure is read from",
                checked: "The field stands in the log_line_prefix, or in the format.",
                mend: "Capture with that escape in `log_line_prefix`, or csvlog or jsonlog.")
        case .overBudget:
            CheckDescription(
                "Reading on would take more memory than is allowed",
                checked: "What is kept of a log is held against the limits.",
                mend: "Raise `ServerLogLimits.memory`, or cut the log to the time of the incident.")
        case .prefix:
            CheckDescription(
                "A log_line_prefix has an unknown escape", checked: "Each escape is one of PostgreSQL's.",
                mend: "Give the setting as `SHOW log_line_prefix` prints it.")
        case .prefixAmbiguous:
            CheckDescription(
                "The log's lines fit several settings of log_line_prefix",
                checked: "One setting fits the lines.",
                mend: "Give it, as `SHOW log_line_prefix` prints it on the server.")
        case .prefixUnknown:
            CheckDescription(
                "The log_line_prefix cannot be found out", checked: "A setting fits the lines.",
                mend: "Give it, as `SHOW log_line_prefix` prints it on the server.")
        case .severity:
            CheckDescription(
                "A severity is not in English", checked: "Severities are those of `lc_messages = 'C'`.",
                mend: "Set `lc_messages = 'C'` on the server before the next capture.")
        case .value:
            CheckDescription(
                "A field of an entry is not of its kind",
                checked: "Times, process numbers and SQLSTATEs read as such.",
                mend: "The log may be cut or altered here; capture it again.")
        }
    }
}

extension Check.Pgbench {
    var description: CheckDescription {
        switch self {
        case .aborted:
            CheckDescription(
                "A run of pgbench was aborted",
                checked: "As many transactions ended as were asked for, and pgbench does not say otherwise.",
                mend: "Mend what pgbench reports, and run it again.")
        case .ambiguousColumn:
            CheckDescription(
                "A column of pgbench's log can mean two things",
                checked: "The seventh column is the lag of `--rate` or the retries of `--max-tries`.",
                mend: "Say which: `PgbenchLog(…, seventhColumn: .scheduleLag)`, or `.retries`.")
        case .interval:
            CheckDescription(
                "A line is no interval of pgbench's log",
                checked: "Each line has the whole numbers of `--aggregate-interval`.",
                mend: "Read a log of single transactions with `PgbenchLog`.")
        case .line:
            CheckDescription(
                "A line is no part of pgbench's output",
                checked: "Each line of a summary is one that pgbench prints.",
                mend: "Keep what pgbench printed, unchanged, in a file of its own.")
        case .logColumns:
            CheckDescription(
                "A line of pgbench's log has other columns than those before it",
                checked: "All lines have the columns of the same options.",
                mend: "Keep the logs of runs with other options in files of their own.")
        case .logLine:
            CheckDescription(
                "A line is no transaction of pgbench's log",
                checked: "Each line has client, transaction, latency, script and time.",
                mend: "Read a log of intervals with `PgbenchIntervals`.")
        case .noProgress:
            CheckDescription(
                "A capture holds no progress report of pgbench",
                checked: "A file that is read as progress holds a report.",
                mend: "Run pgbench with `--progress=1`, and keep its stderr.")
        case .noSummary:
            CheckDescription(
                "A capture holds no summary of pgbench",
                checked: "A file that is read as a summary holds one, with its tps.",
                mend: "Keep what pgbench printed, unchanged.")
        case .noValue:
            CheckDescription(
                "pgbench did not print what a figure is read from",
                checked: "The value is one that the options and the version print.",
                mend: "Run it with the option that prints it, or bind the figure to another value.")
        case .progress:
            CheckDescription(
                "A line is no progress report of pgbench",
                checked: "Each line reads as `progress: … s, … tps, lat … ms`.",
                mend: "Keep pgbench's stderr, unchanged, in a file of its own.")
        case .severalSummaries:
            CheckDescription(
                "A file holds two summaries of pgbench", checked: "A file holds the output of one run.",
                mend: "Keep each run's output in a file of its own.")
        }
    }
}

extension Check.Metric {
    var description: CheckDescription {
        switch self {
        case .count:
            CheckDescription(
                "A series has other values than timestamps",
                checked: "There are as many values as timestamps.",
                mend: "Capture it again; the answer was changed.")
        case .counterReset:
            CheckDescription(
                "A counter falls", checked: "A rate is taken of numbers that never fall.",
                mend: "Take the rate before and after the reset, or the change of a gauge.")
        case .duplicateTime:
            CheckDescription(
                "A series has two values at one time", checked: "Each time has one value.",
                mend: "Where each line is of another thing, read it as a `Table`, and narrow its rows down.")
        case .incomplete:
            CheckDescription(
                "A monitoring system answered with a part of its data",
                checked: "The answer says that it is complete and has no further page.",
                mend: "Fetch all pages, or ask for a shorter time.")
        case .lastLine:
            CheckDescription(
                "The last number of a series may have been cut",
                checked: "The last line of a CSV has a line ending.",
                mend: "Compare the number with what the graph shows, and end the line.",
                acceptance: .withReason)
        case .message:
            CheckDescription(
                "A monitoring system says something of its answer",
                checked: "The messages and warnings of an answer are shown.",
                mend: "Read what it says, and ask again where data are missing.", acceptance: .withReason)
        case .missingKey:
            CheckDescription(
                "An answer lacks a member that it must have",
                checked: "The JSON has the members of that system's answers.",
                mend: "Save what the command printed, unchanged.")
        case .noColumns:
            CheckDescription(
                "No separator splits the lines into columns",
                checked: "Commas, semicolons, tabs or `|` divide every line alike.",
                mend: "Name the separator.")
        case .noPoint:
            CheckDescription(
                "A series has no value at the time that is asked for",
                checked: "A figure of a time, a window or a threshold finds a point of it.",
                mend: "Choose a time or a threshold that the series covers, or capture a longer one.")
        case .noSeries:
            CheckDescription(
                "A capture does not hold the series that is asked for",
                checked: "The name and the labels select a series with points.",
                mend: "Correct the name; the message lists what there is.")
        case .noTimes:
            CheckDescription(
                "No column holds times", checked: "A column holds a date with a time in every row.",
                mend: "Name the column of times.")
        case .notFinite:
            CheckDescription(
                "A value is no number that can be computed with",
                checked: "The value that a figure is read from is finite.",
                mend: "Correct the query: it divides by zero, or its histogram has no upper bound.")
        case .queryFailed:
            CheckDescription(
                "A monitoring system could not answer", checked: "The answer's status is one of success.",
                mend: "Mend what the message says, and ask again.")
        case .severalFormats:
            CheckDescription(
                "A file holds metrics in two forms", checked: "A file holds the answers of one command.",
                mend: "Keep what each command printed in a file of its own.")
        case .severalSeries:
            CheckDescription(
                "Several series fit where one is expected",
                checked: "The name and the labels select one series.", mend: "Name it whole, or by a label.")
        case .severalTimes:
            CheckDescription(
                "Several columns hold times", checked: "One column holds the times of the series.",
                mend: "Name the column that is meant.")
        case .severalUnits:
            CheckDescription(
                "A series has points in two units", checked: "All points are in one unit.",
                mend: "Ask for one of them: `get-metric-statistics --unit`.")
        case .tooFewPoints:
            CheckDescription(
                "A rate, an area or a mean over time has fewer than two points",
                checked: "What is taken over time is taken of two points or more.",
                mend: "Choose a longer window, or capture with a shorter period.")
        case .unexpectedValue:
            CheckDescription(
                "A value of an answer is not of its kind",
                checked: "Each member of the JSON is of the type that the system documents.",
                mend: "Save what the command printed, unchanged.")
        case .unit:
            CheckDescription(
                "A series was printed in another unit than it is declared in",
                checked: "The unit of the answer is the declared column's.",
                mend: "Declare the column in the printed unit.")
        case .unknownForm:
            CheckDescription(
                "A JSON text is no answer of CloudWatch or Prometheus",
                checked: "The text has the shape of one of their answers.",
                mend: "Save what the command answered, unchanged.")
        case .withoutNumber:
            CheckDescription(
                "Points of a series hold no number",
                checked: "Points that hold `NaN` are left out and counted.",
                matters: "Nothing is known of such a time, and a mean over the rest may mislead.",
                mend: "Correct the query where it divides by zero.", acceptance: .withReason)
        }
    }
}
