import Foundation
import TestSupport
import Testing

/// The program in a copy of this repository's project that real git knows.
@Suite("casebook diff, with git")
struct DiffCommandTests {
    private static let shipped = CommandLineTests.shipped
    private static let evidence = "Content/\(shipped)/evidence"

    private struct Repository {
        let folder: TemporaryFolder

        /// A copy of the project, committed.
        init(_ folder: TemporaryFolder) async throws {
            self.folder = folder
            for part in ["Content", "Templates"] {
                try FileManager.default.copyItem(
                    atPath: "\(repositoryRoot)/\(part)", toPath: folder.path(of: part))
            }
            try await git("init", "-q")
            try await commit("As it was")
        }

        @discardableResult
        func git(_ words: String...) async throws -> String {
            try await Command("git", arguments: words, in: folder.path).succeed()
        }

        func commit(_ subject: String) async throws {
            try await git("add", "--all")
            try await git(
                "-c", "user.name=Test", "-c", "user.email=test@example.test", "-c", "commit.gpgsign=false",
                "commit", "-q", "-m", subject)
        }

        func casebook(_ words: String..., in other: String? = nil) async throws -> Command.Result {
            try await Command(
                "\(buildFolder)/casebook", arguments: words,
                in: other.map { folder.path(of: $0) } ?? folder.path
            ).run()
        }

        func replace(_ text: String, with other: String, in path: String) throws {
            let old = try folder.text(of: path)
            let new = old.replacing(text, with: other, maxReplacements: 1)
            try #require(new != old)
            try folder.write(new, to: path)
        }
    }

    private func withRepository(_ body: (Repository) async throws -> Void) async throws {
        try await TemporaryFolder.with { try await body(Repository($0)) }
    }

