import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Casebook
@testable import Checking

/// `casebook check` as its users run it, on copies of this repository's project.
@Suite("casebook check")
struct CheckCommandTests {
    /// Runs it on a day on which nothing was overdue yet, unless another is given.
    private func check(
        _ arguments: String..., today: String = "2026-01-05", in folder: String
    ) async throws
        -> Command.Result
    {
        try await Command(
            "\(buildFolder)/casebook", "check", arguments: arguments + ["--today", today], in: folder
        ).run()
    }

    /// A copy of the project, with words at the end of a template.
    private func withProject(
        adding words: String = "", _ body: (TemporaryFolder) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            for part in ["Content", "Templates"] {
                try FileManager.default.copyItem(
                    atPath: "\(repositoryRoot)/\(part)", toPath: folder.path(of: part))
            }
            let template = "Templates/executive-summary.md"
            try folder.write(try folder.text(of: template) + words, to: template)
            try await body(folder)
        }
    }

    private static let number = "\nIt took 17 minutes.\n"
    private static let accepted =
        "\n<!-- casebook: accept prose.number-without-source because the vendor said so -->\nIt took 17 minutes.\n"

    @Test("Findings go to standard output in the asked form, and end with 1", arguments: CheckFormat.allCases)
    func findings(format: CheckFormat) async throws {
        try await withProject(adding: Self.number) { folder in
            let result = try await check("--format", format.rawValue, in: folder.path)
            #expect(result.status == 1)
            #expect(result.errors.hasSuffix("1 finding.\n"))
            let told = format == .text ? result.errors : result.text
            #expect(told.contains("prose.number-without-source"))
            #expect(told.contains("The number 17 in prose has no source"))
            #expect(format == .text ? result.output.isEmpty : !result.errors.contains("prose."))
        }
    }

    @Test("An accepted finding is listed with its reason, and ends with 0", arguments: CheckFormat.allCases)
    func accepted(format: CheckFormat) async throws {
        try await withProject(adding: Self.accepted) { folder in
            let result = try await check("--format", format.rawValue, in: folder.path)
            #expect(result.status == 0, "\(result.errors)")
            let told = format == .text ? result.errors : result.text
            #expect(told.contains("the vendor said so"))
            if format == .text {
                #expect(
                    result.text
                        == "Checked 1 incident: the evidence shows what the documents say; 1 finding accepted.\n"
                )
            }
        }
    }

    @Test("Unusable input is told in the asked form", arguments: CheckFormat.allCases)
    func unusable(format: CheckFormat) async throws {
        try await withProject(adding: "\n{{ nothing-of-the-kind }}\n") { folder in
            let result = try await check("--format", format.rawValue, in: folder.path)
            #expect(result.status == 1)
            let told = format == .text ? result.errors : result.text
            #expect(told.contains("template.unknown-name"))
            #expect(told.contains("executive-summary.md"))
        }
    }

    @Test func `Nothing found is a whole document in each form`() async throws {
        for format in CheckFormat.allCases where format != .text {
            let result = try await check("--format", format.rawValue, in: repositoryRoot)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.isEmpty == (format == .github))
        }
    }

    @Test func `Findings go into a file, and what cannot be written is wrong usage`() async throws {
        try await withProject(adding: Self.number) { folder in
            let result = try await check("--format", "sarif", "--output", "out.sarif", in: folder.path)
            #expect(result.status == 1)
            #expect(result.output.isEmpty)
            #expect(try folder.text(of: "out.sarif").contains("\"version\": \"2.1.0\""))
            let nowhere = try await check("--output", "no/such/folder", in: folder.path)
            #expect(nowhere.status == 2)
            #expect(nowhere.errors == "error: The findings cannot be written to no/such/folder.\n")
        }
    }

    @Test func `Paths lead from the working folder to a project below it`() async throws {
        try await withProject(adding: Self.number) { folder in
            let name = folder.path.split(separator: "/").last.map(String.init) ?? ""
            let above = String(folder.path.dropLast(name.count + 1))
            let result = try await check("--format", "github", "--root", name, in: above)
            #expect(result.text.hasPrefix("::error file=\(name)/Templates/executive-summary.md,line="))
        }
    }

    @Test func `Each check is listed and can be explained`() async throws {
        let list = try await check("--list", in: "/")
        #expect(list.status == 0)
        let lines = list.text.split(separator: "\n")
        #expect(lines.count == CheckRegistry.all.entries.count)
        #expect(lines.contains("timeline.no-source\terror\tAn entry of the timeline has no source"))
        let explained = try await check("--explain", "timeline.no-source", in: "/")
        #expect(explained.status == 0)
        let golden = Golden("checks/explain.txt", in: "CasebookTests")
        #expect(try golden.difference(from: explained.text) == nil)
    }

    @Test func `Open actions are overdue from the day after their own on, by the clock too`() async throws {
        let lastDay = try await check(today: "2026-01-07", in: repositoryRoot)
        #expect(lastDay.status == 0 && lastDay.errors.isEmpty, "\(lastDay.errors)")
        let dayAfter = try await check(today: "2026-01-08", in: repositoryRoot)
        #expect(dayAfter.status == 0, "\(dayAfter.errors)")
        #expect(
            dayAfter.errors.contains("accepted: An open action was due on 2026-01-07; today is 2026-01-08"))
        // What one comment accepts of a whole file is told once, and each finding of it counts.
        let later = try await check(today: "2026-03-01", in: repositoryRoot)
        #expect(later.errors.contains("accepted: 13 findings of action.overdue, in lines"))
        #expect(later.errors.split(separator: "\n").count == 2, "\(later.errors)")
        #expect(later.text.hasSuffix("; 13 findings accepted.\n"))
        let annotations = try await check("--format", "github", today: "2026-03-01", in: repositoryRoot)
        #expect(annotations.text.split(separator: "\n").count == 1, "\(annotations.text)")
        let today = try await Command("\(buildFolder)/casebook", "check", in: repositoryRoot).run()
        #expect(today.errors == later.errors)
    }

    @Test func `A day that is none is wrong usage`() async throws {
        let result = try await check(today: "tomorrow", in: repositoryRoot)
        #expect(result.status == 2)
        #expect(result.errors == "error: “tomorrow” is not a day; --today takes one such as 2026-02-01.\n")
    }

    @Test func `A misspelt check or form is wrong usage`() async throws {
        let check = try await check("--explain", "timeline.nosource", in: "/")
        #expect(check.status == 2)
        #expect(
            check.errors == "error: There is no check “timeline.nosource”. Did you mean timeline.no-source?\n"
        )
        let format = try await self.check("--format", "yaml", in: "/")
        #expect(format.status == 2)
        #expect(format.errors.contains("'yaml'"))
    }

    @Test func `The site documents each check, and its index leads there`() async throws {
        try await withProject(adding: Self.accepted) { folder in
            try await Command("\(buildFolder)/casebook", "build", in: folder.path).succeed()
            let page = try folder.text(of: "Output/checks.html")
            for entry in CheckRegistry.all.entries {
                #expect(page.contains("<h3 id=\"\(entry.id)\">"), "\(entry.id)")
            }
            #expect(page.contains("<td>the vendor said so</td>"))
            #expect(page.contains("<code>Templates/executive-summary.md:"))
            #expect(try folder.text(of: "Output/index.html").contains("href=\"checks.html\""))
            #expect(
                !(try folder.text(of: "Output/\(CommandLineTests.shipped)/executive-summary.html"))
                    .contains("vendor"))
        }
    }
}
