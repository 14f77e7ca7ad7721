// swift-tools-version: 6.2

import PackageDescription

/// The incidents of this repository: each is a module of its own in Sources/Cases, and Main.swift lists it.
let incidents = [
    "ConnectionSpike"
]

/// `CI=true` turns warnings into errors; elsewhere they are not, so that a newer compiler's new warning does
/// not keep a reader from building an older checkout.
let warnings: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// What every module of the library is compiled with.
let strict =
    warnings + [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]

/// Tests are not optimised, also where the library is: they would take longer to compile than to run, and the
/// optimiser of Swift 6.3 crashes in some expansions of `#expect`.
let testing = strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// A module of the library: its name, and the modules it may import (see CONTRIBUTING.md, "Rooms").
func room(_ name: String, imports: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: imports, swiftSettings: strict)
}

/// An incident: it imports Casebook and nothing else, and makes a single constant public, `incident`.
func incident(_ name: String) -> Target {
    .target(name: name, dependencies: ["Casebook"], path: "Sources/Cases/\(name)", swiftSettings: warnings)
}

/// The tests of a module, in Tests/<module>Tests; captures and golden files lie in Fixtures beside them.
func tests(of module: String, also: [Target.Dependency] = [], hasFixtures: Bool = true) -> Target {
    .testTarget(
        name: "\(module)Tests", dependencies: [.byName(name: module), "TestSupport"] + also,
        exclude: hasFixtures ? ["Fixtures"] : [], swiftSettings: testing)
}

