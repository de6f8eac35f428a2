internal import SealedCrypto

/// How a content-digest can be wrong.
package enum DigestProblem: String, Error, Equatable, Sendable {
  case malformed, mismatch
}

/// The digests of a head's content-digest fields that are checked: sha-512 and sha-256 (RFC 9530 section 2).
package struct ContentDigest: Sendable, Equatable {
  package static let fieldName = "content-digest"

  package private(set) var sha512: [UInt8]?
  package private(set) var sha256: [UInt8]?

  /// Whether there is one to check.
  package var isEmpty: Bool { sha512 == nil && sha256 == nil }

  /// Reads all content-digest fields; other algorithms are passed over, anything malformed or doubled is not.
  package init(of fields: [HeaderField]) throws(DigestProblem) {
    guard fields.contains(where: { $0.name == Self.fieldName }) else { return }
    let lines = fields.filter { $0.name == Self.fieldName }.map(\.rawValue)
    // RFC 9651 section 4.2: field lines are joined with a comma before parsing.
    var parser = DigestDictionaryParser(Array(lines.joined(separator: Array(", ".utf8))))
    for (algorithm, digest) in try parser.members() {
      switch algorithm {
      case "sha-512":
        guard digest.count == SHA512.byteCount else { throw .malformed }
        sha512 = digest
      case "sha-256":
        guard digest.count == SHA256.byteCount else { throw .malformed }
        sha256 = digest
      default: break
      }
    }
  }

  /// The field that a signing sealer adds.
  package static func field(sha512 digest: [UInt8]) -> HeaderField {
    HeaderField(fieldName, rawValue: Array("sha-512=:".utf8) + digest.withSpan { Text.base64($0, .padded) } + [0x3A])
  }
}

/// A dictionary of byte sequences (RFC 9651 section 4.2.2), stricter in two ways: no parameters, no member twice.
private struct DigestDictionaryParser {
  private let text: [UInt8]
  private var index = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  mutating func members() throws(DigestProblem) -> [(String, [UInt8])] {
    var members: [(String, [UInt8])] = []
    var keys: Set<String> = []
    if text.isEmpty { return [] }
    while true {
      let key = try key()
      guard take("="), take(":") else { throw .malformed }
      guard let close = text[index...].firstIndex(of: UInt8(ascii: ":")),
        let value = Array(text[index..<close]).withSpan({ Text.decodeBase64($0, .padded) }),
        keys.insert(key).inserted
      else { throw .malformed }
      index = close + 1
      members.append((key, value))
      skipSpace()
      if index == text.count { return members }
      guard take(",") else { throw .malformed }
      skipSpace()
    }
  }

  /// Reads a key (RFC 9651 section 4.2.3.3).
  ///
  /// key = ( lcalpha / "*" ) *( lcalpha / DIGIT / "_" / "-" / "." / "*" )
  private mutating func key() throws(DigestProblem) -> String {
    let start = index
    while index < text.count {
      switch text[index] {
      case 0x61...0x7A, 0x2A: break
      case 0x30...0x39, 0x5F, 0x2D, 0x2E: guard index > start else { throw .malformed }
      default:
        guard index > start else { throw .malformed }
        return String(decoding: text[start..<index], as: UTF8.self)
      }
      index += 1
    }
    throw .malformed
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < text.count, text[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while index < text.count, text[index] == 0x20 || text[index] == 0x09 { index += 1 }
  }
}
