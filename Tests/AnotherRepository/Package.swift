// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "post-mortems", platforms: [.macOS(.v15)],
    dependencies: [.package(name: "casebook", path: "../..")],
    targets: [
        .executableTarget(
            name: "PostMortems", dependencies: [.product(name: "Casebook", package: "casebook")])
    ])
