import Foundation

/// The folder in which the tests themselves were built: the programs of the package and its modules.
public let buildFolder: String = {
    // On Linux the tests are a program of that folder, on macOS a bundle that another program loads.
    let bundles = Bundle.allBundles.map(\.bundleURL) + [URL(fileURLWithPath: CommandLine.arguments[0])]
    let folders = bundles.flatMap { bundle in
        sequence(first: bundle.resolvingSymlinksInPath()) {
            $0.path == "/" ? nil : $0.deletingLastPathComponent()
        }
    }
    let built = folders.first { FileManager.default.fileExists(atPath: "\($0.path)/Modules") }
    return built?.path ?? "\(repositoryRoot)/.build/debug"
}()
