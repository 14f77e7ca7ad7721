import Diagnostics
import Foundation
import TestSupport
import Testing

/// The program as its users run it: in a process of its own, with the incident of this repository.
@Suite("The command line")
struct CommandLineTests {
    static let shipped = "2026-01-04-connection-spike"

    /// The result of a run in the repository's root.
    private func casebook(
        _ arguments: String..., in folder: String = repositoryRoot, environment: [String: String] = [:]
    ) async throws -> Command.Result {
        try await Command(
            "\(buildFolder)/casebook", arguments: arguments, in: folder,
            environment: environment.merging(["COLUMNS": "100"]) { given, _ in given }
        ).run()
    }

    // MARK: Help

    @Test(
        "The help of each command",
        arguments: [
            "", "build", "capacity", "capture", "check", "diff", "figures", "list", "inspect", "seal",
            "verify",
        ])
    func help(command: String) async throws {
        let asked = command.isEmpty ? try await casebook("--help") : try await casebook(command, "--help")
        #expect(asked.status == 0)
        #expect(asked.errors.isEmpty)
        let golden = Golden("help\(command.isEmpty ? "" : "-\(command)").txt", in: "CasebookTests")
        #expect(try golden.difference(from: asked.text) == nil)
        let other = command.isEmpty ? try await casebook() : try await casebook("help", command)
        #expect(other.text == asked.text)
        #expect(other.status == 0)
    }

    // MARK: Usage

    struct Misuse: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let says: String
        var folder = repositoryRoot
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let misuses = [
        Misuse(arguments: ["bild"], says: "Unexpected argument 'bild'"),
        Misuse(
            arguments: ["build", "--outptu", "x"], says: "Unknown option '--outptu'. Did you mean '--output'?"
        ),
        Misuse(arguments: ["build", "--output"], says: "Missing value for '--output <output>'"),
        Misuse(arguments: ["check", "extra"], says: "Unexpected argument 'extra'"),
        Misuse(
            arguments: ["check", "--incident", "2026-01-04-conection-spike"],
            says: "There is no incident “2026-01-04-conection-spike”. Did you mean \(shipped)?"),
        Misuse(
            arguments: ["build", "--incident", shipped, "--incident", "other"],
            says: "There is no incident “other”. There are: \(shipped)."),
        Misuse(arguments: ["list", "--root", "nowhere"], says: "The folder nowhere does not exist."),
        Misuse(
            arguments: ["list", "--root", "Sources"],
            says: "Sources does not hold both Content and Templates."),
        Misuse(
            arguments: ["list"],
            says:
                "Neither this folder nor one above it holds both Content and Templates; name the project with --root.",
            folder: "/"),
    ]

    @Test("What is not understood is said in a line and ends with 2", arguments: misuses)
    func misuse(misuse: Misuse) async throws {
        let result = try await Command(
            "\(buildFolder)/casebook", arguments: misuse.arguments, in: misuse.folder
        ).run()
        #expect(result.status == 2)
        #expect(result.output.isEmpty, "\(result.text)")
        let first = result.errors.split(separator: "\n").first.map(String.init) ?? ""
        #expect(first.lowercased().hasPrefix("error: "), "\(first)")
        #expect(first.dropFirst("error: ".count) == misuse.says)
    }

    // MARK: The shipped incident

