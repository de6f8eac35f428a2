internal import SealedPayload

/// The few things that a client reads of an outer response: all else of it is the hop's word.
struct OuterResponse {
  private let head: ResponseHead

  init(_ head: ResponseHead) {
    self.head = head
  }

  /// Whether the content is a sealed message; parameters of the media type are passed over.
  var isSealed: Bool { hasContentType(Carrier.isMediaType) && !isEncoded }

  /// Whether the content may be a refusal.
  var isProblem: Bool { hasContentType(Self.isProblemType) && !isEncoded }

  /// Whether the content is not the message itself but some encoding of it.
  var isEncoded: Bool {
    head.fields.contains(where: Carrier.isEncoded)
  }

  /// Seconds to wait, if the answer says so in seconds.
  var retryAfter: UInt64? { Self.retryAfter(head.fields) }

  /// When it was written, by the clock of whoever did: seconds since 1970; time in a cache is added.
  var date: UInt64? {
    guard let text = single("date"), let date = HTTPDate.seconds(text) else { return nil }
    return date + (single("age").flatMap(Self.seconds) ?? 0)
  }

  static func retryAfter(_ fields: [HeaderField]) -> UInt64? {
    let lines = fields.filter { $0.name == "retry-after" }
    return lines.count == 1 ? lines.first.flatMap { seconds($0.value) } : nil
  }

  /// A number of at most ten digits.
  private static func seconds(_ text: String) -> UInt64? {
    guard (1...10).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return UInt64(text)
  }

  private static func isProblemType(_ field: HeaderField) -> Bool {
    field.value.prefix { $0 != ";" && $0 != " " }.lowercased() == WellKnown.problemType
  }

  private func hasContentType(_ isRight: (HeaderField) -> Bool) -> Bool {
    let lines = head.fields.filter { $0.name == "content-type" }
    return lines.count == 1 && lines.allSatisfy(isRight)
  }

  /// The value of a field that is there once.
  private func single(_ name: String) -> String? {
    let lines = head.fields.filter { $0.name == name }
    return lines.count == 1 ? lines.first?.value : nil
  }
}
