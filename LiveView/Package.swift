// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "live-view",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "pushforward-live", targets: ["pushforward-live"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    ],
    targets: [
        .target(
            name: "LiveView", dependencies: [.product(name: "Hummingbird", package: "hummingbird")]),
        .executableTarget(
            name: "pushforward-live",
            dependencies: [
                "LiveView", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(
            name: "LiveViewTests",
            dependencies: ["LiveView", .product(name: "HummingbirdTesting", package: "hummingbird")]),
    ],
    swiftLanguageModes: [.v6]
)
