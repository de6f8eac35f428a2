import Foundation
import SealedCrypto
import SealedVectors
import Testing

/// Runs a file of vectors.
func run(_ file: URL, _ format: VectorFormat) throws -> VectorReport {
  let bytes = [UInt8](try Data(contentsOf: file))
  return try run(bytes, file.lastPathComponent, format)
}

func run(_ bytes: [UInt8], _ name: String, _ format: VectorFormat) throws(VectorError) -> VectorReport {
  try bytes.withSpan { bytes throws(VectorError) in try VectorRunner.run(bytes, file: name, format: format) }
}

@Suite("Published vectors of HPKE")
struct PublishedTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Published")

  @Test("RFC 9180: every vector passes; without AES instructions those of AES-256-GCM are skipped")
  func rfc9180() throws {
    let report = try run(Self.folder.appending(path: "hpke-rfc9180.json"), .rfc9180)
    #expect(report.file == "hpke-rfc9180.json")
    #expect(report.failures == [])
    #expect(report.passed == (AEAD.aes256GCM.isAvailable ? 12 : 8))
    #expect(report.passed + report.skipped == 12)
  }

  @Test("X-Wing: passes where libsodium has it, and is skipped with a reason elsewhere")
  func xWing() throws {
    let report = try run(Self.folder.appending(path: "hpke-xwing.json"), .rfc9180)
    #expect(report.failures == [])
    #expect(report.passed == (XWing.isAvailable ? 1 : 0))
    #expect(report.skips.last?.reason == "KDF 0x0011 is not implemented")
    if !XWing.isAvailable { #expect(report.skips.first?.reason == "libsodium \(Sodium.version) has no xWing") }
  }
}

/// Beside the package, because the files are too many to carry along.
private enum WycheproofFiles {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/vectors/wycheproof").standardizedFileURL

  static var arePresent: Bool { FileManager.default.fileExists(atPath: folder.path) }
}

@Suite("Wycheproof", .enabled(if: WycheproofFiles.arePresent, "needs ../shared/vectors/wycheproof beside the package"))
struct WycheproofTests {
  @Test(arguments: [
    ("chacha20_poly1305_test.json", 316, 9), ("ed25519_test.json", 151, 0), ("hkdf_sha256_test.json", 83, 3),
    ("hmac_sha256_test.json", 174, 0), ("x25519_test.json", 518, 0),
  ])
  func everyTest(file: String, passed: Int, skipped: Int) throws {
    let report = try run(WycheproofFiles.folder.appending(path: file), .wycheproof)
    #expect(report.failures == [])
    #expect(report.passed == passed && report.skipped == skipped)
  }

  @Test("AES-GCM", .enabled(if: AEAD.aes256GCM.isAvailable, "this processor has no AES instructions"))
  func aesGCM() throws {
    let report = try run(WycheproofFiles.folder.appending(path: "aes_gcm_test.json"), .wycheproof)
    #expect(report.failures == [])
    #expect(report.passed == 66 && report.skipped == 250)
  }
}
