import Diagnostics

extension AcceptanceRule {
    fileprivate static let sealedAnew = AcceptanceRule.never(
        because: "a seal that does not fit proves nothing; where the change is meant, seal the evidence anew")
}

extension CheckFamily.Text {
    /// Evidence against its seal.
    static let seals = CheckFamily.Text(
        "Seals",
        matters:
            "A seal lets a reader tell that the evidence is the one that was captured. A file that differs "
            + "from it may have been edited after the fact.", acceptance: .sealedAnew)

    /// Who sealed.
    static let signatures = CheckFamily.Text(
        "Signatures of seals",
        matters: "A seal without a valid signature could have been made by whoever changed the evidence.",
        acceptance: .sealedAnew)
}

extension Check.Seal {
    var description: CheckDescription {
        switch self {
        case .added:
            CheckDescription(
                "A file of the evidence is not in the seal",
                checked: "Each file of the evidence folder is one that was sealed.",
                mend: "Seal it too with `casebook seal`, or take it out of the evidence.")
        case .changed:
            CheckDescription(
                "A file of the evidence is not as it was sealed",
                checked:
                    "The SHA-256 of each file is the sealed one; where it is not, git's history or the "
                    + "project's own copy shows where it was changed, if it holds the sealed bytes.",
                mend: "Restore it from version control. Where the change is meant, `casebook seal --replace`."
            )
        case .malformed:
            CheckDescription(
                "A seal cannot be read", checked: "A seal is what `casebook seal` writes, line by line.",
                mend: "Restore it from version control; nobody edits a seal.")
        case .misplaced:
            CheckDescription(
                "A seal is that of another incident",
                checked: "The incident that a seal names is the one in whose folder it lies.",
                mend: "Put the incident's own seal there, from version control.")
        case .missing:
            CheckDescription(
                "The evidence of an incident is not sealed",
                checked: "`casebook verify` finds a seal beside the evidence.",
                mend: "Make one with `casebook seal`; of a copy, ask for it with its seal.")
        case .nothing:
            CheckDescription(
                "An incident has no evidence that could be sealed",
                checked: "The evidence folder holds a file.", mend: "Save the captures first.")
        case .otherPage:
            CheckDescription(
                "A page names another seal than that of the evidence",
                checked: "The SHA-256 of the seal is the one that the site's pages name.",
                mend: "Compare with the site that was published, or build it again from the sealed evidence.")
        case .redescribed:
            CheckDescription(
                "An incident tells otherwise how a sealed capture came about",
                checked: "Time and command of each capture are those that were sealed with it.",
                mend: "Correct it in the incident. Where the change is meant, `casebook seal --replace`.")
        case .removed:
            CheckDescription(
                "A file that was sealed is missing",
                checked: "Each file of the seal is in the evidence folder.",
                mend: "Restore it from version control. Where that is meant, `casebook seal --replace`.")
        case .unreadable:
            CheckDescription(
                "A file of the evidence cannot be read",
                checked: "Each file of the evidence folder can be opened and read to its end.",
                mend: "Correct its rights, or what it is a link to.")
        case .unsafePath:
            CheckDescription(
                "A path cannot be sealed",
                checked:
                    "Paths are UTF-8 without control characters and backslashes, so that `sha256sum` reads them.",
                mend: "Rename the file, and its path in the incident.")
        case .version:
            CheckDescription(
                "A seal is of a format that is not known",
                checked: "The heading of a seal names a format of this Casebook.",
                mend: "Use the Casebook that sealed it, or a later one.")
        }
    }
}

extension Check.Signature {
    var description: CheckDescription {
        switch self {
        case .invalid:
            CheckDescription(
                "A seal's signature is not valid",
                checked: "ssh-keygen verifies the signature against those who may sign.",
                mend: "Ask whoever sealed the evidence for the seal with its signature, by another way.")
        case .missing:
            CheckDescription(
                "A seal is not signed",
                checked: "A seal has a signature where `--signers` says who may sign.",
                mend: "Whoever sealed the evidence signs it with `casebook seal --sign KEY`.")
        case .notMade:
            CheckDescription(
                "A seal could not be signed",
                checked: "ssh-keygen signed the seal with the key that was given.",
                mend: "`ssh-keygen -t ed25519` makes a key; `ssh-add -l` lists those of the agent.")
        }
    }
}
