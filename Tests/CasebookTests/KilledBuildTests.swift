import Diagnostics
import Foundation
import TestSupport
import Testing

/// A build that is killed at any moment leaves the old site or the new one.
@Suite("A killed build")
struct KilledBuildTests {
    @Test("leaves a whole site, the old or the new", .timeLimit(.minutes(5)))
    func leavesAWholeSite() async throws {
        try await TemporaryFolder.with { folder in
            for part in ["Content", "Templates"] {
                try FileManager.default.copyItem(
                    atPath: "\(repositoryRoot)/\(part)", toPath: folder.path(of: part))
            }
            let capture = "Content/\(CommandLineTests.shipped)/evidence/explain_after.txt"
            let original = try folder.text(of: capture)
            let time = try #require(original.split(separator: "\n").first { $0.contains("Execution Time:") })
            let states = [original, original.replacing(time, with: time.replacing(" ms", with: "1 ms"))]

            var sites: [[String: [UInt8]]] = []
            let clock = ContinuousClock()
            var longest = Duration.zero
            for state in states {
                try folder.write(state, to: capture)
                let taken = try await clock.measure { try await build(folder) }
                longest = max(longest, taken)
                sites.append(try contents(of: folder.path(of: "Output")))
            }
            try #require(sites[0] != sites[1])

            var random = SystemRandomNumberGenerator()
            var old = sites[1]
            var killed = 0
            for round in 0..<60 where killed < 12 {
                let new = sites[round % 2]
                try folder.write(states[round % 2], to: capture)
                let moment = longest * Double.random(in: 0.02...1, using: &random)
                if try await buildEnds(folder, within: moment) {
                    // The machine has less to do than at first: later moments would prove nothing.
                    longest = moment
                } else {
                    killed += 1
                }
                let left = try contents(of: folder.path(of: "Output"))
                #expect(left == old || left == new, "killed after \(moment)")
                old = left
            }
            #expect(killed == 12, "a build that ends before it is killed proves nothing")

            try folder.write(states[0], to: capture)
            try await build(folder)
            #expect(try contents(of: folder.path(of: "Output")) == sites[0])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(
                names == ["Content", "Output", "Templates"],
                "a whole build clears away what the killed ones left")
        }
    }

    private func build(_ folder: TemporaryFolder) async throws {
        try await Command("\(buildFolder)/casebook", "build", "--root", folder.path).succeed()
    }

    /// Whether a build ended before it was killed.
    private func buildEnds(_ folder: TemporaryFolder, within time: Duration) async throws -> Bool {
        do {
            let result = try await Command(
                "\(buildFolder)/casebook", "build", "--root", folder.path, timeout: time
            ).run()
            #expect(result.status == 0, "\(result.errors)")
            return true
        } catch let error as Diagnostic where error.summary.contains("took longer than") {
            return false
        }
    }
}
