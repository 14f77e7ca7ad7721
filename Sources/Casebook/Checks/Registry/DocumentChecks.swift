import Diagnostics

extension CheckFamily {
    private static let shownByEvidence = Check.Acceptance.never(
        because: "a document can state nothing that the evidence does not show; "
            + "change the sentence, or record the verdict that the evidence gives"
    )

    /// Claims and promises against the evidence.
    static let claims = CheckFamily(
        "claim",
        "Claims and promises",
        matters: "Readers act on claims. One whose verdict is not the recorded one makes the documents say "
            + "something else than the evidence does.",
        acceptance: shownByEvidence,
        [
            Check(
                "claim.contradicted",
                "The evidence shows the opposite of a claim",
                checked:
                    "Each claim's test is evaluated over its figures with their rounding, and the verdict "
                    + "is held against the recorded one; for a claim of the incident's author that is `holds`. "
                    + "The notes name the lines that the figures were read from.",
                mend: "Change what the claim says, or capture evidence that shows it. "
                    + "Of a promise, record `.contradicted` and say what that means."
            ),
            Check(
                "claim.holds",
                "A promise is kept that was recorded as broken or open",
                checked:
                    "Each promise's test is evaluated, and the verdict is held against the recorded one.",
                mend: "Record `.holds` as the promise's verdict, and reword what it means."
            ),
            Check(
                "claim.undecided",
                "The evidence cannot decide a claim",
                checked: "A test is undecided where a figure is unknown, or where its rounding reaches over "
                    + "the bound that it is compared with.",
                mend: "Capture what is missing, or measure more finely; or claim less, so that the interval "
                    + "lies on one side of the bound. Of a promise, record `.undecided`."
            ),
        ]
    )

    /// Competing explanations against the evidence.
    static let hypotheses = CheckFamily(
        "hypothesis",
        "Competing hypotheses",
        matters:
            "The matrix of hypotheses is how a reader sees that other causes were excluded. A verdict that "
            + "is not the recorded one means that the text excludes the wrong cause, or no longer any.",
        acceptance: shownByEvidence,
        [
            Check(
                "hypothesis.contradicted",
                "The evidence excludes a hypothesis that was recorded as standing",
                checked:
                    "Each hypothesis' test is evaluated, and the verdict is held against the recorded one.",
                mend: "Record `.contradicted`, and reword the finding; or mend the test."
            ),
            Check(
                "hypothesis.holds",
                "A hypothesis stands that was recorded as excluded or open",
                checked:
                    "Each hypothesis' test is evaluated, and the verdict is held against the recorded one.",
                mend: "Record `.holds`, and reword the finding; or mend the test."
            ),
            Check(
                "hypothesis.undecided",
                "The evidence cannot decide a hypothesis that was recorded as decided",
                checked: "A test is undecided where a figure is unknown, or where its rounding reaches over "
                    + "the bound.",
                mend: "Capture what decides it, or record `.undecided` and say what is missing."
            ),
        ]
    )

    /// Figures that have no value.
    static let figures = CheckFamily(
        "figure",
        "Figures",
        matters: "A figure is read from captures or computed from figures that were. One that has no value "
            + "cannot be printed, and nothing may be printed in its place.",
        acceptance: .neverOfUnusableInput,
        [
            Check(
                "figure.divides-by-zero",
                "A figure is divided by something that may be zero",
                checked:
                    "Each division is made with the interval of its divisor, which the printed digits give.",
                mend:
                    "Divide by a measurement that is not zero within its rounding, or state both numbers apart."
            )
        ]
    )

    /// What authors write in their own words.
    static let prose = CheckFamily(
        "prose",
        "Prose",
        matters: "A reader cannot tell a number that was measured from one that somebody remembered.",
        acceptance: .withReason,
        [
            Check(
                "prose.number-without-source",
                "A number in prose has no source",
                checked:
                    "All words of an incident, its narrative and the templates are searched for digits that "
                    + "no figure put there. Dates, times of day, identifiers, code, quotations, addresses and "
                    + "the numbers of a list pass.",
                mend: "Bind it to the capture that shows it: `\\(\\.name)` in Swift, `{{ figures.name }}` in "
                    + "Markdown. Where it is a name or a version, mark it: `\\(asWritten: \"15\")` or `{{ \"15\" }}`."
            )
        ]
    )

