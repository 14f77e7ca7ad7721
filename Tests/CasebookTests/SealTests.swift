import Diagnostics
import Evidence
import Foundation
import TestSupport
import Testing

@testable import Casebook
@testable import Checking

/// Evidence that is sealed, changed and looked at: in the project, on its pages, and in a copy of its site.
@Suite("Sealed evidence")
struct SealTests {
    private static let incident = "2026-02-01-slow-query"
    private static let sealPath = "Content/\(incident)/evidence.sha256"
    private static let after = "\(SampleProject.evidence)/after.txt"

    @discardableResult
    private func seal(
        _ project: SampleProject, replaces: Bool = false, key: String? = nil,
        incidents: [any Incident] = [SlowQuery()]
    ) async throws(Diagnostics) -> [EvidenceSealer.Outcome] {
        let found: Project
        do { found = try Project(at: project.root) } catch {
            throw Diagnostics(Diagnostic(.program(.failed), "\(error)"))
        }
        return try await EvidenceSealer(
            project: found, now: "2026-02-02T09:00Z", replaces: replaces, key: key
        ).seal(incidents)
    }

    private func findings(in project: SampleProject) async throws -> [Diagnostic] {
        let found = try Project(at: project.root)
        return try await Verification(
            of: SealedFolder(SlowQuery(), of: found), project: found, signers: .init(file: nil, identity: nil)
        ).findings
    }

    private func replace(_ old: String, with new: String, in path: String, of project: SampleProject) throws {
        let text = try project.text(path)
        #expect(text.contains(old))
        try project.write(text.replacingOccurrences(of: old, with: new), to: path)
    }

    /// Puts the project under version control, as it is now.
    private func commit(_ project: SampleProject) async throws {
        try await Command("git", "init", "-q", in: project.root).succeed()
        try await Command("git", "add", "-A", in: project.root).succeed()
        try await Command(
            "git", "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-q", "-m",
            "Evidence", in: project.root
        ).succeed()
    }

    // MARK: Sealing

