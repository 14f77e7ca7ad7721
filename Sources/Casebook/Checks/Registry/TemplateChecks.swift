extension CheckFamily {
    /// Templates and the incident's own prose.
    static let templates = CheckFamily(
        "template",
        "Templates",
        matters: "A misspelt name must not become an empty place in a document that somebody signs.",
        acceptance: .neverOfUnusableInput,
        [
            Check(
                "template.bad-format-name",
                "A tag names no format behind its bar",
                checked: "Behind `|` stands the name of a format.",
                mend: "Write `{{ name | format }}`, or leave the bar out."
            ),
            Check(
                "template.bad-name",
                "A tag's name is none",
                checked: "A name is of letters, digits, `-` and `_`, in parts that dots join.",
                mend: "Correct the name; words that are shown as they are stand in quotation marks."
            ),
            Check(
                "template.bad-partial-name",
                "A tag brings in a template whose name is none",
                checked: "The name is of letters, digits, `-` and `_`, in parts that `/` joins.",
                mend: "Correct the name."
            ),
            Check(
                "template.bad-string",
                "Something follows a closing quotation mark in a tag",
                checked: "A tag of quoted words holds nothing else.",
                mend: "Write `{{ \"words\" }}`."
            ),
            Check(
                "template.empty-tag",
                "A tag names no value",
                checked: "Between the braces stands a name.",
                mend: "Write `{{ name }}`, or two braces that are no tag as `{{ \"{{\" }}`."
            ),
            Check(
                "template.format-not-taken",
                "A value that has no formats is given one",
                checked: "A format is applied to numbers and times only.",
                mend: "Leave the format out."
            ),
            Check(
                "template.missing",
                "An artifact's template is missing",
                checked: "Each artifact's template lies in Templates.",
                mend: "Write the template, or name another one in the incident's artifacts."
            ),
            Check(
                "template.missing-value",
                "A tag's value is unknown",
                checked: "A value that is shown is there.",
                mend: "Put the tag into a section of its name, which is shown only where there is a value."
            ),
            Check(
                "template.no-format",
                "A number is shown without a format",
                checked: "A value with several formats is given one.",
                mend: "Name a format; the message names one that fits."
            ),
            Check(
                "template.no-list",
                "An item's tag stands outside of a list",
                checked: "`@first`, `@last` and `@number` stand in a list's section.",
                mend: "Move the tag into the section."
            ),
            Check(
                "template.no-members",
                "A tag looks into a value that has nothing inside",
                checked: "What stands before a dot is a record.",
                mend: "Open a section where it is a list."
            ),
            Check(
                "template.not-shown",
                "A tag shows a value that cannot be shown by itself",
                checked: "Lists, records and flags are opened as sections.",
                mend: "Open a section: `{{# name }} … {{/ name }}`."
            ),
            Check(
                "template.not-utf8",
                "A template is not UTF-8",
                checked: "All text is UTF-8.",
                mend: "Save the file as UTF-8."
            ),
            Check(
                "template.partial-cycle",
                "A template brings in itself",
                checked: "The templates that bring in others form no ring.",
                mend: "Take one of the tags out; the message shows the ring."
            ),
            Check(
                "template.private-use",
                "A template holds a character that marks values",
                checked: "Private-use characters of plane 15 are Casebook's.",
                mend: "Remove the character."
            ),
            Check(
                "template.stray-close",
                "A section is closed that is not open",
                checked: "Each closing tag has its opening one.",
                mend: "Correct its name, or remove it."
            ),
            Check(
                "template.too-many-values",
                "A document shows more values than can be shown",
                checked: "The values of a document are counted.",
                mend: "Split the document, or show a long table as one value."
            ),
            Check(
                "template.unclosed-section",
                "A section is not closed",
                checked: "Each opening tag has its closing one.",
                mend: "Close it: `{{/ name }}`."
            ),
            Check(
                "template.unclosed-tag",
                "A tag is not closed on its line",
                checked: "Each `{{` has its `}}` on the same line; a comment's may come later.",
                mend: "Close it; write two braces that are no tag as `{{ \"{{\" }}`."
            ),
            Check(
                "template.unknown-format",
                "A format is not one of the value's",
                checked: "The format is one that the value's unit has.",
                mend: "Choose one of those that the message lists."
            ),
            Check(
                "template.unknown-name",
                "A tag names a value that there is not",
                checked: "Each name is one of the facts of the incident.",
                mend: "Correct the name; the message names the nearest one."
            ),
            Check(
                "template.unknown-partial",
                "A tag brings in a template that there is not",
                checked: "Each partial lies in Templates/partials or in the incident's narrative.",
                mend: "Write it, correct the name, or write `{{> name? }}` where it need not exist."
            ),
            Check(
                "template.unsupported-tag",
                "A tag is of a kind that is not supported",
                checked: "Values are always escaped, and the braces of tags cannot be changed.",
                mend: "Write `{{ name }}`."
            ),
        ]
    )

    /// The text of a filled document.
    static let markdown = CheckFamily(
        "markdown",
        "Markdown",
        matters: "A document is refused whole before a part of it would be missing from its page, or before "
            + "hostile evidence could change its structure.",
        acceptance: .neverOfUnusableInput,
        [
            Check(
                "markdown.block-in-text",
                "A picture or table stands among words",
                checked: "Blocks stand on lines of their own.",
                mend: "Give it a line of its own, outside of headings, cells and code."
            ),
            limit("brackets", "More brackets follow each other than are read"),
            limit("cells", "Tables have more cells than are read"),
            limit("columns", "A line has more pipes than are read"),
            limit("delimiter-rows", "More delimiter rows follow each other than are read"),
            Check(
                "markdown.fold-without-heading",
                "No heading follows the mark of a fold",
                checked:
                    "A comment `<!-- fold -->` stands on a line of its own, outside of lists and quotes, "
                    + "and a heading comes next.",
                mend: "Write it before the heading of what is folded away."
            ),
            Check(
                "markdown.footnote-in-part",
                "A footnote stands in a part of a page",
                checked: "Footnotes stand in documents that have a page of their own.",
                mend: "Write the note into the text."
            ),
            Check(
                "markdown.id-prefix",
                "A prefix of ids cannot stand in an address",
                checked: "The prefix is of letters, digits, `-` and `_`.",
                mend: "Use such characters only."
            ),
            limit("link-definitions", "Link definitions are longer than what is read"),
            Check(
                "markdown.link-scheme",
                "A link leads to an address of a kind that is not allowed",
                checked: "Links lead to the web, to a mail address or within the site.",
                mend: "Remove the link, or lead it to one of these."
            ),
            limit("marks", "More marks of emphasis or code follow each other than are read"),
            limit("nesting", "Lists and quotes are nested deeper than what is read"),
            Check(
                "markdown.private-use",
                "A text holds a character that marks values",
                checked: "Private-use characters of plane 15 are Casebook's.",
                mend: "Remove the character."
            ),
            Check(
                "markdown.ragged-table",
                "A row of a table has other cells than columns",
                checked: "Each row of a table value has a cell for each column.",
                mend: "Give each row of the incident's table as many cells as it has columns."
            ),
            limit("size", "A document has more bytes than are read"),
            Check(
                "markdown.slot-in-fence",
                "A value stands in the language of a code block",
                checked: "The language of a code block is written out.",
                mend: "Write the language out."
            ),
            Check(
                "markdown.slot-in-html",
                "A value stands in raw HTML",
                checked: "Raw HTML is not shown, so no value stands in it.",
                mend: "Write Markdown in place of the HTML."
            ),
            Check(
                "markdown.slot-not-shown",
                "A value stands where no reader sees it",
                checked: "Each value of a document is in its page.",
                mend: "Move it out of the raw HTML, the unused footnote or the link definition."
            ),
            Check(
                "markdown.slots",
                "A document has more values than can be shown",
                checked: "The values of a document are counted.",
                mend: "Split the document, or bring a long table in as one value."
            ),
            Check(
                "markdown.table-columns",
                "A table has no columns, or too many",
                checked: "The columns of a table value are counted.",
                mend: "Give the table a column, or split it."
            ),
            Check(
                "markdown.value-not-placed",
                "A value cannot stand here",
                checked: "Each value fits the place of its tag.",
                mend: "Move the tag into text, or onto a line of its own."
            ),
        ]
    )

    /// A bound on what the parser of Markdown is given.
    private static func limit(_ name: String, _ summary: String) -> Check {
        Check(
            "markdown.\(name)",
            summary,
            checked: "What the parser takes more than linear time for is bounded before it reads.",
            mend:
                "Divide the text with empty lines, split the document, or bring long evidence in as a value."
        )
    }
}