    @Test func `The list has a line for each incident, from any folder of the project`() async throws {
        for folder in [
            repositoryRoot, "\(repositoryRoot)/Sources/Cases", "\(repositoryRoot)/Content/\(Self.shipped)",
        ] {
            let result = try await casebook("list", in: folder)
            #expect(result.status == 0)
            #expect(
                result.text
                    == "\(Self.shipped)\t2026-01-04\tSEV-2\tresolved\tConnection spike on the reports database\n"
            )
        }
        let elsewhere = try await casebook("list", "--root", repositoryRoot, in: "/")
        #expect(elsewhere.status == 0)
        #expect(elsewhere.text.hasPrefix(Self.shipped))
    }

    @Test func `The evidence of the shipped incident shows what its documents say`() async throws {
        let result = try await casebook("check", "--today", "2026-01-05")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.text == "Checked 1 incident: the evidence shows what the documents say.\n")
        #expect(result.errors.isEmpty)
    }

    @Test func `Builds in different places, zones and languages give the same bytes`() async throws {
        try await TemporaryFolder.with { folder in
            let first = try await casebook("build", "--output", folder.path(of: "first"))
            #expect(first.status == 0, "\(first.errors)")
            let second = try await casebook(
                "build", "--root", repositoryRoot, "--output", folder.path(of: "second"), "--incident",
                Self.shipped, in: "/",
                environment: ["TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "HOME": folder.path])
            #expect(second.status == 0, "\(second.errors)")
            let left = try contents(of: folder.path(of: "first"))
            let right = try contents(of: folder.path(of: "second"))
            #expect(left.count > 100)
            #expect(left.keys.sorted() == right.keys.sorted())
            #expect(left.filter { right[$0.key] != $0.value }.keys.sorted() == [])
        }
    }

    @Test func `A build says what it wrote, and writes nothing where nothing has changed`() async throws {
        try await TemporaryFolder.with { folder in
            let output = folder.path(of: "site")
            let first = try await casebook("build", "--output", output)
            let count = try contents(of: output).count - 1
            #expect(
                first.text
                    == "Built 1 incident into \(output): \(count) files written, 0 unchanged, 0 removed.\n")
            let second = try await casebook("build", "--output", output)
            #expect(
                second.text
                    == "Built 1 incident into \(output): nothing has changed, \(count) files left as they were.\n"
            )
            #expect(second.status == 0)
        }
    }

    @Test func `Every link of the built site leads to a page and a place that there is`() async throws {
        try await TemporaryFolder.with { folder in
            let result = try await casebook("build", "--output", folder.path(of: "site"))
            #expect(result.status == 0, "\(result.errors)")
            let links = SiteLinks(try contents(of: folder.path(of: "site")))
            #expect(links.count > 1000)
            #expect(links.dead.prefix(20) == [])
        }
    }

    // MARK: Damaged evidence

    @Test func `A changed digit that contradicts a claim ends the check with 1, and not the build`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            try copyProject(to: folder)
            let capture = "Content/\(Self.shipped)/evidence/rewrite_equivalence.txt"
            let text = try folder.text(of: capture)
            try folder.write(
                text.replacing(
                    "| " + String(repeating: " ", count: 29) + "0",
                    with: "| " + String(repeating: " ", count: 29) + "3"), to: capture)
            try #require(try folder.text(of: capture) != text)

            let check = try await casebook("check", "--root", folder.path, "--today", "2026-01-05")
            #expect(check.status == 1)
            #expect(check.output.isEmpty)
            let lines = check.errors.split(separator: "\n").map(String.init)
            #expect(lines.first?.contains("Sources/Cases/ConnectionSpike/") == true, "the claim's own place")
            #expect(lines.first?.contains("The claim `rewrite-equivalent` is contradicted") == true)
            #expect(lines.contains("  expected: exactly 0 rows (measured 3)"), "\(check.errors)")
            #expect(
                lines.contains(
                    "  note: \(capture):3:46: the figure `rewrite-differences`, 3, was read from here"),
                "\(check.errors)")
            let row = try #require(try folder.text(of: capture).split(separator: "\n").dropFirst(2).first)
            #expect(lines.contains("    3 | \(row)"), "\(check.errors)")
            #expect(check.errors.contains("\(capture): error: The capture is not the one that its record"))
            #expect(lines.last?.hasSuffix(" findings.") == true)

            let build = try await casebook("build", "--root", folder.path)
            #expect(build.status == 0, "\(build.errors)")
            #expect(build.text.contains("see `casebook check`"))
        }
    }

    @Test func `A capture that is missing ends with 1, and the old site stays`() async throws {
        try await TemporaryFolder.with { folder in
            try copyProject(to: folder)
            let built = try await casebook("build", "--root", folder.path)
            #expect(built.status == 0, "\(built.errors)")
            let before = try contents(of: folder.path(of: "Output"))
            try FileManager.default.removeItem(
                atPath: folder.path(of: "Content/\(Self.shipped)/evidence/explain_before.txt"))
            for command in ["build", "check"] {
                let result = try await casebook(command, "--root", folder.path)
                #expect(result.status == 1)
                #expect(result.output.isEmpty)
                #expect(result.errors.contains("explain_before.txt"))
                #expect(result.errors.contains("[capture.missing]"))
                #expect(result.errors.hasSuffix("nothing was written.\n"))
            }
            #expect(try contents(of: folder.path(of: "Output")) == before)
        }
    }

    private func copyProject(to folder: TemporaryFolder) throws {
        for part in ["Content", "Templates"] {
            try FileManager.default.copyItem(
                atPath: "\(repositoryRoot)/\(part)", toPath: folder.path(of: part))
        }
    }
}

/// Every file below a folder, with its bytes.
func contents(of folder: String) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for path in try files(below: folder) {
        contents[path] = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)")))
    }
    return contents
}
