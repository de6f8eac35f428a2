/// Whom a message is for, by name: an API's origin for requests, a plain name for payloads.
///
/// It goes into every key, so that a message for one issuer opens nowhere else, even under the same private key.
public struct Issuer: Sendable, Hashable, CustomStringConvertible {
  /// The text, byte for byte as the key configuration has it.
  public let text: String

  /// Whether it is an origin: what requests need.
  public let isOrigin: Bool

  /// No name at all: for payloads whose recipient has none.
  public static let unnamed = Issuer(text: "", isOrigin: false)

  private init(text: String, isOrigin: Bool) {
    self.text = text
    self.isOrigin = isOrigin
  }

  /// Takes an origin (RFC 6454) such as `https://api.example.com`: lower case, no trailing slash, no default port.
  public init(origin: String) throws(KeyError) {
    guard origin.utf8.count <= FormatLimits.issuer else { throw .malformedIssuer }
    for (scheme, port) in [("https://", ":443"), ("http://", ":80")] where origin.hasPrefix(scheme) {
      let authority = String(origin.dropFirst(scheme.count))
      guard AuthorityRules.isAuthority(authority), !authority.hasSuffix(port)
      else { throw .malformedIssuer }
      self.init(text: origin, isOrigin: true)
      return
    }
    throw .malformedIssuer
  }

  /// Takes the name of a payload's recipient: at most 255 bytes, no control characters, nothing like an origin.
  public init(name: String) throws(KeyError) {
    let bytes = name.utf8
    guard bytes.count <= FormatLimits.issuer, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), !Self.isLikeOrigin(name)
    else { throw .malformedIssuer }
    self.init(text: name, isOrigin: false)
  }

  /// Takes an origin or a name, whichever it is.
  public init(_ text: String) throws(KeyError) {
    if Self.isLikeOrigin(text) { try self.init(origin: text) } else { try self.init(name: text) }
  }

  /// Whether `://` is in the bytes: as characters it could hide behind a combining mark.
  private static func isLikeOrigin(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.contains { bytes[$0...].starts(with: "://".utf8) }
  }

  /// Whether two issuers are the same byte for byte, as their keys are: strings are equal in more cases.
  public static func == (one: Issuer, other: Issuer) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }

  /// HPKE's info = "sealed-payload v1" 0x00 || iss.
  package var info: [UInt8] { Labels.info + text.utf8 }

  /// An origin's scheme, `https` or `http`; empty for a name.
  public var scheme: String { isOrigin ? String(text.prefix { $0 != ":" }) : "" }

  /// An origin's host and port, as requests name it; empty for a name.
  public var authority: String { isOrigin ? String(text.dropFirst(scheme.count + 3)) : "" }

  /// The text.
  public var description: String { text }
}