    @Test("a seal is left as it is until something is added, and names the one before it")
    func lifeOfASeal() async throws {
        let project = try SampleProject()
        let made = try await seal(project)
        #expect(made[0].text.contains("sealed 3 files"))
        let first = try project.text(Self.sealPath)
        #expect(first.contains("# incident: \(Self.incident)\n"))
        let hash = try SHA256(of: Array(first.utf8)).hexadecimal
        #expect(made[0].text.contains(hash))

        let again = try await seal(project)
        #expect(again[0].text.contains("nothing has changed since 2026-02-02 09:00 UTC"))
        #expect(try project.text(Self.sealPath) == first)

        try project.write("a,b\n1,2\n", to: "\(SampleProject.evidence)/later.csv")
        try project.write("ignored", to: "\(SampleProject.evidence)/.hidden")
        let extended = try await seal(project)
        #expect(
            extended[0].text.contains("added 1 file to the seal, which has 4 now.\n  added      later.csv"))
        #expect(try project.text(Self.sealPath).contains("# extends: \(hash)\n"))
        try await Command(
            "sha256sum", "--strict", "-c", "evidence.sha256", in: "\(project.root)/Content/\(Self.incident)"
        )
        .succeed()
    }

    @Test("a changed file is not sealed unless that is meant, and the place is told")
    func refused() async throws {
        let project = try SampleProject()
        try await seal(project)
        try await commit(project)
        let first = try project.text(Self.sealPath)
        try replace("Execution Time: 0.400", with: "Execution Time: 0.300", in: Self.after, of: project)
        try project.remove("\(SampleProject.evidence)/waits.csv")
        try project.write("new\n", to: "\(SampleProject.evidence)/new.txt")
        do throws(Diagnostics) {
            try await seal(project)
            Issue.record("sealed")
        } catch {
            #expect(error.all.map(\.id) == ["seal.changed", "seal.removed"])
            #expect(
                error.all[0].text.contains(
                    "\(Self.after):6:20: error: The file is not as it was sealed: byte "))
            #expect(error.all[0].text.contains("byte 419 was “4” and is “3”"), "\(error.all[0].text)")
            #expect(error.all[0].text.contains("` Execution Time: 0.400 ms`, as the line was sealed"))
        }
        #expect(try project.text(Self.sealPath) == first)

        let outcome = try await seal(project, replaces: true)
        #expect(
            outcome[0].text.contains("changed    after.txt\n  added      new.txt\n  removed    waits.csv"))
        let hash = try SHA256(of: Array(first.utf8)).hexadecimal
        #expect(try project.text(Self.sealPath).contains("# replaces: \(hash)\n"))
    }

    @Test("a seal that was tampered with is refused with its place, not believed")
    func malformed() async throws {
        let project = try SampleProject()
        try await seal(project)
        try replace("# bytes: ", with: "# bytes: x", in: Self.sealPath, of: project)
        do throws(Diagnostics) {
            try await seal(project)
            Issue.record("sealed")
        } catch {
            #expect(error.all.allSatisfy { $0.id == "seal.malformed" && $0.place?.path == Self.sealPath })
        }
        let report = try await project.build()
        #expect(report.findings.contains { $0.id == "seal.malformed" })
        let page = try project.text("Output/\(Self.incident)/executive-summary.html")
        #expect(page.contains("The seal cannot be read."))
    }

    @Test("a signature goes with its seal: it is removed when the seal changes, and made anew when asked for")
    func signature() async throws {
        let project = try SampleProject()
        let key = "\(project.root)/key"
        try await Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).succeed()
        let signed = try await seal(project, key: key)
        #expect(signed[0].isSigned)
        let signature = try project.text("\(Self.sealPath).sig")
        #expect(signature.hasPrefix("-----BEGIN SSH SIGNATURE-----"))
        try project.write("new\n", to: "\(SampleProject.evidence)/new.txt")
        let unsigned = try await seal(project)
        #expect(unsigned[0].lostSignature)
        #expect(!FileManager.default.fileExists(atPath: "\(project.root)/\(Self.sealPath).sig"))
        #expect(try await seal(project, key: key)[0].isSigned)
        try await project.build()
        let page = try project.text("Output/\(Self.incident)/executive-summary.html")
        #expect(page.contains("Evidence sealed and signed 2026-02-02 09:00 UTC"))
        #expect(try project.output()["\(Self.incident)/evidence.sha256.sig"] != nil)
    }

    @Test("a capture that its own record contradicts is not sealed, and fails the check")
    func recordContradicts() async throws {
        let project = try SampleProject()
        let record = SavedRecord(
            capture: "waits.csv", sha256: String(repeating: "a", count: 64), bytes: 10,
            captured: "2026-02-01T10:10Z", command: "SELECT label, waited_ms FROM waits")
        try project.write(record.json, to: "\(SampleProject.evidence)/waits.csv.record.json")
        #expect(
            try await project.builder().check().map(\.id).filter { $0 != "capture.no-record" } == [
                "record.changed"
            ])
        do throws(Diagnostics) {
            try await seal(project)
            Issue.record("sealed")
        } catch {
            #expect(error.all.map(\.id) == ["record.changed"])
        }
    }

    // MARK: Pages

    @Test("every page names the seal; without one it says so, and no check fails for that")
    func pagesNameTheSeal() async throws {
        let project = try SampleProject()
        try await project.build()
        #expect(
            try project.text("Output/\(Self.incident)/figures.html").contains("The evidence is not sealed."))
        #expect(try await project.builder().check().isEmpty)
        try await seal(project)
        try await project.build()
        let output = try project.output()
        let bytes = try #require(output["\(Self.incident)/evidence.sha256"])
        #expect(String(decoding: bytes, as: UTF8.self) == (try project.text(Self.sealPath)))
        let hash = try SHA256(of: Array(bytes)).hexadecimal
        let pages = output.filter { $0.key.hasPrefix(Self.incident) && $0.key.hasSuffix(".html") }
        #expect(pages.count == 5)
        for (path, page) in pages {
            let text = String(decoding: page, as: UTF8.self)
            #expect(text.contains("<code class=\"seal-hash\">\(hash)</code>"), "\(path)")
            #expect(text.contains("sealed 2026-02-02 09:00 UTC"), "\(path)")
            #expect(
                text.contains(
                    path.contains("/evidence/") ? "href=\"../evidence.sha256\"" : "href=\"evidence.sha256\""))
            #expect(!text.contains("not as it was sealed"), "\(path)")
        }
        #expect(try await project.builder().check().isEmpty)
    }

    @Test("a changed capture shows on every page, with the place on its own, and fails the check")
    func pagesTellOfChanges() async throws {
        let project = try SampleProject()
        try await seal(project)
        try await commit(project)
        try replace("rows=1 loops=1", with: "rows=2 loops=1", in: Self.after, of: project)
        try project.write("new\n", to: "\(SampleProject.evidence)/b<i>.txt")
        try await project.build()
        for page in ["executive-summary", "figures", "evidence/waits-csv"] {
            let text = try project.text("Output/\(Self.incident)/\(page).html")
            #expect(text.contains("The evidence is not as it was sealed."), "\(page)")
            #expect(text.contains("changed: after.txt; not in the seal: b&lt;i&gt;.txt."), "\(page)")
        }
        let own = try project.text("Output/\(Self.incident)/evidence/after-txt.html")
        #expect(
            own.contains("This capture is not as it was sealed:</strong> byte 340 was “1” and is “2”."),
            "\(own.prefix(4_000))")
        #expect(own.contains("href=\"#L3\">Line 3</a>"))
        let added = try project.text("Output/\(Self.incident)/evidence/b-i-txt.html")
        #expect(added.contains("This capture is not in the seal."))
        let findings = try await project.builder().check()
        #expect(findings.map(\.id) == ["seal.changed", "seal.added"])
        #expect(findings[0].place?.position == "\(Self.after):3:106")
    }

    // MARK: Verifying

    @Test("an unsealed incident is a finding, a sealed one is none")
    func verified() async throws {
        let project = try SampleProject()
        #expect(try await findings(in: project).map(\.id) == ["seal.missing"])
        try await seal(project)
        #expect(try await findings(in: project).isEmpty)
        try project.write("stray\n", to: "\(SampleProject.evidence)/stray.txt")
        #expect(try await findings(in: project).map(\.id) == ["seal.added"])
    }

    /// What `casebook verify` says of a folder, run as a program that knows none of the project's incidents.
    private func verify(
        _ folder: String, _ more: String..., inside project: SampleProject? = nil
    ) async throws -> Command.Result {
        try await Command(
            "\(buildFolder)/casebook", arguments: ["verify", folder] + more, in: project?.root ?? folder
        ).run()
    }

    /// A published site with captures of names that a browser would run, copied elsewhere.
    private func withCopy(_ body: (TemporaryFolder, SampleProject) async throws -> Void) async throws {
        let project = try SampleProject()
        try project.write("<svg/>\n", to: "\(SampleProject.evidence)/peak/chart.svg")
        try await seal(project)
        try await project.build()
        try await TemporaryFolder.with { folder in
            try await Command("cp", "-R", "\(project.root)/Output/.", folder.path).succeed()
            try await body(folder, project)
        }
    }

    @Test("a copy of a site is verified without its project, whole or the folder of one incident")
    func verifiedCopy() async throws {
        try await withCopy { folder, _ in
            let whole = try await verify(folder.path)
            #expect(whole.status == 0, "\(whole.errors)")
            #expect(whole.text.contains("\(Self.incident): 4 files as sealed on 2026-02-02 09:00 UTC"))
            #expect(whole.text.contains("not signed"))
            try await Command("mv", folder.path(of: Self.incident), folder.path(of: "renamed")).succeed()
            let one = try await verify(folder.path(of: "renamed"))
            #expect(one.status == 0, "\(one.errors)")
            let chosen = try await verify(folder.path, "--incident", "other")
            #expect(chosen.status == 2)
            #expect(chosen.errors.contains("has no incident “other”"))
        }
    }

    @Test("whatever is done to a copy alone is found, with the byte where the project is at hand")
    func tamperedCopy() async throws {
        let tampers: [(String, String, @Sendable (String) async throws -> Void)] = [
            (
                "seal.changed", "evidence/after.txt:6:20: error: The file is not as it was sealed: byte ",
                {
                    try await Command(
                        "sed", "-i.bak", "s/Time: 0.400/Time: 0.900/", "\($0)/evidence/after.txt"
                    ).succeed()
                    try await Command("rm", "\($0)/evidence/after.txt.bak").succeed()
                }
            ),
            (
                "seal.changed", "evidence/peak/chart.svg.txt:1:5: error: ",
                {
                    try await Command("sh", "-c", "printf '<svg>\\n' > \($0)/evidence/peak/chart.svg.txt")
                        .succeed()
                }
            ),
            (
                "seal.removed", "evidence/waits.csv: error: ",
                { try await Command("rm", "\($0)/evidence/waits.csv").succeed() }
            ),
            (
                "seal.added", "evidence/more.log: error: ",
                { try await Command("touch", "\($0)/evidence/more.log").succeed() }
            ),
            (
                "seal.missing", "evidence.sha256: error: ",
                { try await Command("rm", "\($0)/evidence.sha256").succeed() }
            ),
            (
                "seal.other-page", "pages name another seal: ",
                {
                    try await Command(
                        "sed", "-i.bak", "s/sealed: 2026-02-02/sealed: 2026-02-03/", "\($0)/evidence.sha256"
                    ).succeed()
                }
            ),
            (
                "seal.other-page", "figures.html: error: The page names no seal",
                { try await Command("sh", "-c", "echo '<p>Mine</p>' > \($0)/figures.html").succeed() }
            ),
            (
                "seal.malformed", "evidence.sha256:1:1: error: ",
                { try await Command("sh", "-c", "echo > \($0)/evidence.sha256").succeed() }
            ),
        ]
        for (id, says, tamper) in tampers {
            try await withCopy { folder, project in
                try await tamper(folder.path(of: Self.incident))
                let alone = try await verify(folder.path)
                #expect(alone.status == 1)
                #expect(alone.errors.contains("[\(id)]"), "\(alone.errors)")
                let result = try await verify(folder.path, inside: project)
                #expect(result.status == 1, "\(says)")
                #expect(result.errors.contains("[\(id)]"), "\(result.errors)")
                #expect(result.errors.contains(says), "\(result.errors)")
                #expect(result.errors.contains("1 finding."), "\(result.errors)")
            }
        }
    }

    @Test("JSON tells the byte, and one line is one incident")
    func json() async throws {
        try await withCopy { folder, project in
            let capture = "\(Self.incident)/evidence/waits.csv"
            try folder.write(
                try folder.text(of: capture).replacingOccurrences(of: "12.5", with: "13.5"), to: capture)
            let result = try await verify(folder.path, "--json", inside: project)
            #expect(result.status == 1)
            let lines = result.text.split(separator: "\n")
            #expect(lines.count == 1)
            let value = try JSONDecoder().decode(JSONValue.self, from: Data(lines[0].utf8))
            #expect(value["incident"]?.text == Self.incident)
            #expect(value["seal"]?["files"]?.integer == 4)
            let finding = try #require(value["findings"]?.items.first)
            #expect(finding["id"]?.text == "seal.changed")
            #expect(finding["line"]?.integer == 2)
            #expect(finding["column"]?.integer == 8)
            #expect(finding["firstByte"]?.integer == 24)
        }
    }

    @Test("a signed copy tells who signed; a stranger's signature, or none, is a finding")
    func signedCopy() async throws {
        try await withCopy { folder, project in
            let key = "\(project.root)/key"
            try await Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).succeed()
            let signers = "\(project.root)/signers"
            try project.write("alice@example.com \(try project.text("key.pub"))", to: "signers")
            let unsigned = try await verify(folder.path, "--signers", signers)
            #expect(unsigned.errors.contains("[signature.missing]"))

            try await seal(project, key: key)
            try await project.build()
            try await Command("cp", "-R", "\(project.root)/Output/.", folder.path).succeed()
            let signed = try await verify(folder.path, "--signers", signers)
            #expect(signed.status == 0, "\(signed.errors)")
            #expect(
                signed.text.contains("signed by  alice@example.com, with ED25519 key SHA256:"),
                "\(signed.text)")
            let unchecked = try await verify(folder.path)
            #expect(unchecked.status == 0)
            #expect(unchecked.text.contains("--signers says whose key that should be"))
            let other = try await verify(folder.path, "--signers", signers, "--identity", "bob@example.com")
            #expect(other.status == 1)
            #expect(other.errors.contains("[signature.invalid]"))
        }
    }

    @Test("what cannot be verified is an error of usage")
    func usage() async throws {
        try await TemporaryFolder.with { folder in
            let empty = try await verify(folder.path)
            #expect(empty.status == 2)
            #expect(empty.errors.contains("is neither a site nor a project"))
            #expect(try await verify(folder.path, "--identity", "me").status == 2)
            #expect(try await verify(folder.path, "--signers", "/nowhere").status == 2)
            #expect(try await verify(folder.path, "--root", ".").status == 2)
        }
    }
}
