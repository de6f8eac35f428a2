import SealedCrypto
import SealedPayload
import Testing

@Suite("Receipts")
struct ReceiptTests {
  private func verified(_ bytes: [UInt8]) throws -> Receipt {
    try bytes.withSpan { (bytes) throws(ReceiptError) in try Receipt(verifying: bytes) }
  }

  /// The receipt of a signed message of that kind with the body "paid", and the request's head for replies.
  private func receipt(_ kind: MessageKind, streamed: Bool = false) throws -> (Receipt, World, Exchange?) {
    let world = try World("receipt \(kind)")
    let (letter, opener) = try world.letter(kind, signed: true)
    var message: [UInt8] = []
    if streamed {
      var sealer = try letter.streamed(into: &message)
      sealer.write(Array("paid".utf8), into: &message)
      try sealer.finish(into: &message)
    } else {
      message = try letter.sealed(kind == .verdict ? World.verdict : Array("paid".utf8))
    }
    return (try Receipt(of: opened(message, opener), exchange: opener.exchange), world, opener.exchange)
  }

  private func opened(_ message: [UInt8], _ opener: AnyOpener) throws -> OpenedMessage {
    switch opener.kind {
    case .payload: return try PayloadOpener(opener.ring).open(message).0.message
    case .request: return try RequestOpener(opener.ring).open(message).0.message
    case .response, .verdict:
      let exchange = try #require(opener.exchange)
      return try ResponseOpener(exchange, signers: opener.signers).open(message).0.opened.message
    }
  }

  private func verify(_ receipt: Receipt, _ body: [UInt8]) throws {
    try body.withSpan { (body) throws(ReceiptError) in try receipt.verify(body: body) }
  }

  @Test("What it shows is what was signed", arguments: MessageKind.allCases)
  func right(kind: MessageKind) throws {
    let (receipt, world, _) = try receipt(kind)
    let read = try verified(receipt.serialized())
    #expect(read.kind == kind && read.signer == world.signer.publicKey && read.recipient == receipt.recipient)
    #expect(read.fields == receipt.fields && read.coversBody)
    #expect(read.timestamp == (kind.isReply ? nil : World.now))
    #expect(read.request?.path == (kind == .request ? "/items?page=2" : nil))
    #expect(read.status == (kind == .response ? 201 : kind == .verdict ? 400 : nil))
    #expect(read.serialized() == receipt.serialized())
    let body = kind == .verdict ? World.verdict : Array("paid".utf8)
    try verify(read, body)
    for other in [body + [0], Array(body.dropLast()), [], body.map { $0 ^ 1 }] {
      #expect(throws: ReceiptError.bodyMismatch) { try verify(read, other) }
    }
  }

  @Test("A stream's receipt shows the head, and no body", arguments: [MessageKind.payload, .request, .response])
  func streamed(kind: MessageKind) throws {
    let read = try verified(try receipt(kind, streamed: true).0.serialized())
    #expect(!read.coversBody)
    #expect(throws: ReceiptError.bodyMismatch) { try verify(read, Array("paid".utf8)) }
  }

  @Test("Nobody signed: nothing to show")
  func unsigned() throws {
    let world = try World("unsigned receipt")
    for kind in MessageKind.allCases {
      let (message, opener) = try world.message(kind)
      #expect(throws: ReceiptError.unsigned) { try Receipt(of: opened(message, opener), exchange: opener.exchange) }
    }
    let (message, opener) = try world.message(.response, signed: true)
    #expect(throws: ReceiptError.malformed) { try Receipt(of: opened(message, opener)) }
  }

  @Test("Any byte changed, anywhere: forged or malformed", arguments: MessageKind.allCases)
  func changed(kind: MessageKind) throws {
    let good = try receipt(kind).0.serialized()
    for index in good.indices.dropLast() {
      for mask in [0x01, 0x20, 0x80] as [UInt8] {
        var bytes = good
        bytes[index] ^= mask
        // A space that became another character is no JSON; all else is signed, or says what was signed.
        #expect(throws: ReceiptError.self, "byte \(index) ^ \(mask)") { try verified(bytes) }
      }
    }
  }

  @Test("Parts of another receipt", arguments: MessageKind.allCases)
  func otherParts(kind: MessageKind) throws {
    let text = try JSONText(receipt(kind).0.serialized())
    for otherKind in MessageKind.allCases where otherKind != kind {
      let other = try JSONText(receipt(otherKind).0.serialized())
      for (name, value) in other.members where name != "sealed_payload_receipt" {
        if "\(value)" == "\(text.members[name] ?? "")" { continue }
        #expect(throws: ReceiptError.self, "\(name)") { try verified(text.changing(name, to: value)) }
      }
    }
    for name in text.members.keys {
      #expect(throws: ReceiptError.malformed, "\(name)") { try verified(text.changing(name, to: nil)) }
    }
  }

  @Test("A reply's receipt may hold the request's head instead of its hash, never both or neither")
  func requestHead() throws {
    for kind in [MessageKind.response, .verdict] {
      let (receipt, _, exchange) = try receipt(kind)
      guard case .content(let head)? = exchange?.requestHead else {
        Issue.record("no head")
        return
      }
      var text = try JSONText(receipt.serialized())
      text.members["request_head"] = base64URL(head)
      #expect(throws: ReceiptError.malformed) { try verified(text.bytes()) }
      text.members["request_head_sha512"] = nil
      #expect(try verified(text.bytes()).serialized() == receipt.serialized())
      for (value, error) in [
        (RawHead(path: "/other").bytes, ReceiptError.forged), (head + [0], .malformed), ([], .malformed),
        (RawHead(status: 200).bytes, .malformed), (RawHead(path: "//").bytes, .malformed),
      ] {
        #expect(throws: error) { try verified(text.changing("request_head", to: base64URL(value))) }
      }
      for value in ["?", 1, true] as [Any] {
        #expect(throws: ReceiptError.malformed) { try verified(text.changing("request_head", to: value)) }
      }
    }
    for kind in [MessageKind.payload, .request] {
      let text = try JSONText(receipt(kind).0.serialized())
      for name in ["request_head", "request_head_sha512"] {
        for value in [base64URL(RawHead().bytes), base64URL([UInt8](repeating: 0, count: 64)), "?"] {
          #expect(throws: ReceiptError.malformed, "\(name)") { try verified(text.changing(name, to: value)) }
        }
      }
    }
  }
}
