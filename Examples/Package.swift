// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "examples",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "pushforward", path: "..")],
    targets: ["FirstMap", "DriftTest", "CustomLoss"].map { name in
        .executableTarget(name: name, dependencies: [.product(name: "Pushforward", package: "pushforward")])
    },
    swiftLanguageModes: [.v6]
)
