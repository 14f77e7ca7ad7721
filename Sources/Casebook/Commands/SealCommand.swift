import ArgumentParser
import Diagnostics
import Evidence
import Incidents
import Inspection
import Quantities
import Seals

/// `casebook seal`.
struct SealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal", abstract: "Seals evidence, so that no change of it stays unseen.",
        discussion: """
            Writes Content/<id>/evidence.sha256: each file of the evidence with its size, when and how it was \
            captured, and its SHA-256, as sha256sum writes it, so that `sha256sum -c evidence.sha256` checks it \
            without Casebook. The seal's own hash stands on every page of the site.

            A seal that agrees with the evidence is left as it is; files that were added are added to it. Where a \
            sealed file was changed or removed, nothing is written and the place is told, unless --replace says \
            that this is meant. A new seal names the hash of the one before it.
            """)

    @OptionGroup var options: ProjectOptions

    @Flag(help: "Seal anew what was changed or removed since it was sealed, or a seal of an earlier format.")
    var replace = false

    @Option(
        help: ArgumentHelp(
            "Sign the seal with this key: a private key's file, or a public key's whose private one ssh-agent holds.",
            valueName: "key"))
    var sign: String?

    func run() async throws {
        let project = try options.project()
        let sealer = EvidenceSealer(project: project, now: .now, replaces: replace, key: sign)
        let outcomes = try await sealer.seal(try options.incidents())
        for outcome in outcomes { Terminal.output(VisibleText.lines(outcome.text)) }
    }
}
