import Foundation

/// What a run does, and how much of it.
struct Plan: Sendable {
  /// One of the things that are checked.
  struct Check: Sendable {
    let name: String
    let run: @Sendable (Plan) async throws -> Void
  }

  /// Where the built tools are.
  let tools: URL
  let checks: [Check]

  /// Callers that send at the same time.
  let callers = 32
  /// How long keys are rotated.
  let rotationSeconds: Int
  /// How often the gateway is killed.
  let kills: Int
  /// Bytes of the large bodies.
  let bulkBytes: Int
  /// Streams of events that are open at the same time.
  let streams: Int

  private static let all = [
    Check(name: "refusals") { try await RefusalCheck.run($0) },
    Check(name: "capture") { try await CaptureCheck.run($0) },
    Check(name: "rotation") { try await RotationCheck.run($0) },
    Check(name: "crash") { try await CrashCheck.run($0) },
    Check(name: "bulk") { try await BulkCheck.run($0) },
    Check(name: "streams") { try await StreamCheck.run($0) },
  ]

  /// What can be asked for by name.
  static var names: [String] { all.map(\.name) }

  /// Reads the arguments; nil if they can't be understood.
  init?(_ arguments: [String]) {
    var (isShort, folder, wanted) = (false, "", [String]())
    var rest = arguments[...]
    while let word = rest.popFirst() {
      switch word {
      case "--short": isShort = true
      case "--tools": folder = rest.popFirst() ?? ""
      case _ where Self.names.contains(word): wanted.append(word)
      default: return nil
      }
    }
    guard !folder.isEmpty else { return nil }
    tools = URL(filePath: folder)
    checks = Self.all.filter { wanted.isEmpty || wanted.contains($0.name) }
    rotationSeconds = isShort ? 15 : 60
    kills = isShort ? 1 : 5
    bulkBytes = isShort ? 128 << 20 : 1 << 30
    streams = isShort ? 200 : 2_000
  }
}
