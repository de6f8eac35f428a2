internal import SealedCrypto

/// What a body must fulfil at its end: the announced length, and every digest.
struct BodyChecks: ~Copyable, Sendable {
  private let limit: Int
  private let length: ContentLength
  private var digest: DigestCheck
  private var count = 0

  init(_ message: OpenedMessage, requestMethod: String?) {
    limit = message.kind.bodyLimit
    length = ContentLength(of: message.head, requestMethod: requestMethod)
    digest = DigestCheck(message.digest)
  }

  mutating func update(_ content: Span<UInt8>) throws(FormatError) {
    count += content.count
    guard count <= limit else { throw .verdict(.format) }
    digest.update(content)
  }

  consuming func finish() throws(FormatError) {
    guard length.matches(count) else { throw .head(.contentLength) }
    guard digest.matches() else { throw .digest(.mismatch) }
  }
}
