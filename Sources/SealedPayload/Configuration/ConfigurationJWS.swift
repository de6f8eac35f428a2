internal import SealedCrypto

/// The compact JWS around a key configuration (RFC 7515, RFC 8037): one algorithm, one type, nothing critical.
enum ConfigurationJWS {
  static let type = "sealed-payload-keys+jwt"
  private static let algorithm = "EdDSA"
  private static let separator = UInt8(ascii: ".")

  /// The parts, decoded, and what the signature is over.
  struct Parts {
    let header: [UInt8]
    let payload: [UInt8]
    let signature: [UInt8]
    let signedBytes: [UInt8]
  }

  static func parts(_ text: [UInt8]) throws(ConfigurationProblem) -> Parts {
    guard text.count <= ConfigurationLimits.byteCount else { throw .form }
    let encoded = text.split(separator: separator, omittingEmptySubsequences: false)
    guard encoded.count == 3 else { throw .form }
    var decoded: [[UInt8]] = []
    for part in encoded {
      guard let bytes = Text.decodeBase64(part.span, .url) else { throw .form }
      decoded.append(bytes)
    }
    return Parts(
      header: decoded[0], payload: decoded[1], signature: decoded[2],
      signedBytes: Array(text[..<(encoded[2].startIndex - 1)]))
  }

  /// Refuses other algorithms and types, and all that would bring keys or rules along.
  static func check(header bytes: [UInt8]) throws(ConfigurationProblem) {
    let bytes = bytes[...]
    let header: JSONDocument
    do { header = try JSONDocument(bytes.span) } catch { throw .header }
    guard case .object(let members) = header.root, header.string(header.member("alg")) == algorithm,
      header.string(header.member("typ")) == type
    else { throw .header }
    for member in members {
      guard !["crit", "b64", "jwk", "jku"].contains(member.name), !member.name.hasPrefix("x5") else { throw .header }
    }
  }

  /// The identity key that a header names; only a client without pins looks at it.
  static func claimedIdentity(_ header: [UInt8]) -> VerifyingKey? {
    let header = header[...]
    guard let document = try? JSONDocument(header.span), let bytes = document.base64URL(document.member("kid"))
    else { return nil }
    return try? VerifyingKey(bytes: bytes)
  }

  static func sign(_ payload: [UInt8], by identity: SigningKey) -> [UInt8] {
    let kid = String(decoding: encode(identity.publicKey.bytes), as: UTF8.self)
    let header = Array("{\"alg\":\"\(algorithm)\",\"typ\":\"\(type)\",\"kid\":\"\(kid)\"}".utf8)
    let signed = encode(header) + [separator] + encode(payload)
    return signed + [separator] + encode(identity.sign(signed))
  }

  private static func encode(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withSpan { Text.base64($0, .url) }
  }
}
