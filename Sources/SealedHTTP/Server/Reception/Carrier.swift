internal import SealedCrypto
internal import SealedPayload

/// Where a request carries its message: in its content, or in a field (spec/sealed-payload.md, section 21.1).
struct Carrier: Sendable {
  /// Bytes of the field's value at most, colons included.
  static let maximumFieldByteCount = HeaderCarrier.maximumByteCount

  /// The message.
  let message: MessageBody

  /// Finds the one carrier of a request.
  init(of outer: RequestMessage, _ limits: ServerLimits) throws(Hint) {
    guard !outer.head.fields.contains(where: Self.isEncoded) else { throw .rejected("the outer content is encoded") }
    let types = outer.head.fields.filter { $0.name == "content-type" }
    let isSealed = types.count == 1 && types.allSatisfy(Self.isMediaType)
    let fields = outer.head.fields.filter { $0.name == WellKnown.carrierField }
    guard let field = fields.first else {
      guard isSealed else { throw .sealingRequired }
      message = try Self.bounded(outer.body, limits)
      return
    }
    guard fields.count == 1, !isSealed else { throw .rejected("two carriers of one message") }
    guard let bytes = Self.decode(field.rawValue) else { throw .rejected("the carrier field is not a byte sequence") }
    // Of unknown length counts as content: to wait for its end is to wait for the client.
    guard outer.body.length == 0 else { throw .rejected("a carrier field and content") }
    message = MessageBody(bytes)
  }

  /// Encodes a message for the field; nil if it is too long for it.
  static func encode(_ message: [UInt8]) -> [UInt8]? { HeaderCarrier.encode(message) }

  /// Decodes `:base64:`, canonical, without parameters.
  static func decode(_ value: [UInt8]) -> [UInt8]? { HeaderCarrier.decode(value) }

  /// Whether a content-type is that of sealed messages; parameters are passed over.
  static func isMediaType(_ field: HeaderField) -> Bool {
    if field.rawValue == mediaType { return true }
    let type = field.value.prefix { $0 != ";" }.lowercased()
    return type.utf8.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed().elementsEqual(mediaType)
  }

  private static let mediaType = Array(WellKnown.mediaType.utf8)

  static func isEncoded(_ field: HeaderField) -> Bool {
    field.name == "content-encoding" && field.value.lowercased() != "identity"
  }

  private static func bounded(_ body: MessageBody, _ limits: ServerLimits) throws(Hint) -> MessageBody {
    // The head and what stands before it, besides the body that the limit is for.
    let overhead = 2 * FormatLimits.plaintext
    if let length = body.length, length > limits.body.addingReportingOverflow(overhead).partialValue {
      throw .tooLarge
    }
    return body
  }
}
