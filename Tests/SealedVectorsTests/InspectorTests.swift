import Foundation
import SealedCrypto
import Testing

@testable import SealedPayload
@testable import SealedVectors

/// The inspector and the openers must tell the same story of every vector.
@Suite struct InspectorTests {
  private static let files: [URL] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../spec/vectors")
    let all = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (all ?? []).filter { $0.pathExtension == "json" }
  }()

  /// Vectors that only the limits or choices of one opener refuse: the kinds, schemes and signers that it takes.
  private static let choices = [
    "body_over_limit", "head_scheme_http", "prelude_kind_", "proof_response_key_not", "proof_response_no_key",
    "response_reflected_request",
  ]

  @Test func thereAreVectors() { #expect(Self.files.count > 300) }

  @Test func inspectorAgreesWithOpeners() throws {
    for file in Self.files {
      let bytes = [UInt8](try Data(contentsOf: file))
      let vector = try SealedPayloadVector(try bytes.withSpan { (span) throws(VectorError) in try VectorNode(span) })
      let ring = try vector.ring()
      let isReply = vector.sealed.count > 4 && (3...4).contains(vector.sealed[4])
      let access: MessageInspector.Access =
        isReply && vector.opener == .response ? .exchange(try vector.clientExchange(ring)) : .keys(ring)
      let inspector = vector.sealed.withSpan { MessageInspector($0, access: access) }
      let (isAuthentic, layer) = (inspector.isAuthentic, inspector.problem?.error.layer.rawValue)
      switch vector.expected {
      case .opened: #expect(isAuthentic && layer == nil, "\(vector.name)")
      case .refused(_, let expected, _):
        if Self.choices.contains(where: vector.name.hasPrefix) { continue }
        #expect(!isAuthentic, "\(vector.name)")
        #expect(layer == expected, "\(vector.name)")
      }
    }
  }

  @Test func withoutAKeyNothingTraps() throws {
    for file in Self.files {
      let bytes = [UInt8](try Data(contentsOf: file))
      let vector = try SealedPayloadVector(try bytes.withSpan { (span) throws(VectorError) in try VectorNode(span) })
      for count in 0..<min(vector.sealed.count, 200) {
        let cut = Array(vector.sealed[..<count])
        let inspector = cut.withSpan { MessageInspector($0, access: .none) }
        let isAuthentic = inspector.isAuthentic
        #expect(!isAuthentic)
      }
    }
  }
}
