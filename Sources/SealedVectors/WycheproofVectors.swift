internal import SealedCrypto

/// Vectors of Project Wycheproof: groups of tests, each with the result that a strict implementation gives.
enum WycheproofVectors {
  /// What a test expects.
  enum Result: String {
    case valid
    case invalid
    /// Correct, although implementations may refuse.
    case acceptable
  }

  /// One test, with what its group says.
  struct Test {
    let node: VectorNode
    let group: VectorNode
    let result: Result
    let flags: [String]

    init(_ node: VectorNode, in group: VectorNode) throws(VectorError) {
      guard let result = Result(rawValue: try node.string("result")) else { throw .member("result") }
      self.node = node
      self.group = group
      self.result = result
      flags = node.has("flags") ? try node.strings("flags") : []
    }
  }

  typealias Judge = (Test) throws(VectorError) -> VectorOutcome

  static func run(_ bytes: Span<UInt8>, into report: inout VectorReport) throws(VectorError) {
    let file = try VectorNode(bytes)
    let judge = try judge(of: try file.string("algorithm"))
    for group in try file.array("testGroups") {
      for node in try group.array("tests") {
        let number = try node.integer("tcId", as: Int.self)
        report.record(try judge(try Test(node, in: group)), id: "tcId \(number)")
      }
    }
  }

  private static func judge(of algorithm: String) throws(VectorError) -> Judge {
    switch algorithm {
    case "AES-GCM": return { test throws(VectorError) in try aead(test, .aes256GCM) }
    case "CHACHA20-POLY1305": return { test throws(VectorError) in try aead(test, .chaCha20Poly1305) }
    case "XDH": return x25519
    case "EDDSA": return ed25519
    case "HKDF-SHA-256": return hkdfSHA256
    case "HMACSHA256": return hmacSHA256
    default: throw .unsupported(algorithm)
    }
  }

  /// Passed if the library accepted exactly what is not `invalid`.
  static func verdict(_ test: Test, accepted: Bool) -> VectorOutcome {
    guard accepted != (test.result == .invalid) else {
      return .failed(accepted ? "accepted although invalid" : "refused although \(test.result.rawValue)")
    }
    return .passed
  }
}
