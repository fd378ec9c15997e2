// swift-tools-version: 6.2
import PackageDescription

/// Settings every target shares. A warning is an error, so that none can pile up.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableExperimentalFeature("Lifetimes"),
]

/// A target of the library. The layers are those of the README; a target may import what it lists and nothing
/// else (`Tools/layers` checks).
func layer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one target, in a folder of its name.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name), "DermaTestSupport"] + dependencies,
        path: "Tests/" + name, swiftSettings: strict)
}

/// Tests that belong to no one target.
func tests(_ name: String, of dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: ["DermaTestSupport"] + dependencies, path: "Tests/" + name,
        swiftSettings: strict)
}

func nio(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-nio") }

let causes: [Target.Dependency] = ["DermaCausality", "DermaWire"]
let identity: [Target.Dependency] = ["DermaIdentity"] + causes
let server: [Target.Dependency] = ["DermaSync"] + identity
let client: [Target.Dependency] = ["DermaContent", "DermaSecrets", "DermaCRDT"] + server

let package = Package(
    name: "derma",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "DermaClient", targets: ["DermaClient"]),
        .library(name: "DermaServer", targets: ["DermaServer"]),
        .library(name: "DermaSQLite", targets: ["DermaSQLite"]),
        .library(name: "DermaNetwork", targets: ["DermaNetwork"]),
        .executable(name: "derma", targets: ["derma"]),
        .executable(name: "vectors", targets: ["vectors"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        layer("DermaWire", []),
        layer("DermaCausality", ["DermaWire"]),
        layer("DermaCRDT", causes),
        layer("DermaIdentity", causes + ["CSodium"]),
        layer("DermaSecrets", identity + ["CSodium"]),
        layer("DermaContent", ["DermaSecrets"] + identity),
        layer("DermaSync", identity),
        layer("DermaClient", client),
        layer("DermaServer", server),
        layer("DermaSQLite", server + ["DermaClient", "DermaServer", .product(name: "GRDB", package: "GRDB.swift")]),
        layer(
            "DermaNetwork",
            client + ["DermaClient", "DermaServer"] + [
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "Logging", package: "swift-log"),
            ]),

        .executableTarget(
            name: "derma",
            dependencies: client + [
                "DermaClient", "DermaServer", "DermaSQLite", "DermaNetwork",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tools/derma", swiftSettings: strict),

        .executableTarget(
            name: "vectors", dependencies: ["DermaVectors"], path: "Tools/vectors/Command", swiftSettings: strict),
        .target(
            name: "DermaVectors", dependencies: client + ["DermaClient"], path: "Tools/vectors/Library",
            swiftSettings: strict),

        .target(
            name: "DermaTestSupport", dependencies: client + ["DermaClient", "DermaServer", "CSodium"],
            path: "Tests/DermaTestSupport", swiftSettings: strict),
        .executableTarget(
            name: "CrashChild",
            dependencies: server + ["DermaClient", "DermaServer", "DermaSQLite", "DermaTestSupport"],
            path: "Tests/CrashChild", swiftSettings: strict),
        tests("DermaWire"),
        tests("DermaCausality", ["DermaWire"]),
        tests("DermaCRDT", causes),
        tests("DermaIdentity", causes + ["DermaSecrets"]),
        tests("DermaSecrets", identity + ["DermaClient", "DermaCRDT", "CSodium"]),
        tests("DermaContent", ["DermaSecrets"] + identity),
        tests("DermaSync", ["DermaSecrets"] + identity),
        tests("DermaServer", client + ["DermaClient"]),
        tests("DermaClient", client + ["DermaServer"]),
        tests(
            "DermaSQLite",
            client + ["DermaClient", "DermaServer", "CrashChild", .product(name: "GRDB", package: "GRDB.swift")]),
        tests(
            "DermaNetwork",
            [
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"), nio("NIOEmbedded"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        tests("Attacks", of: client + ["DermaClient", "DermaServer"]),
        tests("Conflicts", of: client + ["DermaClient", "DermaServer"]),
        tests("Vectors", of: client + ["DermaVectors", "DermaClient"]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "derma", "DermaTestSupport", "DermaNetwork", "DermaServer", "DermaSync", "DermaWire",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/CommandLine", swiftSettings: strict),
    ]
)
