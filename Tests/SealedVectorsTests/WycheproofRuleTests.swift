import SealedVectors
import Testing

/// The rules of the Wycheproof runner, on tests made for the purpose.
@Suite("Wycheproof: what counts as failed")
struct WycheproofRuleTests {
  private func outcome(_ algorithm: String, group: String = "", _ test: String) throws -> VectorReport {
    let text = """
      {"algorithm": "\(algorithm)", "testGroups": [{\(group) "tests": [{"tcId": 7, \(test)}]}]}
      """
    return try run(Array(text.utf8), "rule", .wycheproof)
  }

  @Test("HMAC codes that are wrong, or right although invalid")
  func hmac() throws {
    let code = "\"key\": \"4a656665\", \"msg\": \"7768617420646f2079612077616e7420666f72206e6f7468696e673f\", \"tag\": "
    let right = "\"5bdcc146bf60754e6a042426089575c7\""
    #expect(try outcome("HMACSHA256", code + right + ", \"result\": \"valid\"").passed == 1)
    #expect(try outcome("HMACSHA256", code + "\"5b00\", \"result\": \"invalid\"").passed == 1)
    let accepted = try outcome("HMACSHA256", code + right + ", \"result\": \"invalid\"")
    #expect(accepted.failures == [VectorFailure(id: "tcId 7", reason: "accepted although invalid")])
    let refused = try outcome("HMACSHA256", code + "\"5b00\", \"result\": \"valid\"")
    #expect(refused.failures == [VectorFailure(id: "tcId 7", reason: "refused although valid")])
  }

  @Test("X25519: a shared secret of zeros must be refused; any other must be right, acceptable or not")
  func x25519() throws {
    let zeros = String(repeating: "0", count: 64)
    let keys = "\"private\": \"\(String(repeating: "4", count: 64))\", \"public\": "
    let curve = "\"curve\": \"curve25519\","
    let refused = keys + "\"\(zeros)\", \"shared\": \"\(zeros)\", \"result\": \"acceptable\""
    #expect(try outcome("XDH", group: curve, refused).passed == 1)
    let base = "\"09\(zeros.dropFirst(2))\""
    let wrong = keys + base + ", \"shared\": \"01\(zeros.dropFirst(2))\", \"result\": \"acceptable\""
    #expect(try outcome("XDH", group: curve, wrong).failures.first?.reason == "shared secret differs")
    let accepted = keys + base + ", \"shared\": \"\(zeros)\", \"result\": \"acceptable\""
    #expect(try outcome("XDH", group: curve, accepted).failures.first?.reason == "accepted a shared secret of zeros")
    #expect(try outcome("XDH", group: "\"curve\": \"curve448\",", refused).skips.first?.reason == "curve curve448")
  }

  @Test("HKDF: more output than there is isn't asked for")
  func hkdf() throws {
    let test = "\"ikm\": \"\", \"salt\": \"\", \"info\": \"\", \"okm\": \"\", \"result\": \"invalid\", \"size\": "
    #expect(try outcome("HKDF-SHA-256", test + "8161").skipped == 1)
    #expect(throws: VectorError.member("size")) { try outcome("HKDF-SHA-256", test + "-1") }
  }
}
