internal import SealedCrypto

/// How a verdict can be wrong.
public enum VerdictProblem: String, Error, Sendable, Hashable {
  /// Not a JSON object with type, status and time.
  case format = "not a problem document"
  /// Its type is not `urn:sealed-payload:` and a reason.
  case reason = "its type is not one of this protocol's"
  /// Its status is not the head's.
  case status = "its status is not the head's"
  /// `replayed` never says that nothing was processed.
  case replayedNotProcessed = "replayed can't say that nothing was processed"
}

/// The server's own refusal of a request (kind 4), which no application behind it can produce.
public struct Verdict: Sendable, Hashable {
  /// Why, such as `stale`, `replayed`, `mismatch`, `proof-required`, `forbidden` or `rate-limited`.
  public let reason: String

  /// The HTTP status.
  public let status: Int

  /// `false` promises that the application was not and will not be called for this message; nil promises nothing.
  public let processed: Bool?

  /// The server's clock: seconds since 1970.
  public let time: UInt64

  /// Makes a verdict; a reason is lower-case letters and hyphens.
  package init(reason: String, status: Int, processed: Bool?, time: UInt64) throws(VerdictProblem) {
    guard Self.isReason(reason) else { throw .reason }
    guard (200...599).contains(status) else { throw .status }
    guard time <= FormatLimits.timestamp else { throw .format }
    guard reason != "replayed" || processed != false else { throw .replayedNotProcessed }
    self.reason = reason
    self.status = status
    self.processed = processed
    self.time = time
  }

  private static func isReason(_ reason: String) -> Bool {
    let bytes = reason.utf8
    guard (1...64).contains(bytes.count), bytes.first != UInt8(ascii: "-") else { return false }
    return bytes.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") }
  }

  private static let contentType = "application/problem+json"

  /// The head that a verdict has.
  var head: ResponseHead {
    ResponseHead(status: status, fields: [HeaderField("content-type", Self.contentType)])
  }

  /// The body that a verdict has (RFC 9457).
  var body: [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.string("type", Labels.verdictType + reason)
      json.integer("status", status)
      if let processed { json.bool("processed", processed) }
      json.integer("time", time)
    }
    return writer.bytes
  }

  /// Refuses a head without exactly this content-type.
  static func checkType(of head: ResponseHead) throws(VerdictProblem) {
    guard head.fields.filter({ $0.name == "content-type" }).map(\.value) == [contentType] else { throw .format }
  }

  /// Reads the whole body of a message of kind 4.
  init(_ head: ResponseHead, body: Span<UInt8>) throws(VerdictProblem) {
    try Self.checkType(of: head)
    guard body.count <= FormatLimits.verdict, let document = try? JSONDocument(body) else { throw .format }
    guard let type = document.string(document.member("type")),
      let status = document.integer(document.member("status")).flatMap(Int.init(exactly:)),
      let time = document.integer(document.member("time")).flatMap(UInt64.init(exactly:))
    else { throw .format }
    guard type.hasPrefix(Labels.verdictType) else { throw .reason }
    guard status == head.status else { throw .status }
    try self.init(
      reason: String(type.dropFirst(Labels.verdictType.count)), status: status,
      processed: try Self.processed(document), time: time)
  }

  private static func processed(_ document: borrowing JSONDocument) throws(VerdictProblem) -> Bool? {
    switch document.member("processed") {
    case .none: nil
    case .some(.bool(let processed)): processed
    case .some: throw .format
    }
  }
}

extension Verdict {
  /// Seals the verdict as the answer to a request.
  package func sealed(to exchange: Exchange, options: SealingOptions = .init()) throws(SealError) -> [UInt8] {
    let nonce = Random.bytes(Prelude.nonceByteCount)
    return try ResponseSealer(head, to: exchange, kind: .verdict, options: options, nonce: nonce).seal(body)
  }
}
