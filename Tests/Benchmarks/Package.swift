// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// A package of its own, so that nobody who builds a site builds the benchmarks.
let package = Package(
    name: "benchmarks", platforms: [.macOS(.v15)], dependencies: [.package(name: "casebook", path: "../..")],
    targets: [
        .systemLibrary(name: "CMark", pkgConfig: "libcmark-gfm"),
        .executableTarget(name: "Baseline", dependencies: ["CMark"], cSettings: [.unsafeFlags(["-O2"])]),
        .executableTarget(
            name: "Copies",
            dependencies: [
                .product(name: "Casebook", package: "casebook"),
                .product(name: "CasebookModules", package: "casebook"),
            ]
            // Without the settings above: it holds the sources of an incident, which have none.
        ),
        .executableTarget(name: "Benchmark", swiftSettings: strict),
    ], swiftLanguageModes: [.v6])
