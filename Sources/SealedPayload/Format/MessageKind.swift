/// What a message is; the fifth byte on the wire.
public enum MessageKind: UInt8, Sendable, Hashable, CaseIterable {
  /// A file, a queue message, a webhook: nothing answers it.
  case payload = 1
  /// An HTTP request.
  case request = 2
  /// The response to a request.
  case response = 3
  /// The server's refusal of a request, which no application can produce.
  case verdict = 4

  /// Whether messages of this kind answer another one.
  package var isReply: Bool { self == .response || self == .verdict }

  /// Bytes of a body at most: a verdict is kept whole until all of it was checked.
  var bodyLimit: Int { self == .verdict ? FormatLimits.verdict : .max }
}
