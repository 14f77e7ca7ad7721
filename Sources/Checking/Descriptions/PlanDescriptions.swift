import Diagnostics

extension CheckFamily.Text {
    /// Plans that EXPLAIN printed.
    static let plans = CheckFamily.Text(
        "Query plans",
        matters:
            "A plan is mostly the proof of the cause. Read in part, or with a node in the wrong place, it "
            + "would blame the wrong part of the query.", acceptance: .neverOfUnusableInput)
}

extension Check.Plan {
    var description: CheckDescription {
        switch self {
        case .ambiguousNode:
            CheckDescription(
                "Several nodes of a plan have the name that is asked for",
                checked: "A figure of a node names one node.",
                mend: "Use more of its title, such as its table or index; the message lists the nodes.")
        case .endUnknown:
            CheckDescription(
                "Nothing shows that a plan is whole",
                checked: "A plan ends with psql's count of rows, an Execution Time or a closing bracket.",
                mend: "Capture it with psql's footer, or with `EXPLAIN ANALYZE`.", acceptance: .withReason)
        case .frameUnsupported:
            CheckDescription(
                "A plan stands in a form that is not read",
                checked: "What looks like a plan stands alone, in a frame of psql's or in a server log.",
                mend: "Capture it with `psql -X -o FILE`.")
        case .json:
            CheckDescription(
                "A plan is not JSON as EXPLAIN prints it",
                checked: "A plan of `FORMAT JSON` has the members of EXPLAIN's, with values of their types.",
                mend: "Capture the whole output again, unchanged.")
        case .neverExecuted:
            CheckDescription(
                "A figure is asked of a node that never ran",
                checked: "A node whose times or rows are read was executed.",
                mend: "Bind the figure to a node that ran.")
        case .noSuchNode:
            CheckDescription(
                "A plan has no node of that name",
                checked: "The node that a figure names stands in the plan.",
                mend: "Correct the name; the message lists the nodes.")
        case .noSuchPlan:
            CheckDescription(
                "A file has no plan of that number", checked: "Plans of a file are counted from 1.",
                mend: "Correct the number.")
        case .nodeLine:
            CheckDescription(
                "The line of a plan's node is not as EXPLAIN prints it",
                checked: "A node's line has its costs and times in EXPLAIN's order.",
                mend: "Capture the whole output again, unchanged.")
        case .nodeType:
            CheckDescription(
                "A plan has a node that PostgreSQL does not have",
                checked: "A node's title begins with the name of a plan node.",
                mend: "Capture the whole output again; the line may have been broken or edited.")
        case .noPlan:
            CheckDescription(
                "A capture holds no plan", checked: "A file that is read as a plan holds one.",
                mend: "Run `EXPLAIN (ANALYZE, BUFFERS)` on the statement, and save it with `psql -X -o FILE`."
            )
        case .notPrinted:
            CheckDescription(
                "A plan does not print what a figure is read from",
                checked: "The property that a figure names is printed with the options of that EXPLAIN.",
                mend: "Run EXPLAIN with the option that prints it, such as ANALYZE or BUFFERS.")
        case .rowCount:
            CheckDescription(
                "psql counted other lines of a plan than there are",
                checked: "psql's `(N rows)` is held against the plan's lines.",
                mend: "Capture the whole output again, unchanged.")
        case .rowsUnknown:
            CheckDescription(
                "A node prints no rows, whatever it yields",
                checked: "Bitmap nodes that join others always print `rows=0`.",
                mend: "Bind the figure to the bitmap scans under it or to the heap scan above.")
        case .tooDeep:
            CheckDescription(
                "A plan is nested deeper than any plan",
                checked: "The depth of nesting is bounded, since evidence may be hostile.",
                mend: "Look at what the file holds; it is no plan.")
        case .truncated:
            CheckDescription(
                "A plan is cut",
                checked: "A plan has its topmost node, all inputs of its nodes, and its end.",
                mend: "Capture the whole output again.")
        case .unexpectedLine:
            CheckDescription(
                "A line does not belong to the plan above it",
                checked: "Each line of a plan stands in the column and in the order of EXPLAIN's.",
                mend: "Capture the whole output again, unchanged; a mail or a chat may have moved its lines.")
        case .xml:
            CheckDescription(
                "A plan is not XML as EXPLAIN prints it",
                checked: "A plan of `FORMAT XML` has the elements of EXPLAIN's, in their order.",
                mend: "Capture the whole output again, unchanged.")
        case .yaml:
            CheckDescription(
                "A plan is not YAML as EXPLAIN prints it",
                checked: "A plan of `FORMAT YAML` is in the small part of the language that EXPLAIN writes.",
                mend: "Capture the whole output again, unchanged.")
        }
    }
}
