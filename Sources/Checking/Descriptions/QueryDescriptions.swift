import Diagnostics

extension CheckFamily.Text {
    /// Queries that are to be captured.
    static let queries = CheckFamily.Text(
        "Queries",
        matters:
            "A capture must not change what it shows: a query may only read, in SQL and in psql's commands, and its "
            + "text means the same on each server.", acceptance: .neverOfUnusableInput)

    static let capturing = CheckFamily.Text(
        "Taking captures",
        matters: "What is not captured whole, on the connection that was meant, is no evidence.",
        acceptance: .neverOfUnusableInput)
}

extension Check.Query {
    var description: CheckDescription {
        switch self {
        case .backslashBeforeQuote:
            CheckDescription(
                "A backslash stands before a quote",
                checked:
                    "Each text of a query ends at the same quote whatever standard_conforming_strings is set to.",
                mend: "Write the backslash in a text with escapes, `E'…'`, or take it out.")
        case .changesData:
            CheckDescription(
                "A query changes data",
                checked:
                    "Statements are SELECT, WITH, TABLE, VALUES, SHOW or EXPLAIN, and so is what they hold.",
                mend: "Read only; or capture with `--allow-writes` where the change is what should be shown.")
        case .command:
            CheckDescription(
                "A query holds a command of psql that is not allowed",
                checked:
                    "Commands of psql stand behind statements, and are those that change how a result looks or list catalogs.",
                mend: "Remove the command.")
        case .commandArgument:
            CheckDescription(
                "A command of psql has an argument that is not allowed",
                checked:
                    "Arguments of psql's commands are plain words that write no file and run no program.",
                mend: "Write one command on its line, with plain arguments.")
        case .continuedText:
            CheckDescription(
                "A text with escapes goes on after a line end",
                checked: "A text with escapes ends on the line that it begins on.",
                mend: "Write one text, or `||` between two.")
        case .controlCharacter:
            CheckDescription(
                "A control character stands between the words of a query",
                checked: "Between words stand spaces, tabs and line ends only.", mend: "Remove the character."
            )
        case .copy:
            CheckDescription(
                "A query is a COPY",
                checked: "No statement is COPY, which reads or writes files and programs.",
                mend: "Write the query itself: its result is the capture.")
        case .csv:
            CheckDescription(
                "A query whose result is CSV prints something else too",
                checked:
                    "A query whose result is CSV is one statement without commands that change what is printed.",
                mend: "Split the query, or choose another format in its header.")
        case .empty:
            CheckDescription(
                "A query file has no statement", checked: "A query file holds at least one statement.",
                mend: "Write the query into the file.")
        case .escapedName:
            CheckDescription(
                "A name is written with escapes",
                checked: "Names are written as they are, so that they can be vetted.",
                mend: "Write the name in double quotes.")
        case .explainBesideWrites:
            CheckDescription(
                "EXPLAIN ANALYZE of a writing statement stands beside another that writes",
                checked: "A statement that writes in order to be measured is alone in its file.",
                mend: "Give it a file of its own.")
        case .explainExecutes:
            CheckDescription(
                "EXPLAIN ANALYZE runs a statement that writes",
                checked: "A statement under EXPLAIN ANALYZE only reads, for it is run.",
                mend: "Use EXPLAIN without ANALYZE, or EXPLAIN ANALYZE of a query.")
        case .function:
            CheckDescription(
                "A query calls a function that has effects",
                checked:
                    "Functions are held against a list of those whose effects a read-only transaction does not stop.",
                mend: "Take the function out of the query.")
        case .header:
            CheckDescription(
                "The header of a query file is not understood",
                checked: "The header has a title, what is shown, a format and variables, each in its form.",
                mend: "Write the line in the form that the message shows.")
        case .junkAfterNumber:
            CheckDescription(
                "Something is joined to a number", checked: "A space or a mark follows each number.",
                mend: "Put a space behind the number.")
        case .notReadOnly:
            CheckDescription(
                "A statement is not known to be read-only",
                checked: "Statements are of a kind that is known only to read.",
                mend: "Ask with SELECT, WITH, TABLE, VALUES, SHOW or EXPLAIN.")
        case .notText:
            CheckDescription(
                "A query file is not text in UTF-8",
                checked: "A query file is UTF-8, without a zero byte and without a byte order mark.",
                mend: "Save the file as plain UTF-8.")
        case .parameter:
            CheckDescription(
                "A dollar sign begins no quoted text",
                checked: "A dollar sign stands in a name or begins a text, `$$…$$`.",
                mend: "Quote the text, or use a variable of the header.")
        case .parentheses:
            CheckDescription(
                "Parentheses do not match", checked: "Each parenthesis of a statement has its counterpart.",
                mend: "Add the one that is missing, or remove the other.")
        case .rowLock:
            CheckDescription(
                "A query locks the rows that it reads",
                checked: "No query has FOR UPDATE, FOR NO KEY UPDATE, FOR SHARE or FOR KEY SHARE.",
                mend: "Take the clause out of the query.")
        case .selectInto:
            CheckDescription(
                "SELECT … INTO makes a table", checked: "No query has INTO.",
                mend: "Take the clause out of the query.")
        case .tooLong:
            CheckDescription(
                "A query file is too long", checked: "The bytes of a query file are counted.",
                mend: "Divide the query among several files.")
        case .transaction:
            CheckDescription(
                "A statement begins or ends a transaction",
                checked: "No statement begins or ends a transaction; each query is run in one of its own.",
                mend: "Take the statement out.")
        case .unquotedVariable:
            CheckDescription(
                "The value of a variable would be read as SQL",
                checked: "Variables stand in quotes: `:'name'` for a text, `:\"name\"` for a name.",
                mend: "Put the variable into quotes.")
        case .unterminated:
            CheckDescription(
                "A text, a name or a comment does not end",
                checked: "Texts, names and comments end before the file does.",
                mend: "Write the end that is missing.")
        case .variableMissing:
            CheckDescription(
                "A variable has no value",
                checked: "Each variable of a query without a default is given a value.",
                mend: "Give it one with `--set name=value`.")
        case .variableUndeclared:
            CheckDescription(
                "A variable is not declared",
                checked: "Each variable of a statement is declared in the header of its file.",
                mend: "Declare it: `-- variable: name  What it is`.")
        case .variableUnknown:
            CheckDescription(
                "There is no such variable",
                checked: "Each variable that is set is one of a query that is asked for.",
                mend: "Correct the name.")
        case .variableUnused:
            CheckDescription(
                "A variable is declared and not used",
                checked: "Each variable of a header stands in a statement.",
                mend: "Use the variable, or remove its declaration.")
        }
    }
}

