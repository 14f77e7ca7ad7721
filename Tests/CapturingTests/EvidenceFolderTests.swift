import Diagnostics
import Evidence
import Foundation
import Quantities
import TestSupport
import Testing

@testable import Capturing

/// Captures and their records are put in place whole, once, and together.
@Suite struct EvidenceFolderTests {
    private func record(_ bytes: [UInt8], _ capture: String = "before/a.csv") throws -> SavedRecord {
        SavedRecord(
            capture: capture, sha256: try SHA256(of: bytes).hexadecimal, bytes: bytes.count,
            captured: "2026-01-04T16:15:00Z", command: "SELECT 1")
    }

    private func evidence(_ folder: TemporaryFolder) -> EvidenceFolder {
        EvidenceFolder(path: folder.path(of: "Content/x/evidence"), shown: "Content/x/evidence")
    }

    @Test func `folders are made, and nothing else is left`() throws {
        try TemporaryFolder.with { folder in
            try evidence(folder).save([1, 2, 3], try record([1, 2, 3]), replacing: false)
            let files = try folder.files()
            #expect(
                files == ["Content/x/evidence/before/a.csv", "Content/x/evidence/before/a.csv.record.json"])
            let standing = try evidence(folder).standing(at: "before/a.csv")
            #expect(try standing?.record?.json == record([1, 2, 3]).json)
        }
    }

    @Test func `one of many that save at once stands, with its own record`() async throws {
        try await TemporaryFolder.with { folder in
            let evidence = evidence(folder)
            let saved = await withTaskGroup(of: Int.self) { group in
                for number in UInt8(0)..<16 {
                    group.addTask {
                        do {
                            let bytes = [UInt8](repeating: number, count: 1 + Int(number))
                            try evidence.save(bytes, try record(bytes), replacing: false)
                            return 1
                        } catch {
                            return 0
                        }
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(saved == 1)
            let standing = try #require(try evidence.standing(at: "before/a.csv"))
            let hash = try SHA256(of: standing.bytes).hexadecimal
            #expect(standing.record?.sha256 == hash)
            let files = try folder.files()
            #expect(files.count == 2)
        }
    }

    @Test func `a file that somebody put there stays`() throws {
        try TemporaryFolder.with { folder in
            try folder.write("by hand", to: "Content/x/evidence/before/a.csv")
            let error = #expect(throws: Diagnostics.self) {
                try evidence(folder).save([1], try record([1]), replacing: false)
            }
            #expect(error?.all.map(\.id) == ["capture.exists"])
            let files = try folder.files()
            #expect(files == ["Content/x/evidence/before/a.csv"])
            let text = try folder.text(of: "Content/x/evidence/before/a.csv")
            #expect(text == "by hand")
        }
    }

    @Test func `what a killed run left gives way: a record without its capture, and hidden files`() throws {
        try TemporaryFolder.with { folder in
            let path = "Content/x/evidence/before"
            // No process has so high a number, and this one has its own.
            try folder.write("half", to: "\(path)/.casebook-99999999-a.csv")
            try folder.write("ours", to: "\(path)/.casebook-\(getppid())-b.csv")
            try folder.write("{}", to: "\(path)/a.csv.record.json")
            try evidence(folder).save([1], try record([1]), replacing: false)
            let files = try folder.files()
            #expect(
                files == [
                    "\(path)/.casebook-\(getppid())-b.csv", "\(path)/a.csv", "\(path)/a.csv.record.json",
                ])
            let standing = try evidence(folder).standing(at: "before/a.csv")
            #expect(try standing?.record?.json == record([1]).json)
        }
    }

    @Test func `a folder that cannot be written is told`() throws {
        try TemporaryFolder.with { folder in
            try folder.write("a file", to: "Content/x/evidence")
            let error = #expect(throws: Diagnostics.self) {
                try evidence(folder).save([1], try record([1]), replacing: false)
            }
            #expect(error?.all.map(\.id) == ["capture.file"])
        }
    }
}
