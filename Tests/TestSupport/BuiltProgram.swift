import Diagnostics
import Foundation

/// The path of an executable product of this package, built together with the tests that run.
public func builtProgram(_ name: String) throws -> String {
    // On Linux the tests are a program beside it; on macOS a bundle beside it, run by another program.
    let program = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
    let bundles = Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
    let candidates = ([program] + bundles).map { $0.appendingPathComponent(name).path }
    guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
        throw Diagnostic(
            .program(.failed),
            "\(name) is not among what was built; looked for \(candidates.joined(separator: ", "))",
            help: "The test target must depend on the target that it is built from.")
    }
    return found
}
