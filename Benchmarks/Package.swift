// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "pushforward", path: "..")],
    targets: [
        .executableTarget(
            name: "Benchmarks", dependencies: [.product(name: "Pushforward", package: "pushforward")]),
        .executableTarget(
            name: "Scaling",
            dependencies: [
                .product(name: "Pushforward", package: "pushforward"),
                .product(name: "PushforwardGraphics", package: "pushforward"),
            ]),
        .executableTarget(
            name: "Ratios",
            dependencies: [
                .product(name: "Pushforward", package: "pushforward"),
                .product(name: "PushforwardGraphics", package: "pushforward"),
            ]),
        .executableTarget(
            name: "RankModel",
            dependencies: [
                .product(name: "Pushforward", package: "pushforward"),
                .product(name: "PushforwardGraphics", package: "pushforward"),
            ]),
        .executableTarget(
            name: "TestTables", dependencies: [.product(name: "Pushforward", package: "pushforward")]),
    ],
    swiftLanguageModes: [.v6]
)
