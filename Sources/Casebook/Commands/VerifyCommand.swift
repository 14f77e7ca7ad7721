import ArgumentParser
import Diagnostics
import Evidence
import Inspection
import Quantities

/// `casebook verify`.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Fails where evidence is not as it was sealed, and says which line was changed.",
        discussion: """
            Hashes every file of the evidence anew and compares it with the seal. Names what was added, removed \
            or changed, with the line, the column and, where the seal or git's history tells it, what stood \
            there. Checks the seal's signature, and that every published page names this seal.

            FOLDER may be a built site, a copy of one anywhere, or a part of it: neither the project nor its \
            Swift sources are needed. Without FOLDER, the incidents of this project are checked. Evidence that \
            is not sealed is a finding.
            """)

    @Argument(
        help: ArgumentHelp("A site, a project, or the folder of an incident in one.", valueName: "folder"))
    var folder: String?

    @OptionGroup var options: ProjectOptions

    @Option(
        help: ArgumentHelp(
            "Who may sign with which key: a file as ssh-keygen's ALLOWED SIGNERS; a seal must then be signed.",
            valueName: "file"))
    var signers: String?

    @Option(
        help: ArgumentHelp("Who must have signed, as the file of --signers names them.", valueName: "who"))
    var identity: String?

    @Flag(help: "Print one line of JSON for each incident.")
    var json = false

    func run() async throws {
        let signers = try allowedSigners()
        let project = folder == nil ? try options.project() : Project.here
        let folders =
            if let folder { try SealedFolder.all(in: folder, only: options.incidentIDs) } else {
                try options.incidents().map { try SealedFolder($0, of: options.project()) }
            }
        var findings: [Diagnostic] = []
        for folder in folders {
            let verification = try await Verification(of: folder, project: project, signers: signers)
            findings += verification.findings
            if json {
                var buffer = JSONBuffer()
                VerificationReport.json(verification, to: &buffer)
                Terminal.output(buffer.bytes)
            } else if verification.seal != nil {
                Terminal.output(VerificationReport.text(verification))
            }
        }
        guard !findings.isEmpty else { return }
        if !json {
            Terminal.errors(VisibleText.lines(Diagnostics(findings).all.map(\.text).joined(separator: "\n")))
        }
        throw Findings(summary: "\(count(findings.count, "finding")).")
    }

    private func allowedSigners() throws -> Verification.Signers {
        if identity != nil, signers == nil {
            throw UsageError("--identity is a name in the file of --signers, which is not given.")
        }
        if folder != nil, options.root != nil {
            throw UsageError("Either a folder or --root says what to verify, not both.")
        }
        if let signers, fileSize(signers) == nil { throw UsageError("The file \(signers) does not exist.") }
        return Verification.Signers(file: signers, identity: identity)
    }
}
