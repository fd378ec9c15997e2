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
        .executable(name: "simulate", targets: ["simulate"]),
        .executable(name: "vectors", targets: ["vectors"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        layer("DermaWire", []),
        layer("DermaCausality", ["DermaWire"]),
        layer("DermaCRDT", causes + ["CZlib", .product(name: "DequeModule", package: "swift-collections")]),
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

        layer("DermaSimulation", client + ["DermaClient", "DermaServer", "CSodium"]),

        .executableTarget(
            name: "simulate",
            dependencies: ["DermaSimulation", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tools/simulate", swiftSettings: strict),

        .executableTarget(
            name: "derma",
            dependencies: client + [
                "DermaClient", "DermaServer", "DermaSQLite", "DermaNetwork",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tools/derma", swiftSettings: strict),

        .systemLibrary(name: "CAllocator", path: "Tools/fuzzers/CAllocator"),
        .target(
            name: "DermaFuzzing", dependencies: server + ["CAllocator"], path: "Tools/fuzzers/Harness",
            swiftSettings: strict),
        .target(
            name: "DermaFuzzingContent",
            dependencies: ["DermaFuzzing", "DermaCRDT", "DermaContent", "DermaSecrets"] + identity,
            path: "Tools/fuzzers/Content", swiftSettings: strict),
        .target(
            name: "DermaFuzzingWorlds",
            dependencies: client + [
                "DermaFuzzing", "DermaFuzzingContent", "DermaClient", "DermaServer", "DermaTestSupport",
            ],
            path: "Tools/fuzzers/Worlds", swiftSettings: strict),
        .target(
            name: "DermaFuzzingStores",
            dependencies: server + [
                "DermaFuzzing", "DermaFuzzingContent", "DermaFuzzingWorlds", "DermaClient", "DermaCRDT", "DermaContent",
                "DermaSecrets", "DermaServer", "DermaSQLite", "DermaTestSupport",
            ],
            path: "Tools/fuzzers/Stores", swiftSettings: strict),
        .executableTarget(
            name: "fuzz-seeds", dependencies: ["DermaFuzzingWorlds"], path: "Tools/fuzzers/Seeds",
            swiftSettings: strict),

        .executableTarget(
            name: "bench", dependencies: ["DermaCRDT"] + causes, path: "Tools/bench",
            exclude: ["peers.py", "traces.py"], swiftSettings: strict),

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
        .target(
            name: "FaultDisk", path: "Tests/FaultDisk", linkerSettings: [.linkedLibrary("sqlite3")]),
        tests("DermaWire"),
        tests("DermaCausality", ["DermaWire"]),
        tests("DermaCRDT", causes),
        tests("DermaIdentity", causes + ["DermaSecrets"]),
        tests("DermaSecrets", identity + ["DermaClient", "DermaCRDT", "CSodium"]),
        tests("DermaContent", ["DermaSecrets"] + identity),
        tests("DermaSync", ["DermaSecrets"] + identity),
        tests("DermaServer", client + ["DermaClient"]),
        tests("DermaSimulation", client + ["DermaClient", "DermaServer"]),
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
        tests(
            "CrashPoints",
            of: client + [
                "DermaClient", "DermaServer", "DermaSQLite", "FaultDisk", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests("Attacks", of: client + ["DermaClient", "DermaServer"]),
        tests("Conflicts", of: client + ["DermaClient", "DermaServer"]),
        tests("FuzzingStores", of: ["DermaFuzzing", "DermaFuzzingStores"]),
        tests("Fuzzing", of: ["DermaFuzzing", "DermaFuzzingContent", "DermaFuzzingWorlds", "DermaWire"]),
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

/// With `DERMA_FUZZ` set there are the fuzzers and what they stand on, and nothing else: a fuzzer has no `main` of its own and
/// links only with `--sanitize=fuzzer`. See `Tools/fuzz`. What a fuzzer links counts: libFuzzer looks at every counter of
/// it after each input. Of the packages there is swift-collections, and GRDB, which takes minutes, only if `DERMA_FUZZ` names
/// `stores`.
if let chosen = Context.environment["DERMA_FUZZ"] {
    var fuzzers = [
        "DermaFuzzing": ["values", "frames"],
        "DermaFuzzingContent": ["content", "text", "envelopes", "folder", "jpeg", "metadata", "texts"],
        "DermaFuzzingWorlds": ["linking", "control", "log", "client-session", "server-session", "relay", "sync"],
    ]
    var needed: Set = [
        "CSodium", "CZlib", "CAllocator", "DermaTestSupport", "DermaClient", "DermaServer", "DermaContent",
        "DermaSecrets", "DermaCRDT", "DermaSync", "DermaIdentity", "DermaCausality", "DermaWire",
    ]
    if chosen.contains("stores") {
        fuzzers["DermaFuzzingStores"] = ["stores"]
        needed.insert("DermaSQLite")
        package.dependencies.removeSubrange(2...)
    } else {
        package.dependencies.removeSubrange(1...)
    }
    package.targets.removeAll { !needed.union(fuzzers.keys).contains($0.name) }
    package.products = []
    for (library, names) in fuzzers {
        package.targets += names.map { name in
            .executableTarget(
                name: "fuzz-" + name, dependencies: Set([library, "DermaFuzzing"]).sorted().map { .byName(name: $0) },
                path: "Tools/fuzzers/targets/" + name, swiftSettings: strict)
        }
    }
}