let package = Package(
    name: "casebook", platforms: [.macOS(.v15)],
    products: [
        .library(name: "Casebook", targets: ["Casebook"]),
        .executable(name: "casebook", targets: ["Cases"]),
        // Every module by itself: for the benchmarks and fuzzers, which are packages of their own.
        .library(
            name: "CasebookModules",
            targets: [
                "Diagnostics", "GFM", "Quantities", "Evidence", "PsqlOutput", "ServerLogs", "Pgbench",
                "Metrics", "QueryPlans", "Inspection", "Queueing", "Pictures", "Templating", "Incidents",
                "Documents", "Checking", "Programs", "Capturing", "Seals", "Site",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        // Without its trait of Foundation, which nothing of ours needs.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "CMarkGFM", pkgConfig: "libcmark-gfm",
            providers: [
                .apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]),
                .brew(["cmark-gfm"]),
            ]),
        .systemLibrary(
            name: "CLibCrypto", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(name: "CFileExchange"),
        .target(name: "CStackGuard"),

        room("Diagnostics"),
        room("GFM", imports: ["Diagnostics", "CMarkGFM"]),
        room("Quantities", imports: ["Diagnostics"]),
        room("Evidence", imports: ["Diagnostics", "Quantities", "CZlib", "CLibCrypto"]),
        room("PsqlOutput", imports: ["Diagnostics", "Quantities", "Evidence"]),
        room("ServerLogs", imports: ["Diagnostics", "Quantities", "Evidence"]),
        room("Pgbench", imports: ["Diagnostics", "Quantities", "Evidence"]),
        room("Metrics", imports: ["Diagnostics", "Quantities", "Evidence", "PsqlOutput"]),
        room("QueryPlans", imports: ["Diagnostics", "Quantities", "Evidence", "PsqlOutput", "ServerLogs"]),
        room(
            "Inspection",
            imports: [
                "Diagnostics", "Quantities", "Evidence", "PsqlOutput", "ServerLogs", "Pgbench", "Metrics",
                "QueryPlans",
            ]),
        room("Queueing"),
        room("Pictures", imports: ["Quantities"]),
        room("Templating", imports: ["Diagnostics", "GFM"]),
        room("Incidents", imports: ["Diagnostics", "Quantities", "Evidence", "Queueing", "Pictures"]),
        room(
            "Documents",
            imports: ["Diagnostics", "Quantities", "Evidence", "Pictures", "Incidents", "Templating", "GFM"]),
        room(
            "Checking",
            imports: [
                "Diagnostics", "Quantities", "Evidence", "Incidents", "Documents", "Templating", "GFM",
                "Pictures",
            ]),
        room(
            "Programs", imports: ["Diagnostics", .product(name: "Subprocess", package: "swift-subprocess")]),
        room("Capturing", imports: ["Diagnostics", "Quantities", "Evidence", "PsqlOutput", "Programs"]),
        room("Seals", imports: ["Diagnostics", "Quantities", "Evidence", "Programs"]),
        .target(
            name: "Site",
            dependencies: [
                "Diagnostics", "Quantities", "Evidence", "PsqlOutput", "ServerLogs", "Metrics", "QueryPlans",
                "Inspection", "Pictures", "Incidents", "Documents", "GFM", "Seals", "CFileExchange",
            ],
            resources: [
                .embedInCode("Assets/site.css"), .embedInCode("Assets/pictures.css"),
                .embedInCode("Assets/site.js"),
            ], swiftSettings: strict),
        room(
            "Casebook",
            imports: [
                "Diagnostics", "Quantities", "Evidence", "PsqlOutput", "ServerLogs", "Pgbench", "Metrics",
                "QueryPlans", "Inspection", "Queueing", "Pictures", "Incidents", "Documents", "Checking",
                "GFM",
                "Programs", "Capturing", "Seals", "Site", "CStackGuard",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "Cases", dependencies: ["Casebook"] + incidents.map { .byName(name: $0) },
            exclude: incidents, sources: ["Main.swift"], swiftSettings: strict,
            // A program that loads none of Swift's libraries starts 20 ms sooner. The last two are those that
            // Foundation needs, which ArgumentParser imports.
            linkerSettings: [
                .unsafeFlags(
                    ["-static-stdlib", "-l_FoundationCollections", "-l_FoundationCShims"],
                    .when(platforms: [.linux], configuration: .release))
            ]),

        .target(
            name: "TestSupport", dependencies: ["Diagnostics", "Evidence"], path: "Tests/TestSupport",
            swiftSettings: testing),
        .target(
            name: "SampleIncidents",
            dependencies: [
                "Diagnostics", "Quantities", "Evidence", "PsqlOutput", "Incidents", "Documents", "GFM",
                "Pictures", "TestSupport",
            ], path: "Tests/SampleIncidents", swiftSettings: testing),
        tests(of: "Diagnostics"),
        tests(of: "GFM", also: ["Diagnostics"]),
        tests(of: "Quantities", also: ["Diagnostics"]),
        tests(of: "Evidence", also: ["Diagnostics", "Quantities", "PsqlOutput"]),
        tests(of: "PsqlOutput", also: ["Diagnostics", "Quantities", "Evidence", "ServerLogs", "Pgbench"]),
        tests(of: "ServerLogs", also: ["Diagnostics", "Quantities", "Evidence"]),
        tests(of: "Pgbench", also: ["Diagnostics", "Quantities", "Evidence", "PsqlOutput"]),
        tests(of: "Metrics", also: ["Diagnostics", "Quantities", "Evidence", "PsqlOutput"]),
        tests(of: "QueryPlans", also: ["Diagnostics", "Quantities", "Evidence"]),
        tests(of: "Inspection", also: ["Diagnostics", "Evidence", "PsqlOutput", "ServerLogs", "QueryPlans"]),
        tests(of: "Queueing", also: ["Diagnostics"]),
        tests(of: "Pictures", also: ["Diagnostics"]),
        tests(of: "Templating", also: ["Diagnostics", "GFM"]),
        tests(
            of: "Incidents",
            also: ["Diagnostics", "Quantities", "Evidence", "PsqlOutput", "Queueing", "SampleIncidents"],
            hasFixtures: false),
        tests(
            of: "Documents",
            also: [
                "Diagnostics", "Quantities", "Evidence", "PsqlOutput", "Incidents", "Checking", "GFM",
                "SampleIncidents",
            ]),
        tests(
            of: "Checking",
            also: [
                "Diagnostics", "Quantities", "Evidence", "PsqlOutput", "Incidents", "Documents", "GFM",
                "Pictures",
                "SampleIncidents",
            ]),
        tests(of: "Programs", also: ["Diagnostics"]),
        tests(of: "Capturing", also: ["Diagnostics", "Quantities", "Evidence"]),
        tests(of: "Seals", also: ["Diagnostics", "Quantities", "Evidence"]),
        tests(of: "Site", also: ["Diagnostics", "Quantities", "Evidence", "Pictures"]),
        tests(
            of: "Casebook",
            also: [
                "Diagnostics", "Evidence", "Queueing", "Incidents", "Documents", "Checking", "GFM",
                "Inspection", "Site",
            ]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "Diagnostics", "Quantities", "Evidence", "PsqlOutput", "ServerLogs", "Pgbench", "QueryPlans",
                "Incidents", "Documents", "Capturing", "Casebook", "ConnectionSpike", "TestSupport",
            ], swiftSettings: testing),
    ] + incidents.map(incident), swiftLanguageModes: [.v6])