    @Test func `Nothing moved between a commit and its checkout, and git is left as it was`() async throws {
        try await withRepository { repository in
            let before = try contents(of: repository.folder.path)
            let result = try await repository.casebook("diff", "HEAD", "--exit-code")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.text.contains("Nothing moved: every figure, verdict, sentence and capture"))
            #expect(result.errors.isEmpty)
            #expect(try contents(of: repository.folder.path) == before)
            let worktrees = try await repository.git("worktree", "list")
            #expect(worktrees.split(separator: "\n").count == 1)
        }
    }

    @Test
    func `A flipped digit: the figure moves, check names claim, figure, capture and line, diff the sentence`()
        async throws
    {
        try await withRepository { repository in
            let capture = "\(Self.evidence)/incident_before/pgbench_spike.txt"
            let counted = "number of transactions actually processed: "
            let lines = try repository.folder.text(of: capture).split(
                separator: "\n", omittingEmptySubsequences: false)
            let number = try #require(lines.firstIndex { $0.hasPrefix(counted) }) + 1
            // A digit before the count: far more checks were offered than were replayed.
            try repository.replace(counted, with: counted + "9", in: capture)

            let check = try await repository.casebook("check")
            #expect(check.status == 1)
            #expect(check.errors.contains("The claim `same-load` is contradicted"))
            let note = try #require(
                check.errors.split(separator: "\n").first {
                    $0.contains("note: \(capture):\(number):44: the figure `checks-offered`, ")
                }, "\(check.errors)")
            #expect(note.hasSuffix(", was computed from here"))
            #expect(check.errors.contains("\(number) | \(counted)9"), "\(check.errors)")

            let diff = try await repository.casebook("diff", "HEAD")
            #expect(diff.status == 0, "\(diff.errors)")
            let moved = try #require(
                diff.text.split(separator: "\n").first { $0.contains("checks-offered  ") }, "\(diff.text)")
            #expect(moved.contains(" → ") && moved.contains("  (+"), "\(moved)")
            for words in [
                "claim same-load: holds → contradicted; check fails, holds is recorded",
                "“Executive summary” reads differently", "- The database refused about ",
                "+ The database refused about ", "figure refused-share",
                "changed  incident_before/pgbench_spike.txt", "line \(number), the first that differs",
                "+ \(counted)9",
            ] {
                #expect(diff.text.contains(words), "\(words)")
            }
            #expect(diff.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
            let failing = try await repository.casebook("diff", "HEAD", "--exit-code")
            #expect(failing.status == 1)
        }
    }

    @Test func `Two revisions, a branch's name and a folder of the project are states too`() async throws {
        try await withRepository { repository in
            try await repository.git("branch", "-q", "before")
            let capture = "\(Self.evidence)/explain_before.txt"
            let line = try #require(
                try repository.folder.text(of: capture).split(separator: "\n").first {
                    $0.contains("Execution Time: ")
                })
            try repository.replace(String(line), with: " Execution Time: 1.000 ms", in: capture)
            try await repository.commit("Take the plan again")
            let revisions = try await repository.casebook("diff", "before", "HEAD", in: "Content")
            #expect(revisions.status == 0, "\(revisions.errors)")
            #expect(revisions.text.contains(" ms → 1.000 ms  (−"))
            #expect(revisions.text.contains("Compared before ("))
            let backwards = try await repository.casebook("diff", "HEAD", "HEAD~1")
            #expect(backwards.text.contains("before-run  1.000 ms → "))
            let folder = try await repository.casebook("diff", repositoryRoot)
            #expect(folder.status == 0, "\(folder.errors)")
            #expect(folder.text.contains(" ms → 1.000 ms  (−"))
            let evidence = try await repository.casebook("diff", "\(repositoryRoot)/\(Self.evidence)")
            #expect(evidence.status == 0, "\(evidence.errors)")
            #expect(evidence.text.contains(" ms → 1.000 ms  (−"))
        }
    }

    @Test func `Bytes are read as they were committed: a link, a carriage return, a name with spaces`()
        async throws
    {
        try await withRepository { repository in
            let odd = "\(Self.evidence)/an odd “name”.txt"
            try repository.folder.write("one\r\n\u{1}two\n\nno end", to: odd)
            try FileManager.default.createSymbolicLink(
                atPath: repository.folder.path(of: "\(Self.evidence)/linked.txt"),
                withDestinationPath: "explain_after.txt")
            try await repository.commit("Odd names")
            let result = try await repository.casebook("diff", "HEAD")
            #expect(result.text.contains("Nothing moved"), "\(result.text)")
            try repository.folder.write("one\r\n\u{1}two\n\nno END", to: odd)
            let changed = try await repository.casebook("diff", "HEAD")
            #expect(changed.text.contains("changed  an odd “name”.txt"), "\(changed.text)")
            #expect(changed.text.contains("line 4, the first that differs"))
        }
    }

    @Test func `A project inside of a larger repository is found there`() async throws {
        try await TemporaryFolder.with { folder in
            for (path, text) in SampleProject.files {
                try folder.write(text, to: "docs/post mortems/\(path)")
            }
            for part in ["Content", "Templates"] {
                try FileManager.default.removeItem(atPath: folder.path(of: "docs/post mortems/\(part)"))
                try FileManager.default.copyItem(
                    atPath: "\(repositoryRoot)/\(part)", toPath: folder.path(of: "docs/post mortems/\(part)"))
            }
            try await Command("git", "init", "-q", in: folder.path).succeed()
            try await Command("git", "add", "--all", in: folder.path).succeed()
            try await Command(
                "git", "-c", "user.name=Test", "-c", "user.email=test@example.test", "commit", "-q", "-m",
                "All", in: folder.path
            ).succeed()
            let result = try await Command(
                "\(buildFolder)/casebook", "diff", "HEAD", in: folder.path(of: "docs/post mortems/Content")
            ).run()
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.text.contains("Nothing moved"), "\(result.text)")
        }
    }

    @Test func `A capture that the older revision has not is told; its figures were unknown`() async throws {
        try await withRepository { repository in
            try await repository.git("rm", "-q", "\(Self.evidence)/sweep.csv")
            try await repository.commit("Without the sweep")
            try await repository.git("checkout", "-q", "HEAD~1", "--", Self.evidence)
            let result = try await repository.casebook("diff", "HEAD", "--format", "json")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.text.contains(#""change":"unknown before""#))
            #expect(result.text.contains(#""change":"added","path":"sweep.csv""#))
            #expect(result.text.contains(#""id":"capture.missing""#))
        }
    }

    @Test func `What is neither a revision nor a folder is an error of usage`() async throws {
        try await withRepository { repository in
            for (words, says) in [
                (["diff", "no-such"], "“no-such” is neither a revision of git in"),
                (["diff", "./no-such"], "The folder ./no-such does not exist."),
                (["diff", "HEAD", "HEAD^2"], "“HEAD^2” is neither"),
                (["diff", "HEAD:Content"], "“HEAD:Content” is neither"),
            ] {
                let result = try await Command(
                    "\(buildFolder)/casebook", arguments: words, in: repository.folder.path
                ).run()
                #expect(result.status == 2, "\(words)")
                #expect(result.errors.contains(says), "\(result.errors)")
            }
            let option = try await repository.casebook("diff", "--", "--output=harm")
            #expect(option.status == 2)
            #expect(try repository.folder.files().contains("harm") == false)
        }
    }
}
