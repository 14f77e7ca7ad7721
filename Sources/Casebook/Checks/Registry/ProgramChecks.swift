import Diagnostics

extension CheckFamily {
    /// How captures are bound.
    static let evidence = CheckFamily(
        "evidence",
        "Binding of evidence",
        matters: "A capture that is not read through the incident's reader has no place to show.",
        acceptance: .neverOfUnusableInput,
        [
            Check(
                "evidence.no-reader",
                "A capture is bound where no evidence is being read",
                checked: "Captures are stored properties of an incident's Evidence, made while it is read.",
                mend: "Declare the capture in the incident's Evidence."
            )
        ]
    )

    /// The place of the site.
    static let output = CheckFamily(
        "output",
        "Output",
        matters:
            "A build puts the new site in the place of the old one in one step, and deletes nothing that no "
            + "build wrote.",
        acceptance: .neverOfUnusableInput,
        [
            Check(
                "output.collision",
                "Two files of the site have the same path",
                checked: "Paths differ by more than case or Unicode form.",
                mend: "Give one of the two another name."
            ),
            Check(
                "output.dangling-link",
                "The output is a link that leads nowhere",
                checked: "Where the output is a link, the directory that it leads to is there.",
                mend: "Remove the link, or make the directory."
            ),
            Check(
                "output.failed",
                "The site could not be written",
                checked: "Every file was written, and the site exchanged.",
                mend: "Look at the disk's space and rights; the message says what the system answered."
            ),
            Check(
                "output.foreign",
                "The output directory holds what no build wrote",
                checked: "Each file is in the manifest of the last build.",
                mend: "Move the files away, or name another output directory."
            ),
            Check(
                "output.foreign-staging",
                "The directory that staging needs was made by somebody else",
                checked: "The directory beside the output is one that a build made.",
                mend: "Move it away, or name another output directory."
            ),
            Check(
                "output.left-behind",
                "A directory of staging could not be deleted",
                checked: "After the exchange the old site is deleted.",
                mend: "Nothing: the site is complete, and the next build removes it.",
                severity: .warning
            ),
            Check(
                "output.locked",
                "Another build is publishing",
                checked: "One build at a time publishes in a directory.",
                mend: "Wait until it has finished, and build again."
            ),
            Check(
                "output.manifest-unreadable",
                "The manifest of the last build cannot be read",
                checked: "The manifest says which files may be replaced.",
                mend: "If nothing in the directory is worth keeping, delete it and build again."
            ),
            Check(
                "output.no-parent",
                "The directory above the output is missing",
                checked: "The output's parent is there.",
                mend: "Make it, or name another output directory."
            ),
            Check(
                "output.no-path",
                "The output directory has no name",
                checked: "The path of the output is not empty.",
                mend: "Name a directory."
            ),
            Check(
                "output.not-a-directory",
                "The output is not a directory",
                checked: "What stands at the output's path is a directory that can be replaced.",
                mend: "Move the file away, or name another output directory."
            ),
            Check(
                "output.not-replaceable",
                "The output cannot be replaced as a whole",
                checked: "The output is no mount point and no layer of a container.",
                mend: "Name an output directory one level deeper."
            ),
            Check(
                "output.unsafe-path",
                "The path of a page leads out of the site",
                checked: "Each path is relative, without `..` and without control characters.",
                mend: "Rename the document or the capture."
            ),
        ]
    )

    /// The machine and the program.
    static let machine = CheckFamily(
        "machine",
        "The machine",
        matters: "What a page says of a file's bytes must be computed, not assumed.",
        acceptance: .neverOfUnusableInput,
        [
            Check(
                "hash.unavailable",
                "A SHA-256 cannot be computed",
                checked: "libcrypto gives the digest of each capture.",
                mend: "Check OpenSSL's configuration: `openssl dgst -sha256 FILE` must print a digest."
            ),
            Check(
                "inspect.nothing",
                "A file holds nothing that Casebook reads",
                checked:
                    "`casebook inspect` finds a plan, a result, a log, a benchmark or metrics in a file.",
                mend: "Save the program's output as it is: `psql -X -o FILE`."
            ),
        ]
    )
}
