// swift-tools-version: 6.2

import PackageDescription

/// What every target of ours is compiled with. `CI=true` turns warnings into errors, so that a
/// newer compiler's new warning never keeps a reader from building an older checkout.
let strict: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// A module of the library: its name, and the modules it may import (see CONTRIBUTING.md, "Rooms").
func room(_ name: String, imports: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: imports, swiftSettings: strict)
}

func tests(_ room: String, also: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(room)Tests",
        dependencies: [.byName(name: room)] + also,
        exclude: [],
        swiftSettings: strict
    )
}

let package = Package(
    name: "casebook",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Casebook", targets: ["Casebook"]),
        .executable(name: "casebook", targets: ["Cases"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    targets: [
        .systemLibrary(
            name: "CMarkGFM",
            pkgConfig: "libcmark-gfm",
            providers: [
                .apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]),
                .brew(["cmark-gfm"]),
            ]
        ),
        .systemLibrary(
            name: "CLibCrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .target(name: "CFileExchange"),

        room("Diagnostics"),
        room("GFM", imports: ["CMarkGFM"]),
        room("Quantities", imports: ["Diagnostics"]),
        room("Captures", imports: ["Diagnostics", "Quantities"]),
        room("QueryPlans", imports: ["Diagnostics", "Quantities", "Captures"]),
        room("Queueing"),
        room("Pictures", imports: ["Quantities", "QueryPlans"]),
        room("Templating", imports: ["Diagnostics", "GFM"]),
        room(
            "Incidents",
            imports: ["Diagnostics", "Quantities", "Captures", "QueryPlans", "Queueing", "Pictures"]
        ),
        room("Documents", imports: ["Diagnostics", "Incidents", "Templating", "GFM", "Pictures"]),
        room(
            "Site",
            imports: ["Diagnostics", "Documents", "GFM", "Pictures", "CLibCrypto", "CFileExchange"]
        ),
        room(
            "Casebook",
            imports: [
                "Diagnostics", "Quantities", "Captures", "QueryPlans", "Queueing", "Pictures",
                "Incidents", "Documents", "Site",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(name: "Cases", dependencies: ["Casebook"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
