import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload

/// An API, the keys of a gateway before it, and a folder for processes.
final class Scene: Sendable {
  /// The API's origin.
  static let issuer = "http://api.example"

  let plan: Plan
  let folder: URL
  let api: API
  let pin: VerifyingKey

  /// Starts the API and makes the keys.
  ///
  /// - Parameters:
  ///   - policy: how long keys live, as options of `sealtool keys init`.
  ///   - thinking: how long after an effect the API's answer comes.
  init(_ plan: Plan, policy: [String] = [], thinking: Duration = .zero) async throws {
    self.plan = plan
    folder = FileManager.default.temporaryDirectory.appending(path: "loadcheck-\(UInt64.random(in: .min ... .max))")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    api = try API(thinking: thinking)
    _ = try await Child.output(
      plan.tools.appending(path: "sealtool"),
      ["keys", "init", "--dir", "keys", "--issuer", Self.issuer] + policy, in: folder)
    pin = try KeyStore(opening: folder.appending(path: "keys").path()).list().identity
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A gateway before the API.
  func serve(at address: String = "127.0.0.1:0", _ more: [String] = []) async throws -> Gate {
    try await Gate.start(plan, serveArguments(at: address) + more, in: folder)
  }

  /// What `sealgate` is given to stand before the API.
  func serveArguments(at address: String) -> [String] {
    [
      "serve", "--listen", address, "--upstream", "http://\(api.address)", "--issuer", Self.issuer,
      "--allow-http-issuer-for-local-work", "--keys", "keys", "--log-level", "error",
    ]
  }

  /// A proxy that seals for the gateway.
  func proxy(to gate: Gate, _ more: [String] = []) async throws -> Gate {
    try await Gate.start(
      plan,
      [
        "proxy", "--listen", "127.0.0.1:0", "--api", Self.issuer, "--allow-http-issuer-for-local-work", "--pin",
        "\(pin)", "--connect", gate.address, "--log-level", "error",
      ] + more, in: folder)
  }

  /// Runs `sealtool`.
  func sealtool(_ arguments: [String]) async throws {
    _ = try await Child.output(plan.tools.appending(path: "sealtool"), arguments, in: folder)
  }

  /// What reaches a gateway over the network.
  func transport(to gate: Gate) throws -> CurlTransport {
    guard let address = UpstreamAddress(gate.address) else { throw Unmet("no address: \(gate.address)") }
    return try CurlTransport(UpstreamOptions(route: .connect(to: address)))
  }

  /// A client of the API.
  func client(over transport: any Transport) throws -> SealedClient {
    var options = ClientOptions()
    options.allowsPlainHTTPForLocalWork = true
    return try SealedClient(
      for: Issuer(origin: Self.issuer), trusting: .pinned([pin]), over: transport, options: options)
  }
}
