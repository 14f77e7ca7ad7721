import Diagnostics

extension CheckFamily.Text {
    /// Templates and the incident's own prose.
    static let templates = CheckFamily.Text(
        "Templates",
        matters: "A misspelt name must not become an empty place in a document that somebody signs.",
        acceptance: .neverOfUnusableInput)

    /// The text of a filled document.
    static let markdown = CheckFamily.Text(
        "Markdown",
        matters: "A document is refused whole before a part of it would be missing from its page, or before "
            + "hostile evidence could change its structure.", acceptance: .neverOfUnusableInput)
}

extension Check.Template {
    var description: CheckDescription {
        switch self {
        case .badFormatName:
            CheckDescription(
                "A tag names no format behind its bar", checked: "Behind `|` stands the name of a format.",
                mend: "Write `{{ name | format }}`, or leave the bar out.")
        case .badName:
            CheckDescription(
                "A tag's name is none",
                checked: "A name is of letters, digits, `-` and `_`, in parts that dots join.",
                mend: "Correct the name; words that are shown as they are stand in quotation marks.")
        case .badPartialName:
            CheckDescription(
                "A tag brings in a template whose name is none",
                checked: "The name is of letters, digits, `-` and `_`, in parts that `/` joins.",
                mend: "Correct the name.")
        case .badString:
            CheckDescription(
                "Something follows a closing quotation mark in a tag",
                checked: "A tag of quoted words holds nothing else.", mend: "Write `{{ \"words\" }}`.")
        case .emptyTag:
            CheckDescription(
                "A tag names no value", checked: "Between the braces stands a name.",
                mend: "Write `{{ name }}`, or two braces that are no tag as `{{ \"{{\" }}`.")
        case .formatNotTaken:
            CheckDescription(
                "A value that has no formats is given one",
                checked: "A format is applied to numbers and times only.", mend: "Leave the format out.")
        case .missing:
            CheckDescription(
                "An artifact's template is missing", checked: "Each artifact's template lies in Templates.",
                mend: "Write the template, or name another one in the incident's artifacts.")
        case .missingValue:
            CheckDescription(
                "A tag's value is unknown", checked: "A value that is shown is there.",
                mend: "Put the tag into a section of its name, which is shown only where there is a value.")
        case .noFormat:
            CheckDescription(
                "A number is shown without a format", checked: "A value with several formats is given one.",
                mend: "Name a format; the message names one that fits.")
        case .noList:
            CheckDescription(
                "An item's tag stands outside of a list",
                checked: "`@first`, `@last` and `@number` stand in a list's section.",
                mend: "Move the tag into the section.")
        case .noMembers:
            CheckDescription(
                "A tag looks into a value that has nothing inside",
                checked: "What stands before a dot is a record.", mend: "Open a section where it is a list.")
        case .notShown:
            CheckDescription(
                "A tag shows a value that cannot be shown by itself",
                checked: "Lists, records and flags are opened as sections.",
                mend: "Open a section: `{{# name }} … {{/ name }}`.")
        case .notUTF8:
            CheckDescription(
                "A template is not UTF-8", checked: "All text is UTF-8.", mend: "Save the file as UTF-8.")
        case .partialCycle:
            CheckDescription(
                "A template brings in itself", checked: "The templates that bring in others form no ring.",
                mend: "Take one of the tags out; the message shows the ring.")
        case .privateUse:
            CheckDescription(
                "A template holds a character that marks values",
                checked: "Private-use characters of plane 15 are Casebook's.", mend: "Remove the character.")
        case .strayClose:
            CheckDescription(
                "A section is closed that is not open", checked: "Each closing tag has its opening one.",
                mend: "Correct its name, or remove it.")
        case .tooDeep:
            CheckDescription(
                "Sections or templates nest too deep",
                checked: "Sections, and templates that bring in others, nest at most 64 deep.",
                mend: "Take sections apart, or bring a template in from further outside.")
        case .tooLong:
            CheckDescription(
                "Filling a template does not come to an end",
                checked: "A filled template has some millions of bytes and tags at most.",
                mend: "Do not repeat long lists in each other; bring fewer templates in.")
        case .tooManyValues:
            CheckDescription(
                "A document shows more values than can be shown",
                checked: "The values of a document are counted.",
                mend: "Split the document, or show a long table as one value.")
        case .unclosedSection:
            CheckDescription(
                "A section is not closed", checked: "Each opening tag has its closing one.",
                mend: "Close it: `{{/ name }}`.")
        case .unclosedTag:
            CheckDescription(
                "A tag is not closed on its line",
                checked: "Each `{{` has its `}}` on the same line; a comment's may come later.",
                mend: "Close it; write two braces that are no tag as `{{ \"{{\" }}`.")
        case .unknownFormat:
            CheckDescription(
                "A format is not one of the value's", checked: "The format is one that the value's unit has.",
                mend: "Choose one of those that the message lists.")
        case .unknownName:
            CheckDescription(
                "A tag names a value that there is not",
                checked: "Each name is one of the facts of the incident.",
                mend: "Correct the name; the message names the nearest one.")
        case .unknownPartial:
            CheckDescription(
                "A tag brings in a template that there is not",
                checked: "Each partial lies in Templates/partials or in the incident's narrative.",
                mend: "Write it, correct the name, or write `{{> name? }}` where it need not exist.")
        case .unsupportedTag:
            CheckDescription(
                "A tag is of a kind that is not supported",
                checked: "Values are always escaped, and the braces of tags cannot be changed.",
                mend: "Write `{{ name }}`.")
        }
    }
}

