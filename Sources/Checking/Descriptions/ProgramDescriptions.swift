import Diagnostics

extension CheckFamily.Text {
    /// How captures are bound.
    static let evidence = CheckFamily.Text(
        "Binding of evidence",
        matters: "A capture that is not read through the incident's reader has no place to show.",
        acceptance: .neverOfUnusableInput)

    /// The place of the site.
    static let output = CheckFamily.Text(
        "Output",
        matters:
            "A build puts the new site in the place of the old one in one step, and deletes nothing that no "
            + "build wrote.", acceptance: .neverOfUnusableInput)

    /// Programs that Casebook runs.
    static let programs = CheckFamily.Text(
        "Other programs",
        matters: "What git or psql would have said is not known where they did not run to their end.",
        acceptance: .neverOfUnusableInput)

    /// Revisions of version control.
    static let revisions = CheckFamily.Text(
        "Revisions", matters: "What a document said before can only be told from a revision that is there.",
        acceptance: .neverOfUnusableInput)

    /// The machine and the program.
    static let machine = CheckFamily.Text(
        "The machine", matters: "What a page says of a file's bytes must be computed, not assumed.",
        acceptance: .neverOfUnusableInput)
}

extension Check.Evidence {
    var description: CheckDescription {
        switch self {
        case .noReader:
            CheckDescription(
                "A capture is bound where no evidence is being read",
                checked: "Captures are stored properties of an incident's Evidence, made while it is read.",
                mend: "Declare the capture in the incident's Evidence.")
        }
    }
}

extension Check.Output {
    var description: CheckDescription {
        switch self {
        case .cannotLock:
            CheckDescription(
                "The directory beside the output cannot be locked",
                checked: "One build at a time publishes into a directory.",
                mend: "Look at the file system: it must know `flock`.")
        case .cannotRead:
            CheckDescription(
                "The site that is there cannot be read",
                checked: "The old site is read, to leave what has not changed as it is.",
                mend:
                    "Mend what the system says of the path, such as its permissions or a full disk, and build again."
            )
        case .cannotRemove:
            CheckDescription(
                "What an older build left cannot be deleted",
                checked: "The directory that a build prepares its site in begins empty.",
                mend:
                    "Mend what the system says of the path, such as its permissions or a full disk, and build again."
            )
        case .cannotReplace:
            CheckDescription(
                "The new site cannot be put in the place of the old one",
                checked: "Both are exchanged in one call of the system.",
                mend:
                    "Mend what the system says of the path, such as its permissions or a full disk, and build again."
            )
        case .cannotWrite:
            CheckDescription(
                "A file of the site cannot be written",
                checked: "Each file is written whole, or the build ends.",
                mend:
                    "Mend what the system says of the path, such as its permissions or a full disk, and build again."
            )
        case .collision:
            CheckDescription(
                "Two files of the site have the same path",
                checked: "Paths differ by more than case or Unicode form.",
                mend: "Give one of the two another name.")
        case .danglingLink:
            CheckDescription(
                "The output is a link that leads nowhere",
                checked: "Where the output is a link, the directory that it leads to is there.",
                mend: "Remove the link, or make the directory.")
        case .failed:
            CheckDescription(
                "The site could not be written", checked: "Every file was written, and the site exchanged.",
                mend: "Look at the disk's space and rights; the message says what the system answered.")
        case .foreign:
            CheckDescription(
                "The output directory holds what no build wrote",
                checked: "Each file is in the manifest of the last build.",
                mend: "Move the files away, or name another output directory.")
        case .foreignStaging:
            CheckDescription(
                "The directory that staging needs was made by somebody else",
                checked: "The directory beside the output is one that a build made.",
                mend: "Move it away, or name another output directory.")
        case .leftBehind:
            CheckDescription(
                "A directory of staging could not be deleted",
                checked: "After the exchange the old site is deleted.",
                mend: "Nothing: the site is complete, and the next build removes it.")
        case .locked:
            CheckDescription(
                "Another build is publishing", checked: "One build at a time publishes in a directory.",
                mend: "Wait until it has finished, and build again.")
        case .manifestUnreadable:
            CheckDescription(
                "The manifest of the last build cannot be read",
                checked: "The manifest says which files may be replaced.",
                mend: "If nothing in the directory is worth keeping, delete it and build again.")
        case .noParent:
            CheckDescription(
                "The directory above the output is missing", checked: "The output's parent is there.",
                mend: "Make it, or name another output directory.")
        case .noPath:
            CheckDescription(
                "The output directory has no name", checked: "The path of the output is not empty.",
                mend: "Name a directory.")
        case .notADirectory:
            CheckDescription(
                "The output is not a directory",
                checked: "What stands at the output's path is a directory that can be replaced.",
                mend: "Move the file away, or name another output directory.")
        case .notReplaceable:
            CheckDescription(
                "The output cannot be replaced as a whole",
                checked: "The output is no mount point and no layer of a container.",
                mend: "Name an output directory one level deeper.")
        case .unsafePath:
            CheckDescription(
                "The path of a page leads out of the site",
                checked: "Each path is relative, without `..` and without control characters.",
                mend: "Rename the document or the capture.")
        }
    }
}

extension Check.Program {
    var description: CheckDescription {
        switch self {
        case .cancelled:
            CheckDescription(
                "A program was ended before its end", checked: "A program that was started ran to its end.",
                mend: "Run the command again, and let it finish.")
        case .failed:
            CheckDescription(
                "A program failed", checked: "A program that must succeed ends with the status 0.",
                mend: "Mend what it says; the message repeats it.")
        case .missing:
            CheckDescription(
                "A program is not installed", checked: "The program can be found on the path.",
                mend: "Install the package that the message names.")
        case .noFolder:
            CheckDescription(
                "The folder that a program should run in is missing",
                checked: "The folder is there and can be entered.",
                mend: "Make the folder, or name another one.")
        case .tooSlow:
            CheckDescription(
                "A program took too long", checked: "A program ends within its time.",
                mend: "Run it by itself to see what it waits for.")
        }
    }
}

extension Check.Revision {
    var description: CheckDescription {
        switch self {
        case .unreadable:
            CheckDescription(
                "A revision cannot be read",
                checked: "`casebook diff` finds the revision that is named, with all of its files.",
                mend: "Fetch the revision, with its history where the clone is shallow.")
        }
    }
}

extension Check.Machine {
    var description: CheckDescription {
        switch self {
        case .fileNotWritten:
            CheckDescription(
                "A file cannot be written",
                checked: "A file that a command makes is written whole, and put in the place of the old one.",
                mend: "Look at the folder's rights and at the space that is left on its disk.")
        case .hashUnavailable:
            CheckDescription(
                "A SHA-256 cannot be computed", checked: "libcrypto gives the digest of each capture.",
                mend: "Check OpenSSL's configuration: `openssl dgst -sha256 FILE` must print a digest.")
        case .nothingToInspect:
            CheckDescription(
                "A file holds nothing that Casebook reads",
                checked:
                    "`casebook inspect` finds a plan, a result, a log, a benchmark or metrics in a file.",
                mend: "Save the program's output as it is: `psql -X -o FILE`.")
        }
    }
}
