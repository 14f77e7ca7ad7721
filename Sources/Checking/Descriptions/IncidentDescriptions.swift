import Diagnostics

extension CheckFamily.Text {
    /// What an incident declares.
    static let incidents = CheckFamily.Text(
        "What an incident declares",
        matters:
            "Names become addresses that others link to, and references become links: a wrong one would be "
            + "a page that is missing, or one that shows something else.", acceptance: .neverOfUnusableInput)

    /// Records beside captures.
    static let records = CheckFamily.Text(
        "Records beside captures",
        matters:
            "A record says when, where and by which command a capture was taken. A record of something else "
            + "would vouch for evidence that it does not know.", acceptance: .neverOfUnusableInput)
}

extension Check.Incident {
    var description: CheckDescription {
        switch self {
        case .duplicateID:
            CheckDescription(
                "Two incidents have the same id", checked: "The ids of all incidents are compared.",
                mend: "Give one of them another id, and its folder under Content the same name.")
        case .duplicateName:
            CheckDescription(
                "Two figures, claims, pictures, tables, exhibits or documents have the same name",
                checked: "Names of a kind are compared within an incident.",
                mend: "Rename one of them; the note shows where the other one is.")
        case .invalidTime:
            CheckDescription(
                "A time that somebody wrote is not a time with a zone",
                checked: "Each time that is written in an incident has a date, a time of day and a zone.",
                matters: "A time without a zone means another instant to each reader.",
                mend: "Write it as `2026-01-04T16:15Z` or `2026-01-04T17:15:02+01:00`.")
        case .timesRunBackwards:
            CheckDescription(
                "The incident's own times are not in order",
                checked: "It started, was detected, mitigated and resolved, in this order.",
                matters: "Time to detect and time to mitigate are computed from them.",
                mend: "Correct the time that is wrong; mind the zones.")
        case .unknownCapture:
            CheckDescription(
                "An incident refers to a capture that there is not",
                checked:
                    "Each capture that a timeline entry, an exhibit or a picture names lies in the evidence "
                    + "folder.", mend: "Save the capture there, or correct its path.")
        case .unknownClaim:
            CheckDescription(
                "An exhibit proves a claim that there is not",
                checked: "Each claim that an exhibit names is declared.",
                mend: "Declare the claim, or correct its name.")
        case .unknownDocument:
            CheckDescription(
                "A claim is for a document that there is not",
                checked: "Each document that a claim names is one of the incident's artifacts.",
                mend: "Add the artifact, or correct the name of its template.")
        case .unknownExhibit:
            CheckDescription(
                "A hypothesis is held against an exhibit that there is not",
                checked: "Each exhibit that a hypothesis names by its number is declared.",
                mend: "Declare the exhibit, or correct the number.")
        case .unknownPicture:
            CheckDescription(
                "An exhibit shows a picture that there is not",
                checked: "Each picture that an exhibit names is declared among the illustrations.",
                mend: "Declare the picture, or correct its name.")
        case .undeclaredFigure:
            CheckDescription(
                "The list of figures has a property that declares no figure",
                checked: "Each property in the list of figures declares one, or gets its name there.",
                mend: "Declare the figure where it is computed, or give it a name in the list.")
        case .unsafeID:
            CheckDescription(
                "An incident's id cannot be a folder of the site",
                checked:
                    "The id is of lower-case letters, digits and single hyphens, and of 80 characters at most.",
                mend: "Change the id, and rename its folder under Content to match.")
        case .unsafeName:
            CheckDescription(
                "A name cannot stand in an address",
                checked:
                    "Each name is of lower-case letters, digits and single hyphens, and of 80 characters at "
                    + "most.", mend: "Change the name.")
        }
    }
}

extension Check.Record {
    var description: CheckDescription {
        switch self {
        case .changed:
            CheckDescription(
                "A capture is not the one that its record speaks of",
                checked: "A capture's SHA-256 is the one that its record holds.",
                mend: "Restore the capture from version control, or capture it again.",
                acceptance: .never(because: "a record of other bytes vouches for nothing"))
        case .misplaced:
            CheckDescription(
                "A record lies beside another capture than its own",
                checked: "The path that a record holds is that of the capture beside it.",
                mend: "Capture and record belong together: move both, and correct the path in the record.")
        case .orphan:
            CheckDescription(
                "The capture of a record is missing", checked: "Each record's capture lies beside it.",
                mend: "Restore the capture from version control, or remove its record too.")
        case .unreadable:
            CheckDescription(
                "A record cannot be read",
                checked: "A record is the JSON that `casebook capture` writes, whole and of known members.",
                mend: "Restore it from version control, or capture again; nobody edits a record.")
        }
    }
}
