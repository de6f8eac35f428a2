// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "bench",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "sealed-payload", path: "..")],
  targets: [
    .systemLibrary(name: "CSodiumBaseline", pkgConfig: "libsodium"),
    .target(name: "AllocationCounter"),
    .executableTarget(
      name: "bench",
      dependencies: [
        "CSodiumBaseline", "AllocationCounter", .product(name: "SealedPayload", package: "sealed-payload"),
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "httpbench",
      dependencies: [
        .product(name: "SealedPayload", package: "sealed-payload"),
        .product(name: "SealedHTTP", package: "sealed-payload"),
        .product(name: "SealedGateway", package: "sealed-payload"),
      ],
      swiftSettings: settings
    ),
  ]
)
