// swift-tools-version: 6.2
import PackageDescription

// The floors of the house, lowest first. A target may import only what it names here, and only from a lower
// floor; scripts/check-floors proves both (see ARCHITECTURE.md).

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let grpcCore = Target.Dependency.product(name: "GRPCCore", package: "grpc-swift-2")
let grpcHTTP2 = Target.Dependency.product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport")
let grpcProtobuf = Target.Dependency.product(name: "GRPCProtobuf", package: "grpc-swift-protobuf")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let lifecycleTestKit = Target.Dependency.product(
    name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHPACK = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "longrun",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "longrun", targets: ["longrun"]),
        .library(name: "OperationsClient", targets: ["OperationsClient"]),
        .library(name: "OperationsWorker", targets: ["OperationsWorker"]),
        .library(name: "OperationsServer", targets: ["OperationsServer"]),
        .library(name: "OperationsTestKit", targets: ["OperationsTestKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
        .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Floor 0: values and rules; the contract's messages.
        .target(name: "OperationsCore"),
        .target(
            name: "OperationsAPI",
            dependencies: [protobuf, grpcCore, grpcProtobuf],
            resources: [.embedInCode("Generated/descriptors.binpb")]
        ),

        // Rooms of their own, without knowledge of operations. Messages of any type, known at run time only.
        .target(name: "ProtoJSON", dependencies: [protobuf]),

        // Path templates of google.api.http, and which of them a path matches.
        .target(name: "HTTPTranscoding"),

        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

        // HTTP and gRPC on one port.
        .target(
            name: "NetworkDoor",
            dependencies: [
                "CZlib", deque, lifecycle, logging, nioCore, nioHPACK, nioHTTP1, nioHTTP2, nioPosix, nioSSL, nioTLS,
            ]
        ),

        // PostgreSQL, as async Swift; nothing of libpq is seen outside.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(name: "PostgresClient", dependencies: ["CLibPQ", deque, logging]),

        // Floor 1: stores, and the bridge between values and messages.
        .target(name: "OperationsMemory", dependencies: ["OperationsCore", deque]),
        .target(name: "OperationsSQLite", dependencies: ["OperationsCore", grdb, grdbSQLite]),
        .target(name: "OperationsPostgres", dependencies: ["OperationsCore", "PostgresClient", deque, logging]),
        .target(name: "OperationsWire", dependencies: ["OperationsCore", "OperationsAPI", "ProtoJSON", protobuf]),

        // Floor 2: the use cases; the client library.
        .target(
            name: "OperationsEngine",
            dependencies: ["HTTPTranscoding", "OperationsCore", crypto, deque, heap, lifecycle, logging]
        ),
        .target(
            name: "OperationsClient",
            dependencies: [
                "OperationsCore", "OperationsAPI", "OperationsWire", grpcCore, grpcHTTP2, grpcProtobuf, protobuf,
            ]
        ),

        // Floor 3: the doors; the worker's runner.
        .target(
            name: "OperationsGRPC",
            dependencies: [
                "NetworkDoor", "OperationsCore", "OperationsAPI", "OperationsWire", "OperationsEngine", "ProtoJSON",
                grpcCore, logging, nioCore, protobuf,
            ]
        ),
        .target(
            name: "OperationsREST",
            dependencies: [
                "HTTPTranscoding", "NetworkDoor", "OperationsCore", "OperationsAPI", "OperationsWire",
                "OperationsEngine",
                "ProtoJSON", grpcCore, logging, nioCore, protobuf,
            ]
        ),
        .target(
            name: "OperationsWorker",
            dependencies: ["OperationsCore", "OperationsAPI", "OperationsWire", "OperationsClient", protobuf]
        ),

        // Floor 4: the composition root.
        .target(
            name: "OperationsServer",
            dependencies: [
                "HTTPTranscoding", "NetworkDoor", "OperationsCore", "OperationsEngine", "OperationsGRPC",
                "OperationsMemory", "OperationsPostgres",
                "OperationsREST", "OperationsSQLite", "OperationsWire", "ProtoJSON", lifecycle, logging, unixSignals,
                yams,
            ]
        ),

        // Floor 5: the executables.
        .executableTarget(
            name: "longrun",
            dependencies: [
                "OperationsCore", "OperationsAPI", "OperationsClient", "OperationsEngine", "OperationsServer",
                "OperationsWire", "OperationsWorker", "ProtoJSON", argumentParser, protobuf, unixSignals,
            ]
        ),
        .target(name: "CAllocations", path: "Benchmarks/CAllocations"),
        .executableTarget(
            name: "longrun-bench",
            dependencies: [
                "CAllocations", "HTTPTranscoding", "NetworkDoor", "OperationsCore", "OperationsAPI", "OperationsClient",
                "OperationsEngine",
                "OperationsMemory", "OperationsPostgres", "OperationsServer", "OperationsSQLite", "OperationsTestKit",
                "OperationsWire", "PostgresClient", "ProtoJSON",
                grdb,
                grpcCore, grpcHTTP2, grpcProtobuf, hummingbird, lifecycle,
                logging, nioCore, nioHPACK, nioHTTP1, nioHTTP2, nioPosix, protobuf,
            ],
            path: "Benchmarks",
            exclude: ["CAllocations"]
        ),

        // Speaks the protocol of protobuf's conformance suite, for its runner and for the tests in Interop.
        .executableTarget(
            name: "proto-json-conformance",
            dependencies: ["ProtoJSON"],
            path: "Tests/ProtoJSONConformance"
        ),

        // Served to clients that others wrote, by the tests in Interop.
        .executableTarget(
            name: "door-test-service",
            dependencies: ["NetworkDoor", lifecycle, logging, nioCore, protobuf, unixSignals],
            path: "Interop/TestService",
            exclude: ["Generated/descriptors.binpb"]
        ),

        // Beside the floors: what tests need, as a product for others too.
        .target(name: "OperationsTestKit", dependencies: ["OperationsCore"]),

        .testTarget(
            name: "NetworkDoorTests",
            dependencies: [
                "NetworkDoor", "OperationsTestKit", deque, grpcCore, grpcHTTP2, grpcProtobuf, lifecycle,
                lifecycleTestKit, logging, nioCore,
                nioEmbedded, nioHPACK, nioHTTP1, nioHTTP2, nioPosix, nioSSL, nioTLS, protobuf,
            ],
            exclude: ["Certificates/make.sh", "Fuzzing/record.py"],
            resources: [.copy("Fuzzing/Recordings"), .copy("Certificates")]
        ),
        .testTarget(name: "ProtoJSONTests", dependencies: ["OperationsTestKit", "ProtoJSON", protobuf]),
        .testTarget(name: "HTTPTranscodingTests", dependencies: ["HTTPTranscoding", "OperationsTestKit"]),
        .testTarget(
            name: "OperationsCoreTests",
            dependencies: ["OperationsCore", "OperationsTestKit"],
            resources: [.copy("Filter/Fuzzing/Corpus")]
        ),
        .testTarget(
            name: "OperationsStoreTests",
            dependencies: [
                "OperationsCore", "OperationsMemory", "OperationsSQLite", "OperationsTestKit", grdb, grdbSQLite,
            ]
        ),
        .testTarget(
            name: "PostgresClientTests",
            dependencies: ["PostgresClient", "OperationsTestKit", logging, nioCore, nioPosix, nioSSL]),
        .testTarget(
            name: "OperationsPostgresTests",
            dependencies: [
                "OperationsCore", "OperationsEngine", "OperationsMemory", "OperationsPostgres", "OperationsTestKit",
                "PostgresClient", logging,
            ]
        ),
        .testTarget(
            name: "OperationsEngineTests",
            dependencies: [
                "HTTPTranscoding", "OperationsCore", "OperationsEngine", "OperationsMemory", "OperationsSQLite",
                "OperationsTestKit", lifecycleTestKit, logging,
            ]
        ),
        .testTarget(
            name: "OperationsWireTests",
            dependencies: ["OperationsCore", "OperationsAPI", "OperationsWire", "ProtoJSON", protobuf]
        ),
        .testTarget(
            name: "OperationsRESTTests",
            dependencies: [
                "HTTPTranscoding", "NetworkDoor", "OperationsAPI", "OperationsCore", "OperationsEngine",
                "OperationsMemory", "OperationsREST", "OperationsWire", "ProtoJSON", logging, nioHTTP1, protobuf,
            ]
        ),
        .testTarget(
            name: "OperationsWorkerTests",
            dependencies: [
                "OperationsCore", "OperationsAPI", "OperationsWire", "OperationsClient", "OperationsWorker", protobuf,
            ]
        ),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "OperationsCore", "OperationsAPI", "OperationsWire", "OperationsClient", "OperationsWorker", "longrun",
                argumentParser, protobuf,
            ]
        ),
        .testTarget(
            name: "OperationsServerTests",
            dependencies: [
                "HTTPTranscoding", "NetworkDoor", "OperationsCore", "OperationsEngine", "OperationsREST",
                "OperationsServer",
            ]
        ),
    ]
)

let strictness: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
for target in package.targets where target.type != .system && target.type != .plugin {
    target.swiftSettings = (target.swiftSettings ?? []) + strictness
}
