import Diagnostics

extension Check.Cell {
    var description: CheckDescription {
        switch self {
        case .ambiguousNull:
            CheckDescription(
                "An empty cell is a null or an empty text",
                checked: "Empty cells of text columns are told apart by `\\pset null`.",
                matters: "A count of nulls read from such a column would be a guess.",
                mend: "Capture with `\\pset null '(null)'`.", acceptance: .withReason)
        case .emptyCell:
            CheckDescription(
                "A cell that a figure is read from is empty",
                checked: "The cell holds a value of the column's kind.",
                mend: "Select a row that has a value, or count the empty ones as such.")
        case .notADate:
            CheckDescription(
                "A column is declared on a date that is none",
                checked: "The date on which bare times of day are declared is a day of the calendar.",
                mend: "Write it as `2026-01-04`.")
        case .notAFlag:
            CheckDescription(
                "A cell is not a truth value",
                checked: "The cell reads `t`, `true`, `on`, `yes` or `1`, or the opposite.",
                mend: "Declare the column as what it holds.")
        case .notANumber:
            CheckDescription(
                "A cell is not a number", checked: "The cell reads as a number in the column's unit.",
                mend: "Declare the column as what it holds, or read only the rows that hold numbers.")
        case .notASize:
            CheckDescription(
                "A cell is not a size",
                checked: "The cell reads as bytes, or as `pg_size_pretty` prints them.",
                mend: "Declare the column as what it holds.")
        case .notATime:
            CheckDescription(
                "A cell is not a point in time", checked: "The cell reads as a date with a time.",
                mend: "Declare the date of bare times of day, or the column as what it holds.")
        case .notAnInteger:
            CheckDescription(
                "A cell is not a whole number", checked: "The cell reads as a whole number.",
                mend: "Declare the column as what it holds.")
        case .notAnInterval:
            CheckDescription(
                "A cell is not an interval",
                checked: "The cell reads as an interval in any of PostgreSQL's styles.",
                mend: "Declare the column as what it holds.")
        case .notFinite:
            CheckDescription(
                "A cell is no number that can be computed with",
                checked: "The cell is not `NaN` and not infinite.",
                mend: "Leave the row out in the query, or read only the rows that hold numbers.")
        case .timeWithoutZone:
            CheckDescription(
                "A time does not say its zone",
                checked: "Each time that is read has a zone, printed or declared.",
                matters: "Half of the mistakes in timelines are hours of a time zone.",
                mend: "Declare the zone of the column or series, such as `zone: .utc`.")
        case .unknownZone:
            CheckDescription(
                "A time's zone is an abbreviation that means several zones",
                checked: "A zone is UTC or an offset from it; abbreviations differ from country to country.",
                mend: "Capture with `PGTZ=UTC`, or declare the zone.")
        }
    }
}
