import Diagnostics

extension CheckFamily.Text {
    /// Numbers that need another one to mean anything.
    static let numbers = CheckFamily.Text(
        "Numbers and what they are of",
        matters:
            "A number without what it is of, or that does not fit the ones beside it, lets a reader conclude "
            + "what was never measured.", acceptance: .withReason)

    /// What authors write in their own words.
    static let prose = CheckFamily.Text(
        "Prose",
        matters: "A reader cannot tell a number that was measured from one that somebody remembered.",
        acceptance: .withReason)

    static let pictures = CheckFamily.Text(
        "Pictures",
        matters: "Somebody who listens to a page, or whose picture does not print, has only its words.",
        acceptance: .withReason)

    /// What must not be published.
    static let redaction = CheckFamily.Text(
        "Redaction",
        matters:
            "A site is read by more people than its evidence was taken for, and what was published stays so.",
        acceptance: .withReason)
}

extension Check.Number {
    var description: CheckDescription {
        switch self {
        case .meanWithoutCount:
            CheckDescription(
                "A mean does not say of how many",
                checked: "Where a mean is told, a count of the same capture is told too.",
                matters: "Of a few runs a mean says little, and a reader cannot see how few.",
                mend: "Name the count beside the mean.")
        case .percentageWithoutWhole:
            CheckDescription(
                "A percentage does not say of what",
                checked: "Each share is computed from its part and its whole, or its words name the whole.",
                matters: "“It fell by half” and “a half failed” are other facts with one number.",
                mend: "Compute it with `share(of:)` or `reduction(from:)`, or say what it is a part of.")
        case .sumMismatch:
            CheckDescription(
                "Parts do not add up to their whole",
                checked:
                    "Totals and shares in tables and impacts are computed again from the parts beside them, "
                    + "within their rounding.",
                matters:
                    "A reader adds up what stands on a page; where it does not fit, nothing is believed.",
                mend: "Correct the part or the total; where parts overlap, say so.")
        }
    }
}

extension Check.Prose {
    var description: CheckDescription {
        switch self {
        case .blame:
            CheckDescription(
                "Words look for somebody's fault",
                checked: "Prose is searched for words that name a person's failing as a cause.",
                matters:
                    "People act on what they see, and the next one will see the same; who fears blame does "
                    + "not tell what happened.",
                mend: "Say what the person saw and knew, and what in the system allowed the step.")
        case .numberWithoutSource:
            CheckDescription(
                "A number in prose has no source",
                checked:
                    "All words of an incident, its narrative and the templates are searched for digits that "
                    + "no figure put there. Dates, times of day, identifiers, code, quotations, addresses and "
                    + "the numbers of a list pass.",
                mend: "Bind it to the capture that shows it: `\\(\\.name)` in Swift, `{{ figures.name }}` in "
                    + "Markdown. Where it is a name or a version, mark it: `\\(asWritten: \"15\")` or `{{ \"15\" }}`."
            )
        }
    }
}

extension Check.Picture {
    var description: CheckDescription {
        switch self {
        case .noText:
            CheckDescription(
                "A picture has no words",
                checked:
                    "Each picture has a title, a summary and a caption; each image of Markdown has a text.",
                mend: "Write what it shows, for those who do not see it.")
        }
    }
}

extension Check.Redaction {
    var description: CheckDescription {
        switch self {
        case .leak:
            CheckDescription(
                "A secret or a personal name would be published",
                checked:
                    "Captures, prose and templates are searched for addresses, keys, passwords and tokens.",
                mend: "Take it out where the capture is made, and replace what was shared; change a key or a "
                    + "password that was seen. Accept only what is none, and say what it is.")
        }
    }
}