extension Check.Capturing {
    var description: CheckDescription {
        switch self {
        case .committed:
            CheckDescription(
                "A statement was committed, and its capture could not be saved",
                checked: "What a statement wrote is saved as a capture before the command ends.",
                mend: "Look at the data before the query is run again.")
        case .connectionLost:
            CheckDescription(
                "The connection to the server was lost",
                checked: "The connection lasts until the query has ended.",
                mend: "Look into the server's log, and capture again; nothing was saved.")
        case .exists:
            CheckDescription(
                "A capture is there already", checked: "No capture of the name is in the evidence folder.",
                mend: "Give the capture a label, `--label after`, or replace the old one with `--replace`.")
        case .file:
            CheckDescription(
                "A file of the evidence folder cannot be read or written",
                checked: "Files are made in the evidence folder, whole.",
                mend: "Look at the folder's permissions and at the space that is left on its disk.")
        case .leftTransaction:
            CheckDescription(
                "The statements ended the transaction in which they were run",
                checked: "The transaction of a query is still open when its statements have ended.",
                mend: "Take COMMIT, ROLLBACK and END out of the query.")
        case .lockTimeout:
            CheckDescription(
                "A query waited too long for a lock",
                checked: "A query gets its locks within `--lock-timeout`.",
                mend: "Find out who holds the lock, or wait longer.")
        case .name:
            CheckDescription(
                "A label or a query cannot be part of a path",
                checked:
                    "Labels and names of queries are of letters, digits, `-` and `_`, and each query is named once.",
                mend: "Choose such a name.")
        case .noConnection:
            CheckDescription(
                "psql cannot connect",
                checked: "psql connects with the user's own settings, and asks for no password.",
                mend: "Correct the settings until `psql -w` connects with them.")
        case .noSample:
            CheckDescription(
                "No sample of a series was taken in time",
                checked: "At least one sample of a series ends within its limits of time.",
                mend: "Raise `--statement-timeout` and `--lock-timeout`.")
        case .notPermitted:
            CheckDescription(
                "The role may not run a query",
                checked: "The server lets the role read what the query asks for.",
                mend: "Ask for a role that may, such as a member of pg_monitor.")
        case .notice:
            CheckDescription(
                "The server printed a notice", checked: "What the server says beside a result is reported.",
                mend: "Read the notice; it may say what the result does not hold.")
        case .psql:
            CheckDescription(
                "psql did not do what was asked",
                checked: "psql says in which session it ran, and why it failed where it did.",
                mend: "Use psql 12 or newer, and run it by hand to see what it says.")
        case .queryFailed:
            CheckDescription(
                "The server refused a statement", checked: "Each statement of a query succeeds.",
                mend: "Correct what the server's message names.")
        case .sampling:
            CheckDescription(
                "A query cannot be sampled as asked",
                checked:
                    "A series is of one query of one statement, at least 50 ms apart and at most 24 hours long.",
                mend: "Change `--every` and `--for`, or sample another query.")
        case .statementTimeout:
            CheckDescription(
                "A query took too long", checked: "A query ends within `--statement-timeout`.",
                mend: "Ask for less, or give it more time.")
        case .writeRefused:
            CheckDescription(
                "The server refused a write",
                checked: "A query that is vetted as read-only runs in a read-only transaction.",
                mend: "Find what the statement calls that writes, and take it out.")
        }
    }
}
