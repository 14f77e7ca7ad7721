import Diagnostics

extension AcceptanceRule {
    fileprivate static let shownByEvidence = AcceptanceRule.never(
        because: "a document can state nothing that the evidence does not show; "
            + "change the sentence, or record the verdict that the evidence gives")

    fileprivate static let deadEnd = AcceptanceRule.never(because: "a link that leads nowhere serves nobody")
}

extension CheckFamily.Text {
    /// Claims and promises against the evidence.
    static let claims = CheckFamily.Text(
        "Claims and promises",
        matters: "Readers act on claims. One whose verdict is not the recorded one makes the documents say "
            + "something else than the evidence does.", acceptance: .shownByEvidence)

    /// Competing explanations against the evidence.
    static let hypotheses = CheckFamily.Text(
        "Competing hypotheses",
        matters:
            "The matrix of hypotheses is how a reader sees that other causes were excluded. A verdict that "
            + "is not the recorded one means that the text excludes the wrong cause, or no longer any.",
        acceptance: .shownByEvidence)

    static let figures = CheckFamily.Text(
        "Figures",
        matters: "A figure is read from captures or computed from figures that were. One that has no value "
            + "cannot be printed, and nothing may be printed in its place.", acceptance: .neverOfUnusableInput
    )

    /// What happened when.
    static let timeline = CheckFamily.Text(
        "Timeline",
        matters:
            "A post-mortem's readers reason from the order of events to causes; an entry out of place or "
            + "without a source leads them astray.", acceptance: .withReason)

    /// What will be done.
    static let actions = CheckFamily.Text(
        "Actions",
        matters:
            "An action that nobody answers for, or that has no date, is a wish: the next incident finds it "
            + "undone.", acceptance: .withReason)

    /// Documents as a whole.
    static let documents = CheckFamily.Text(
        "Documents",
        matters:
            "A document is promised to its audience with a time of reading; a promise that is not kept is "
            + "a document that is not read to its end.", acceptance: .withReason)

    /// Acceptances themselves.
    static let acceptances = CheckFamily.Text(
        "Acceptances",
        matters: "An acceptance tells a reader that somebody looked at a finding and why it may stand. One "
            + "without a reason, or of nothing, tells nothing and would hide the next finding.",
        acceptance: .never(because: "an acceptance of an acceptance would have no end"))
}

extension Check.Claim {
    var description: CheckDescription {
        switch self {
        case .contradicted:
            CheckDescription(
                "The evidence shows the opposite of a claim",
                checked:
                    "Each claim's test is evaluated over its figures with their rounding, and the verdict "
                    + "is held against the recorded one; for a claim of the incident's author that is `holds`. "
                    + "The notes name the lines that the figures were read from.",
                mend: "Change what the claim says, or capture evidence that shows it. "
                    + "Of a promise, record `.contradicted` and say what that means.")
        case .holds:
            CheckDescription(
                "A promise is kept that was recorded as broken or open",
                checked:
                    "Each promise's test is evaluated, and the verdict is held against the recorded one.",
                mend: "Record `.holds` as the promise's verdict, and reword what it means.")
        case .undecided:
            CheckDescription(
                "The evidence cannot decide a claim",
                checked: "A test is undecided where a figure is unknown, or where its rounding reaches over "
                    + "the bound that it is compared with.",
                mend: "Capture what is missing, or measure more finely; or claim less, so that the interval "
                    + "lies on one side of the bound. Of a promise, record `.undecided`.")
        }
    }
}

extension Check.Hypothesis {
    var description: CheckDescription {
        switch self {
        case .contradicted:
            CheckDescription(
                "The evidence excludes a hypothesis that was recorded as standing",
                checked:
                    "Each hypothesis' test is evaluated, and the verdict is held against the recorded one.",
                mend: "Record `.contradicted`, and reword the finding; or mend the test.")
        case .holds:
            CheckDescription(
                "A hypothesis stands that was recorded as excluded or open",
                checked:
                    "Each hypothesis' test is evaluated, and the verdict is held against the recorded one.",
                mend: "Record `.holds`, and reword the finding; or mend the test.")
        case .undecided:
            CheckDescription(
                "The evidence cannot decide a hypothesis that was recorded as decided",
                checked: "A test is undecided where a figure is unknown, or where its rounding reaches over "
                    + "the bound.",
                mend: "Capture what decides it, or record `.undecided` and say what is missing.")
        }
    }
}

extension Check.Figure {
    var description: CheckDescription {
        switch self {
        case .circular:
            CheckDescription(
                "A figure is computed from itself",
                checked:
                    "Each figure and claim is evaluated on a stack of a fixed size, which only a circle uses up.",
                matters: "A number that proves itself proves nothing.",
                mend: "Bind one of the figures to a capture, or to figures that do not need it.")
        case .dividesByZero:
            CheckDescription(
                "A figure is divided by something that may be zero",
                checked:
                    "Each division is made with the interval of its divisor, which the printed digits give.",
                mend:
                    "Divide by a measurement that is not zero within its rounding, or state both numbers apart."
            )
        case .outsideModel:
            CheckDescription(
                "A model does not apply to the figures it was given",
                checked: "Each model of `Queueing` states the conditions under which it holds.",
                mend: "Say in words what the model cannot tell, or give it the measurements that it asks for."
            )
        case .twoBaselines:
            CheckDescription(
                "The same fact is told with two numbers",
                checked:
                    "Figures that are described in the same words are compared: their values, and of ratios "
                    + "what they divide, and by what.",
                matters: "Of “twice as slow” and “three times as slow” a reader can only believe one.",
                mend: "Say in each what it is compared with, or keep one of them.", acceptance: .withReason)
        case .unused:
            CheckDescription(
                "No document uses a figure",
                checked: "Each named figure is used in prose, a claim, a table or a template.",
                matters: "What nobody reads, nobody checks.", mend: "Use it, or remove it.",
                acceptance: .withReason)
        }
    }
}

