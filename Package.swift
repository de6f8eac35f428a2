// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "sealed-payload",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "SealedPayload", targets: ["SealedPayload"]),
    .library(name: "SealedHTTP", targets: ["SealedHTTP"]),
    .library(name: "SealedURLSession", targets: ["SealedURLSession"]),
    .library(name: "SealedTesting", targets: ["SealedTesting"]),
    .library(name: "SealedGateway", targets: ["SealedGateway"]),
    .executable(name: "sealgate", targets: ["sealgate"]),
    .executable(name: "sealtool", targets: ["sealtool"]),
  ],
  targets: [
    .systemLibrary(
      name: "CSodium", pkgConfig: "libsodium",
      providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]
    ),
    .target(name: "SealedCrypto", dependencies: ["CSodium"], swiftSettings: settings),
    .target(name: "SealedPayload", dependencies: ["SealedCrypto"], swiftSettings: settings),
    .target(name: "SealedHTTP", dependencies: ["SealedCrypto", "SealedPayload"], swiftSettings: settings),
    .target(
      name: "SealedTesting", dependencies: ["SealedCrypto", "SealedHTTP", "SealedPayload"], swiftSettings: settings),
    .testTarget(
      name: "SealedHTTPTests", dependencies: ["SealedCrypto", "SealedHTTP", "SealedPayload", "SealedTesting"],
      swiftSettings: settings),
    .target(name: "SealedURLSession", dependencies: ["SealedHTTP", "SealedPayload"], swiftSettings: settings),
    .testTarget(
      name: "SealedURLSessionTests",
      dependencies: ["SealedHTTP", "SealedPayload", "SealedTesting", "SealedURLSession"], swiftSettings: settings),
    .systemLibrary(
      name: "CMicrohttpd", pkgConfig: "libmicrohttpd",
      providers: [.apt(["libmicrohttpd-dev"]), .brew(["libmicrohttpd"])]
    ),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]
    ),
    .target(
      name: "SealedGateway", dependencies: ["CCurl", "CMicrohttpd", "SealedHTTP", "SealedPayload"],
      swiftSettings: settings),
    .testTarget(
      name: "SealedGatewayTests", dependencies: ["SealedGateway", "SealedHTTP", "SealedPayload", "SealedTesting"],
      swiftSettings: settings),
    .executableTarget(
      name: "sealgate",
      dependencies: ["SealedCommandLine", "SealedCrypto", "SealedGateway", "SealedHTTP", "SealedPayload"],
      swiftSettings: settings),
    .testTarget(
      name: "SealgateTests",
      dependencies: ["SealedCommandLine", "SealedGateway", "SealedHTTP", "SealedPayload", "sealgate"],
      swiftSettings: settings),
    .executableTarget(
      name: "sealtool", dependencies: ["SealedCommandLine", "SealedCrypto", "SealedPayload", "SealedVectors"],
      swiftSettings: settings),
    .target(name: "SealedCommandLine", dependencies: ["SealedCrypto", "SealedPayload"], swiftSettings: settings),
    .testTarget(
      name: "SealtoolTests", dependencies: ["SealedCommandLine", "SealedCrypto", "SealedPayload", "sealtool"],
      exclude: ["Scripts"], swiftSettings: settings),
    .target(name: "SealedVectors", dependencies: ["SealedCrypto", "SealedPayload"], swiftSettings: settings),
    .testTarget(
      name: "SealedPayloadTests", dependencies: ["SealedCrypto", "SealedPayload", "SealedVectors"],
      swiftSettings: settings),
    .testTarget(name: "SealedCryptoTests", dependencies: ["SealedCrypto"], swiftSettings: settings),
    .testTarget(
      name: "SealedVectorsTests", dependencies: ["SealedCrypto", "SealedPayload", "SealedVectors"],
      exclude: ["Published"], swiftSettings: settings),
    // What must hold under load: script/load.
    .executableTarget(
      name: "loadcheck", dependencies: ["SealedCrypto", "SealedGateway", "SealedHTTP", "SealedPayload"],
      path: "bench/loadcheck", swiftSettings: settings),
    .testTarget(
      name: "DocumentationTests",
      dependencies: ["SealedGateway", "SealedHTTP", "SealedPayload", "SealedTesting", "SealedURLSession"],
      swiftSettings: settings),
  ]
)
