internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// What a receipt shows, once its signature was found right.
struct ReceiptReport {
  private let receipt: Receipt
  private let bodyWasChecked: Bool

  /// Takes a receipt, and whether a body was found to be the signed one.
  init(_ receipt: Receipt, bodyWasChecked: Bool) {
    self.receipt = receipt
    self.bodyWasChecked = bodyWasChecked
  }

  private var proved: String {
    if bodyWasChecked { return "head and body" }
    return receipt.coversBody ? "the head, and the body that --body is given" : "the head alone"
  }

  /// Lines for people; whose key the signer's is, a receipt does not say.
  var text: String {
    var lines = [
      "signer      \(receipt.signer)", "kind        \(receipt.kind.rawValue), \(receipt.kind.name)",
      "recipient   \(receipt.recipient.publicKey)", "iss         \(receipt.recipient.issuer)",
    ]
    if let time = receipt.timestamp { lines.append("sealed at   \(time), \(Clock.text(time))") }
    if let head = receipt.request {
      lines.append("request     \(head.method) \(head.scheme)://\(head.authority)\(head.path)")
    }
    if let status = receipt.status { lines.append("status      \(status)") }
    lines += receipt.fields.map { "field       \($0.name): \($0.value)" }
    if receipt.request != nil { lines.append("head        sha-512 \(text(receipt.headDigest))") }
    if let digest = receipt.answeredHeadDigest {
      lines.append("answers     sha-512 \(text(digest)) of the request's head")
    }
    lines.append("proved      \(proved)")
    return lines.map { EscapedText.line($0) + "\n" }.joined()
  }

  private func text(_ digest: [UInt8]) -> String {
    digest.withSpan { String(decoding: Text.base64($0, .url), as: UTF8.self) }
  }

  /// The same for programs.
  var json: String {
    var writer = JSONWriter()
    writer.object { json in
      json.string("signer", receipt.signer.description)
      json.string("kind", receipt.kind.name)
      json.string("recipient", receipt.recipient.publicKey.description)
      json.string("iss", receipt.recipient.issuer.text)
      json.time(receipt.timestamp)
      json.head(receipt.head)
      receipt.headDigest.withSpan { json.base64URL("head_sha512", $0) }
      if let digest = receipt.answeredHeadDigest { digest.withSpan { json.base64URL("request_head_sha512", $0) } }
      json.bool("covers_body", receipt.coversBody)
      json.bool("body_checked", bodyWasChecked)
    }
    return String(decoding: writer.text(), as: UTF8.self)
  }
}