extension Check.Timeline {
    var description: CheckDescription {
        switch self {
        case .captureTime:
            CheckDescription(
                "An entry of the timeline does not fit the capture that shows it",
                checked:
                    "An entry's time is held against the time at which its capture was taken, and against the "
                    + "times in its own words.",
                mend: "Name the capture that shows it, or correct the time; best is a measured one, "
                    + "`.measured(\\.name)`.")
        case .evidenceBeforeStart:
            CheckDescription(
                "Evidence of harm is older than the incident's start",
                checked:
                    "Times of harm that figures, sentences, claims and entries read are held against the "
                    + "incident's start.", matters: "Users were hurt for longer than the documents say.",
                mend: "Correct the incident's start, or say what the earlier evidence shows instead.")
        case .noSource:
            CheckDescription(
                "An entry of the timeline has no source",
                checked:
                    "Each entry has a measured time, a figure in its text, or a source: a capture, or a role "
                    + "that says so.",
                mend: "Name the capture that shows it, `source: .capture(…)`, or who says so, "
                    + "`source: .testimony(…)`.")
        case .outOfOrder:
            CheckDescription(
                "An entry of the timeline comes after a later one",
                checked: "The times of neighbouring entries are compared as instants, each in its own zone.",
                mend: "Put the entries in the order of their times, or correct the time; mind the zones.")
        case .outside:
            CheckDescription(
                "An entry of the timeline lies outside of its phase or of the incident",
                checked: "An entry's time is held against the incident's four times and the entry's phase.",
                mend: "Correct the entry's time or phase, or the incident's own times; mind the zones.")
        }
    }
}

extension Check.Action {
    var description: CheckDescription {
        switch self {
        case .noDoneTest:
            CheckDescription(
                "Nothing says when an action is done",
                checked: "Each action and each step of a checklist says what shows that it is done.",
                mend: "Say in `doneWhen` what somebody else would see once it is done.")
        case .noDueDate:
            CheckDescription(
                "An action has no date by which it is done",
                checked: "The due date of each action is a day, written as `YYYY-MM-DD`.",
                mend: "Agree on a day with the owner, and write it.")
        case .noOwner:
            CheckDescription(
                "An action has no owner", checked: "The owner of each action is named.",
                mend: "Name the role that answers for it.")
        case .overdue:
            CheckDescription(
                "An open action is overdue",
                checked:
                    "`casebook check` holds the due date of each action that has no day of being done against "
                    + "today, or against the day given with `--today`. A build asks no clock, and does not.",
                mend: "Record the day on which it was done, or agree with its owner on another.",
                dependsOnDay: true)
        }
    }
}

extension Check.Document {
    var description: CheckDescription {
        switch self {
        case .brokenAnchor:
            CheckDescription(
                "A link leads to a place that its page does not have",
                checked: "Each link within the site that names a place of a page is followed.",
                matters: "A reader who follows a figure to its proof must find it.",
                mend: "Correct what stands behind `#`; the message names the nearest one.",
                acceptance: .deadEnd)
        case .brokenLink:
            CheckDescription(
                "A link leads to a page that there is not", checked: "Each link within the site is followed.",
                matters: "A reader who follows a figure to its proof must find it.",
                mend: "Correct the address, or make the page.", acceptance: .deadEnd)
        case .emptySection:
            CheckDescription(
                "A section has a heading and nothing under it",
                checked: "Under each heading of a filled document stand words, a picture or a lower heading.",
                matters: "An empty section makes a reader think that something was left out.",
                mend: "Write it, or put the heading into the section of the template that fills it.")
        case .tooLong:
            CheckDescription(
                "A document takes longer to read than it promises",
                checked:
                    "The words of the filled document are counted and divided by 238 a minute, the mean of "
                    + "190 studies (Brysbaert 2019), and held against the artifact's reading time.",
                mend: "Shorten the document, or promise its readers more time in the incident's artifacts. "
                    + "An acceptance stands on the first line of the template.")
        }
    }
}

extension Check.Acceptance {
    var description: CheckDescription {
        switch self {
        case .noReason:
            CheckDescription(
                "An acceptance gives no reason", checked: "Behind `because` stand words.",
                mend: "Say why the finding may stand, in a sentence that a reader of the site understands.")
        case .notPossible:
            CheckDescription(
                "An acceptance is of a check whose findings cannot be accepted",
                checked: "The named check is one whose findings are a matter of judgement.",
                mend: "Remove the comment, and mend the finding; `casebook check --explain` says how.")
        case .notUnderstood:
            CheckDescription(
                "A comment begins like an acceptance and is none",
                checked: "A comment that begins with `casebook:` reads "
                    + "`casebook: accept CHECK because REASON`.",
                mend: "Correct it, or begin the comment with another word.")
        case .nothingToAccept:
            CheckDescription(
                "An acceptance accepts nothing",
                checked: "Each acceptance covers a finding of its check on its own line, or on the next line "
                    + "below it that holds more than comments. It is checked where all incidents are.",
                mend:
                    "Remove the comment where the finding is mended; otherwise move it to the finding's line."
            )
        case .unknownCheck:
            CheckDescription(
                "An acceptance names a check that there is not",
                checked: "The name is one that `casebook check --list` prints.",
                mend: "Correct the name: it stands in brackets at the end of the finding.")
        }
    }
}
