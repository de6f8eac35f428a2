internal import SealedPayload

/// The few things that a client reads of an outer response: all else of it is the hop's word.
struct OuterResponse {
  private let head: ResponseHead

  init(_ head: ResponseHead) {
    self.head = head
  }

  /// Whether the content is a sealed message; parameters of the media type are passed over.
  var isSealed: Bool { mediaType == WellKnown.mediaType && !isEncoded }

  /// Whether the content may be a refusal.
  var isProblem: Bool { mediaType == WellKnown.problemType && !isEncoded }

  /// Whether the content is not the message itself but some encoding of it.
  var isEncoded: Bool {
    head.fields.contains { $0.name == "content-encoding" && $0.value.lowercased() != "identity" }
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

  private var mediaType: String? {
    guard let type = single("content-type")?.prefix(while: { $0 != ";" }) else { return nil }
    let trimmed = type.utf8.drop { $0 == 0x20 || $0 == 0x09 }.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
    return String(decoding: Array(trimmed), as: UTF8.self).lowercased()
  }

  /// The value of a field that is there once.
  private func single(_ name: String) -> String? {
    let lines = head.fields.filter { $0.name == name }
    return lines.count == 1 ? lines.first?.value : nil
  }
}
