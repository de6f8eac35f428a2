import Foundation
import SealedHTTP
import SealedPayload

/// What `bench/http/run.py` runs: servers to be measured, and the messages that are sent to them.
@main
struct HTTPBench {
  private static let usage = """
    usage: httpbench keys ISSUER FOLDER
           httpbench serve KEYS
           httpbench serve-unsealed
           httpbench messages ADDRESS ISSUER PIN COUNT FILE
           httpbench plain-message ADDRESS FILE
    """

  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("keys", 3):
      _ = try KeyStore.create(at: arguments[2], issuer: Issuer(origin: arguments[1]), now: SystemTime().now)
    case ("serve", 2): try await EchoServer.serve(keysFolder: arguments[1])
    case ("serve-unsealed", 1): try await EchoServer.serveUnsealed()
    case ("messages", 6):
      let messages = try await SealedMessages(
        address: arguments[1], issuer: Issuer(origin: arguments[2]), pin: VerifyingKey(arguments[3]))
      try messages.write(Int(arguments[4]) ?? 0, to: MessageFile(arguments[5]))
    case ("plain-message", 3):
      try MessageFile(arguments[2]).add(
        BenchRequest.body, to: arguments[1], contentType: "application/octet-stream")
    default:
      print(usage)
      exit(2)
    }
  }
}