    /// What happened when.
    static let timeline = CheckFamily(
        "timeline",
        "Timeline",
        matters:
            "A post-mortem's readers reason from the order of events to causes; an entry out of place or "
            + "without a source leads them astray.",
        acceptance: .withReason,
        [
            Check(
                "timeline.no-source",
                "An entry of the timeline has no source",
                checked:
                    "Each entry has a measured time, a figure in its text, or a source: a capture, or a role "
                    + "that says so.",
                mend: "Name the capture that shows it, `source: .capture(…)`, or who says so, "
                    + "`source: .testimony(…)`."
            ),
            Check(
                "timeline.out-of-order",
                "An entry of the timeline comes after a later one",
                checked: "The times of neighbouring entries are compared as instants, each in its own zone.",
                mend: "Put the entries in the order of their times, or correct the time; mind the zones."
            ),
        ]
    )

    /// What will be done.
    static let actions = CheckFamily(
        "action",
        "Actions",
        matters:
            "An action that nobody answers for, or that has no date, is a wish: the next incident finds it "
            + "undone.",
        acceptance: .withReason,
        [
            Check(
                "action.no-due-date",
                "An action has no date by which it is done",
                checked: "The due date of each action is a day, written as `YYYY-MM-DD`.",
                mend: "Agree on a day with the owner, and write it."
            ),
            Check(
                "action.no-owner",
                "An action has no owner",
                checked: "The owner of each action is named.",
                mend: "Name the role that answers for it."
            ),
        ]
    )

    /// Documents as a whole.
    static let documents = CheckFamily(
        "document",
        "Documents",
        matters:
            "A document is promised to its audience with a time of reading; a promise that is not kept is "
            + "a document that is not read to its end.",
        acceptance: .withReason,
        [
            Check(
                "document.too-long",
                "A document takes longer to read than it promises",
                checked:
                    "The words of the filled document are counted and divided by 238 a minute, the mean of "
                    + "190 studies (Brysbaert 2019), and held against the artifact's reading time.",
                mend: "Shorten the document, or promise its readers more time in the incident's artifacts. "
                    + "An acceptance stands on the first line of the template."
            )
        ]
    )

    /// Acceptances themselves.
    static let acceptances = CheckFamily(
        "acceptance",
        "Acceptances",
        matters: "An acceptance tells a reader that somebody looked at a finding and why it may stand. One "
            + "without a reason, or of nothing, tells nothing and would hide the next finding.",
        acceptance: .never(because: "an acceptance of an acceptance would have no end"),
        [
            Check(
                "acceptance.no-reason",
                "An acceptance gives no reason",
                checked: "Behind `because` stand words.",
                mend: "Say why the finding may stand, in a sentence that a reader of the site understands."
            ),
            Check(
                "acceptance.not-possible",
                "An acceptance is of a check whose findings cannot be accepted",
                checked: "The named check is one whose findings are a matter of judgement.",
                mend: "Remove the comment, and mend the finding; `casebook check --explain` says how."
            ),
            Check(
                "acceptance.not-understood",
                "A comment begins like an acceptance and is none",
                checked: "A comment that begins with `casebook:` reads "
                    + "`casebook: accept CHECK because REASON`.",
                mend: "Correct it, or begin the comment with another word."
            ),
            Check(
                "acceptance.nothing-to-accept",
                "An acceptance accepts nothing",
                checked: "Each acceptance covers a finding of its check on its own line, or on the next line "
                    + "below it that holds more than comments. It is checked where all incidents are.",
                mend:
                    "Remove the comment where the finding is mended; otherwise move it to the finding's line.",
                severity: .warning
            ),
            Check(
                "acceptance.unknown-check",
                "An acceptance names a check that there is not",
                checked: "The name is one that `casebook check --list` prints.",
                mend: "Correct the name: it stands in brackets at the end of the finding."
            ),
        ]
    )
}
