import Foundation
import SealedCrypto
import SealedPayload
import SealedVectors
import Testing

@Suite("The runner sees what is wrong")
struct RunnerTests {
  /// The ChaCha20-Poly1305 base vector, in which one string is replaced by another.
  private func tampered(_ old: String, _ new: String) throws -> VectorReport {
    let file = PublishedTests.folder.appending(path: "hpke-rfc9180.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains(old))
    return try run(Array(text.replacingOccurrences(of: old, with: new).utf8), "tampered", .rfc9180)
  }

  @Test(
    "Each published value of a vector counts",
    arguments: [
      ("\"pkRm\": \"4310ee97", "pkRm"), ("\"skEm\": \"f4ec9b33", "skEm"),
      ("\"shared_secret\": \"0bbe7849", "shared_secret"),
      ("\"secret\": \"5b9cd775", "secret"), ("\"key\": \"ad2744de", "key"),
      ("\"base_nonce\": \"5c4d9815", "base_nonce"),
      ("\"exporter_secret\": \"a3b010d4", "exporter_secret"),
      ("\"key_schedule_context\": \"00431df6", "key_schedule_context"),
      ("\"ct\": \"1c5250d8", "encryptions[0].ct"), ("\"exported_value\": \"4bbd6243", "exports[0]"),
    ])
  func values(start: String, name: String) throws {
    let last = try #require(start.last)
    let changed = String(start.dropLast()) + (last == "0" ? "1" : "0")
    let report = try tampered(start, changed)
    #expect(report.failures.count == 1)
    #expect(report.failures.first?.id == "4: mode 0, KEM 0x0020, KDF 0x0001, AEAD 0x0003")
    #expect(report.failures.first?.reason.contains(name) == true)
  }

  @Test(
    "Algorithms that are missing are skipped with the reason",
    arguments: [
      ("\"kem_id\": 32", "\"kem_id\": 16", "KEM 0x0010 is not implemented"),
      ("\"kdf_id\": 1", "\"kdf_id\": 3", "KDF 0x0003 is not implemented"),
      ("\"aead_id\": 3,", "\"aead_id\": 1,", "AEAD 0x0001 is not implemented"),
      ("\"mode\": 0", "\"mode\": 4", "unknown mode 4"),
    ])
  func skips(old: String, new: String, reason: String) throws {
    let report = try tampered(old, new)
    #expect(report.skips.contains { $0.reason == reason })
    #expect(report.failures == [])
  }

  @Test("A file that isn't of its form is an error")
  func malformed() throws {
    let cases: [(String, VectorFormat, VectorError)] = [
      ("[", .rfc9180, .json(.syntax(offset: 1))), ("{}", .rfc9180, .member("vectors")),
      ("[{}]", .rfc9180, .member("mode")), ("[{\"mode\": \"0\"}]", .rfc9180, .member("mode")),
      ("[{\"mode\": 256}]", .rfc9180, .member("mode")), ("{}", .wycheproof, .member("algorithm")),
      ("{\"algorithm\": \"ROT13\"}", .wycheproof, .unsupported("ROT13")),
      ("{\"algorithm\": \"XDH\"}", .wycheproof, .member("testGroups")),
      ("{\"algorithm\": \"XDH\", \"testGroups\": [{\"tests\": [{\"tcId\": 1}]}]}", .wycheproof, .member("result")),
    ]
    for (text, format, error) in cases {
      #expect(throws: error, "\(text)") { try run(Array(text.utf8), "malformed", format) }
    }
  }
}
