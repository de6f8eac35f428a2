internal import SealedCrypto
internal import SealedPayload

/// What became of a sealed message that was found in a HAR file.
struct CapturedMessage {
  /// What was opened of it.
  struct Content {
    let message: OpenedMessage
    let verdict: Verdict?
    let body: [UInt8]
  }

  /// What it says it is.
  let kind: MessageKind?

  let commitment: [UInt8]

  /// The content, or why it stays closed.
  let result: Result<Content, Closed>

  /// Why a message was not opened, in a sentence.
  struct Closed: Error {
    let reason: String
  }

  /// Opens what was found, if the key log has its key.
  init(_ carried: CarriedMessage, of kinds: Set<MessageKind>, _ log: KeyLogReader) {
    switch carried {
    case .lost(let reason): (kind, commitment, result) = (nil, [], .failure(Closed(reason: reason)))
    case .message(let bytes):
      let seen = bytes.withSpan { MessageInspector($0, access: .none) }
      (kind, commitment) = (seen.kind, seen.commitment)
      result = Self.open(bytes, seen, of: kinds, log)
    }
  }

  /// What was opened.
  var content: Content? { try? result.get() }

  private static func open(
    _ bytes: [UInt8], _ seen: MessageInspector, of kinds: Set<MessageKind>, _ log: KeyLogReader
  ) -> Result<Content, Closed> {
    if seen.commitment.isEmpty, let problem = seen.problem { return .failure(Closed(reason: problem.error.diagnosis)) }
    guard let kind = seen.kind, kinds.contains(kind)
    else { return .failure(Closed(reason: "a message of a kind that doesn't belong here")) }
    guard let logged = log[seen.commitment] else { return .failure(Closed(reason: "the key log has no line for it")) }
    var body: [UInt8] = []
    do throws(OpenError) {
      let opened = try bytes.withSpan { (bytes) throws(OpenError) in
        try LoggedMessageOpener(logged).open(bytes, into: &body)
      }
      return .success(Content(message: opened.message, verdict: opened.verdict, body: body))
    } catch {
      return .failure(Closed(reason: error.diagnosis))
    }
  }
}
