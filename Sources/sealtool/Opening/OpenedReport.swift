internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// What was found in a message, as JSON.
struct OpenedReport {
  private let opened: Opened
  private let bodyCount: Int

  /// Takes what was opened and how long its body is.
  init(_ opened: Opened, bodyCount: Int) {
    self.opened = opened
    self.bodyCount = bodyCount
  }

  /// The JSON text.
  var json: String {
    var writer = JSONWriter()
    let message = opened.message
    writer.object { json in
      json.string("kind", message.kind.name)
      json.string("recipient", message.recipient.publicKey.description)
      json.string("iss", message.recipient.issuer.text)
      json.time(message.timestamp)
      json.head(message.head)
      json.sender(message)
      json.integer("body_length", bodyCount)
      if let verdict = opened.verdict { json.verdict(verdict) }
    }
    return String(decoding: writer.text(), as: UTF8.self)
  }
}

extension MessageKind {
  /// The kind in a word.
  var name: String {
    switch self {
    case .payload: "payload"
    case .request: "request"
    case .response: "response"
    case .verdict: "verdict"
    }
  }
}

extension Attribution {
  /// What is known of the sender, in a word.
  var name: String {
    switch self {
    case .none: "none"
    case .authenticated: "authenticated"
    case .signed: "signed"
    }
  }
}

extension JSONWriter {
  /// The time of sealing, as a number and as a date.
  mutating func time(_ seconds: UInt64?) {
    guard let seconds else { return }
    integer("timestamp", seconds)
    string("time", Clock.text(seconds))
  }

  /// Control data and fields.
  mutating func head(_ head: Head) {
    switch head {
    case .payload: break
    case .request(let request):
      string("method", request.method)
      string("scheme", request.scheme)
      string("authority", request.authority)
      string("path", request.path)
    case .response(let response): integer("status", response.status)
    }
    array("fields") { json in
      for field in head.fields { json.elementStrings([field.name, field.value]) }
    }
  }

  /// Who is known to have sent it, and the digests that the body was compared with.
  ///
  /// - Parameter isComplete: whether the body was authentic to its end; nothing is attributed to anybody before.
  mutating func sender(_ message: OpenedMessage, isComplete: Bool = true) {
    if isComplete { string("attribution", message.attribution.name) }
    if let signer = message.signer { string("signer", signer.description) } else { null("signer") }
    guard !message.digest.isEmpty else { return null("content_digest") }
    object("content_digest") { json in
      for (name, digest) in [("sha-512", message.digest.sha512), ("sha-256", message.digest.sha256)] {
        guard let digest else { continue }
        json.string(name, digest.withSpan { String(decoding: Text.base64($0, .padded), as: UTF8.self) })
      }
    }
  }

  /// The server's refusal.
  mutating func verdict(_ verdict: Verdict) {
    object("verdict") { json in
      json.string("reason", verdict.reason)
      json.integer("status", verdict.status)
      if let processed = verdict.processed { json.bool("processed", processed) } else { json.null("processed") }
      json.integer("time", verdict.time)
    }
  }
}