extension Check.Markdown {
    var description: CheckDescription {
        switch self {
        case .blockInText:
            CheckDescription(
                "A picture or table stands among words", checked: "Blocks stand on lines of their own.",
                mend: "Give it a line of its own, outside of headings, cells and code.")
        case .brackets:
            .limit("More brackets follow each other than are read")
        case .cells:
            .limit("Tables have more cells than are read")
        case .columns:
            .limit("A line has more pipes than are read")
        case .delimiterRows:
            .limit("More delimiter rows follow each other than are read")
        case .foldWithoutHeading:
            CheckDescription(
                "No heading follows the mark of a fold",
                checked:
                    "A comment `<!-- fold -->` stands on a line of its own, outside of lists and quotes, "
                    + "and a heading comes next.", mend: "Write it before the heading of what is folded away."
            )
        case .footnoteInPart:
            CheckDescription(
                "A footnote stands in a part of a page",
                checked: "Footnotes stand in documents that have a page of their own.",
                mend: "Write the note into the text.")
        case .idPrefix:
            CheckDescription(
                "A prefix of ids cannot stand in an address",
                checked: "The prefix is of letters, digits, `-` and `_`.", mend: "Use such characters only.")
        case .linkDefinitions:
            .limit("Link definitions are longer than what is read")
        case .linkScheme:
            CheckDescription(
                "A link leads to an address of a kind that is not allowed",
                checked: "Links lead to the web, to a mail address or within the site.",
                mend: "Remove the link, or lead it to one of these.")
        case .marks:
            .limit("More marks of emphasis or code follow each other than are read")
        case .nesting:
            .limit("Lists and quotes are nested deeper than what is read")
        case .privateUse:
            CheckDescription(
                "A text holds a character that marks values",
                checked: "Private-use characters of plane 15 are Casebook's.", mend: "Remove the character.")
        case .raggedTable:
            CheckDescription(
                "A row of a table has other cells than columns",
                checked: "Each row of a table value has a cell for each column.",
                mend: "Give each row of the incident's table as many cells as it has columns.")
        case .size:
            .limit("A document has more bytes than are read")
        case .slotInFence:
            CheckDescription(
                "A value stands in the language of a code block",
                checked: "The language of a code block is written out.", mend: "Write the language out.")
        case .slotInHTML:
            CheckDescription(
                "A value stands in raw HTML", checked: "Raw HTML is not shown, so no value stands in it.",
                mend: "Write Markdown in place of the HTML.")
        case .slotNotShown:
            CheckDescription(
                "A value stands where no reader sees it", checked: "Each value of a document is in its page.",
                mend: "Move it out of the raw HTML, the unused footnote or the link definition.")
        case .slots:
            CheckDescription(
                "A document has more values than can be shown",
                checked: "The values of a document are counted.",
                mend: "Split the document, or bring a long table in as one value.")
        case .tableColumns:
            CheckDescription(
                "A table has no columns, or too many", checked: "The columns of a table value are counted.",
                mend: "Give the table a column, or split it.")
        case .valueNotPlaced:
            CheckDescription(
                "A value cannot stand here", checked: "Each value fits the place of its tag.",
                mend: "Move the tag into text, or onto a line of its own.")
        }
    }
}

extension CheckDescription {
    /// A bound on what the parser of Markdown is given.
    fileprivate static func limit(_ summary: String) -> CheckDescription {
        CheckDescription(
            summary, checked: "What the parser takes more than linear time for is bounded before it reads.",
            mend:
                "Divide the text with empty lines, split the document, or bring long evidence in as a value.")
    }
}
