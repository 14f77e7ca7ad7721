// swift-tools-version: 6.2

import PackageDescription

// A package of its own: it is built with coverage instrumentation and needs libFuzzer, which comes with
// Swift on Linux (not with Xcode).
let package = Package(
    name: "fuzz", platforms: [.macOS(.v15)], dependencies: [.package(name: "casebook", path: "../..")],
    targets: [
        .target(name: "LibFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: ["LibFuzzer", .product(name: "CasebookModules", package: "casebook")],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ]),
    ], swiftLanguageModes: [.v6])
