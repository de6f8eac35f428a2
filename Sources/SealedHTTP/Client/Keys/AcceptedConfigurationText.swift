internal import SealedCrypto
internal import SealedPayload

extension AcceptedConfiguration {
  /// Bytes of the text at most; one pin takes some 50 of them.
  static let maximumByteCount = 65_536
  private static let version = 1
  private static let unpinned = "unpinned"
  private static let bound = "bound"

  /// Writes it as JSON.
  func text(of issuer: Issuer) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.integer("sealed_payload_accepted_configuration", Self.version)
      json.string("iss", issuer.text)
      json.integer("iat", issuedAt)
      json.string("trust", wasUnpinned ? Self.unpinned : Self.bound)
      identity.bytes.withSpan { json.base64URL("identity", $0) }
      if let nextIdentity { nextIdentity.bytes.withSpan { json.base64URL("next_identity", $0) } }
      json.array("pins") { json in
        for pin in pins.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) { json.element("\(pin)") }
      }
    }
    return writer.text()
  }

  /// Reads what `text` wrote; nil for anything else.
  init?(_ text: [UInt8], of issuer: Issuer) {
    let text = text[...]
    guard text.count <= Self.maximumByteCount, let document = try? JSONDocument(text.span),
      document.integer(document.member("sealed_payload_accepted_configuration")) == Int64(Self.version),
      let origin = document.string(document.member("iss")), origin.utf8.elementsEqual(issuer.text.utf8),
      let issuedAt = document.integer(document.member("iat")).flatMap(UInt64.init(exactly:)),
      let identity = document.base64URL(document.member("identity")).flatMap({ try? VerifyingKey(bytes: $0) }),
      case .array(let elements) = document.member("pins")
    else { return nil }
    let wasUnpinned: Bool
    switch document.string(document.member("trust")) {
    case Self.unpinned: wasUnpinned = true
    case Self.bound: wasUnpinned = false
    default: return nil
    }
    var pins: Set<VerifyingKey> = []
    for element in elements {
      guard let pin = document.string(element.value).flatMap({ try? VerifyingKey($0) }) else { return nil }
      pins.insert(pin)
    }
    var nextIdentity: VerifyingKey?
    if let member = document.member("next_identity") {
      guard let key = document.base64URL(member).flatMap({ try? VerifyingKey(bytes: $0) }) else { return nil }
      nextIdentity = key
    }
    self.init(issuedAt: issuedAt, identity: identity, nextIdentity: nextIdentity, pins: pins, wasUnpinned: wasUnpinned)
  }
}
