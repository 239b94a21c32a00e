// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "pushforward",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Pushforward", targets: ["Pushforward"]),
        .library(name: "PushforwardGraphics", targets: ["PushforwardGraphics"]),
        .executable(name: "pushforward", targets: ["PushforwardCLI"]),
    ],
    traits: [
        .trait(
            name: "MPI",
            description: "Runs over several processes and machines; needs MPI 3, such as Open MPI.")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // The loops that each processor level's file includes are no translation units of their own.
        .target(name: "CPushforwardKernels", exclude: ["README.md", "loops"]),
        .target(
            name: "PushforwardNumerics",
            dependencies: ["CPushforwardKernels", .product(name: "RealModule", package: "swift-numerics")],
            exclude: ["README.md"]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(
            name: "PushforwardData",
            dependencies: [
                "CZlib", "PushforwardNumerics", .product(name: "RealModule", package: "swift-numerics"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["README.md"]),
        .target(
            name: "PushforwardNetworks",
            dependencies: [
                "CPushforwardKernels", "PushforwardNumerics",
                .product(name: "RealModule", package: "swift-numerics"),
            ],
            exclude: ["README.md"]),
        .target(
            name: "PushforwardDiscrepancies",
            dependencies: [
                "CPushforwardKernels", "PushforwardNumerics",
                .product(name: "RealModule", package: "swift-numerics"),
            ],
            exclude: ["README.md"]),
        .target(
            name: "PushforwardTwoSample",
            dependencies: [
                "CPushforwardKernels", "PushforwardNumerics", "PushforwardData", "PushforwardDiscrepancies",
                .product(name: "RealModule", package: "swift-numerics"),
            ],
            exclude: ["README.md"]),
        .target(
            name: "Pushforward",
            dependencies: [
                "CPushforwardKernels", "PushforwardNumerics", "PushforwardData", "PushforwardNetworks",
                "PushforwardDiscrepancies", "PushforwardTwoSample",
                .product(name: "RealModule", package: "swift-numerics"),
            ],
            exclude: ["README.md"]),
        .target(name: "PushforwardGraphics", exclude: ["README.md"]),
        .target(
            name: "PushforwardFigures", dependencies: ["Pushforward", "PushforwardGraphics"],
            exclude: ["README.md"]),
        .target(
            name: "PushforwardPaper",
            dependencies: [
                "Pushforward", "PushforwardGraphics", "PushforwardRuns",
                .product(name: "RealModule", package: "swift-numerics"),
            ],
            exclude: ["README.md"]),
        .target(
            name: "PushforwardRuns",
            dependencies: [
                "Pushforward", "PushforwardFigures", "PushforwardGraphics",
                .product(name: "Yams", package: "Yams"),
            ],
            exclude: ["README.md"]),
        .target(
            name: "PushforwardSweeps",
            dependencies: [
                "Pushforward", "PushforwardFigures", "PushforwardRuns",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "RealModule", package: "swift-numerics"),
                .product(name: "Yams", package: "Yams"),
            ],
            exclude: ["README.md"]),
        .target(
            name: "PushforwardLive",
            dependencies: [.product(name: "FlyingSocks", package: "FlyingFox")],
            exclude: ["README.md"]),
        .systemLibrary(
            name: "CMPI", pkgConfig: "ompi-c",
            providers: [.apt(["libopenmpi-dev", "openmpi-bin"]), .brew(["open-mpi"])]),
        .target(
            name: "CPushforwardMPI", dependencies: [.target(name: "CMPI", condition: .when(traits: ["MPI"]))],
            exclude: ["README.md"],
            cSettings: [.define("PUSHFORWARD_MPI", .when(traits: ["MPI"]))]),
        .target(
            name: "PushforwardMPI", dependencies: ["CPushforwardMPI", "PushforwardNumerics"],
            exclude: ["README.md"]),
        .executableTarget(
            name: "PushforwardCLI",
            dependencies: [
                "Pushforward", "PushforwardFigures", "PushforwardGraphics", "PushforwardLive",
                "PushforwardMPI", "PushforwardPaper", "PushforwardRuns", "PushforwardSweeps",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["README.md"]),
        .target(
            name: "PushforwardTestSupport", dependencies: ["PushforwardNumerics"],
            path: "Tests/PushforwardTestSupport"),
        .testTarget(
            name: "PushforwardNumericsTests",
            dependencies: [
                "CPushforwardKernels", "PushforwardNumerics",
                .product(name: "RealModule", package: "swift-numerics"),
            ]),
        .testTarget(
            name: "PushforwardDataTests",
            dependencies: [
                "CZlib", "PushforwardData", "PushforwardNumerics",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(
            name: "PushforwardNetworksTests",
            dependencies: [
                "PushforwardNetworks", "PushforwardNumerics",
                .product(name: "RealModule", package: "swift-numerics"),
            ]),
        .testTarget(
            name: "PushforwardDiscrepanciesTests",
            dependencies: [
                "CPushforwardKernels", "PushforwardDiscrepancies", "PushforwardNumerics",
                .product(name: "RealModule", package: "swift-numerics"),
            ]),
        .testTarget(
            name: "PushforwardTwoSampleTests",
            dependencies: [
                "PushforwardData", "PushforwardDiscrepancies", "PushforwardNumerics",
                "PushforwardTestSupport", "PushforwardTwoSample",
                .product(name: "RealModule", package: "swift-numerics"),
            ]),
        .testTarget(
            name: "PushforwardTests",
            dependencies: [
                "Pushforward", "PushforwardTestSupport",
                .product(name: "RealModule", package: "swift-numerics"),
            ]),
        .testTarget(name: "PushforwardGraphicsTests", dependencies: ["PushforwardGraphics"]),
        .testTarget(
            name: "PushforwardFiguresTests",
            dependencies: ["Pushforward", "PushforwardFigures", "PushforwardGraphics"]),
        .testTarget(name: "PushforwardRunsTests", dependencies: ["Pushforward", "PushforwardRuns"]),
        .testTarget(
            name: "PushforwardSweepsTests",
            dependencies: ["Pushforward", "PushforwardRuns", "PushforwardSweeps"]),
        .testTarget(
            name: "PushforwardPaperTests",
            dependencies: ["Pushforward", "PushforwardPaper", "PushforwardRuns"]),
        .testTarget(
            name: "PushforwardLiveTests",
            dependencies: ["PushforwardLive", .product(name: "FlyingSocks", package: "FlyingFox")]),
        .testTarget(name: "PushforwardCLITests", dependencies: ["PushforwardCLI"], exclude: ["Help"]),
    ],
    swiftLanguageModes: [.v6]
)

/// Rules of later language modes: imports are internal unless they say otherwise, members are visible where their module is
/// imported, and existential types say so.
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]
}
