import SealedCrypto
import SealedPayload
import Testing

@Suite("What openers say before and after the end")
struct CompletionTests {
  @Test("A signed body is not reported as signed before its digest was compared")
  func signedOnlyAtTheEnd() throws {
    let crafted = try Crafted()
    let signer = SigningKey()
    let sealed = try RequestSealer(
      Crafted.head, in: crafted.session, timestamp: 1, options: SealingOptions(signer: signer)
    ).seal([UInt8](repeating: 1, count: 100_000)).bytes
    var stream = RequestOpener(crafted.ring).stream()
    var body: [UInt8] = []
    for piece in [sealed[..<90_000], sealed[90_000...]] {
      try stream.receive(piece.span, into: &body)
      #expect(!body.isEmpty)
      #expect(stream.opened?.attribution == .authenticated(signer.publicKey))
    }
    #expect(try stream.finish().attribution == .signed(signer.publicKey))
    #expect(try RequestOpener(crafted.ring).open(sealed).0.attribution == .signed(signer.publicKey))
  }

  @Test("A verdict that is too long is refused by the record that makes it so, whole and in pieces")
  func longVerdict() throws {
    let crafted = try Crafted()
    let exchange = try crafted.exchange()
    let piece = [UInt8](repeating: 0x20, count: 40_000)
    // What follows breaks other rules: it doesn't come to that.
    let message = try crafted.verdict([(.data, piece), (.data, piece), (.head, []), (.head, [])], to: exchange)
    let opener = try ResponseOpener(exchange, signers: .listed([]))
    #expect(throws: OpenError(.verdict(.format))) { try opener.open(message) }
    #expect(throws: OpenError(.verdict(.format))) {
      var stream = opener.stream()
      var body: [UInt8] = []
      let input = message[...]
      try stream.receive(input.span, into: &body)
    }
  }

  @Test("Plaintext behind an early end is erased, and so is what is left behind the body")
  func nothingLeftBehind() throws {
    let crafted = try Crafted()
    let secret = [UInt8](repeating: 0xAA, count: 500)
    var records: [(RecordType, [UInt8])] = [(.data, [1]), (.end, [1])]
    records += (0..<40).map { _ in (.data, secret) }
    let message = try crafted.request(records)
    // Zeros first: fresh memory may hold the byte by chance.
    var body = [UInt8](repeating: 0, count: 100_000)
    body.removeAll(keepingCapacity: true)
    #expect(throws: OpenError(.trailingBytes)) { try RequestOpener(crafted.ring).open(message, into: &body) }
    #expect(body.isEmpty)
    body.append(contentsOf: repeatElement(0, count: 2))
    let left = unsafe body.withUnsafeMutableBufferPointer { buffer in
      // The array has the room; what was written there before is what this test is about.
      unsafe UnsafeBufferPointer(start: buffer.baseAddress, count: message.count).filter { $0 == 0xAA }.count
    }
    #expect(left == 0)
  }

  @Test("A receipt is refused for a response to another request")
  func receiptOfAnotherRequest() throws {
    let crafted = try Crafted()
    let signer = SigningKey()
    let request = try RequestSealer(Crafted.head, in: crafted.session, timestamp: 1).seal([])
    let opened = try RequestOpener(crafted.ring).open(request.bytes).0
    let response = try ResponseSealer(
      ResponseHead(status: 200), to: opened.exchange, options: SealingOptions(signer: signer)
    ).seal([1])
    let opener = try ResponseOpener(request.exchange, signers: .listed([signer.publicKey]))
    let message = try opener.open(response).0.opened.message
    let other = try crafted.exchange()
    #expect(throws: ReceiptError.malformed) { try Receipt(of: message, exchange: other) }
    let receipt = try Receipt(of: message, exchange: request.exchange).serialized()[...]
    #expect(try Receipt(verifying: receipt.span).signer == signer.publicKey)
  }

  @Test("Receipts of the largest heads are read back; what is longer than any exchange or receipt is not looked at")
  func fileSizes() throws {
    let crafted = try Crafted()
    let signer = SigningKey()
    var head = Crafted.head
    head.fields = [HeaderField("a", String(repeating: "x", count: 65_000))]
    let sealed = try RequestSealer(
      head, in: crafted.session, timestamp: 1, options: SealingOptions(signer: signer)
    ).seal([])
    let message = try RequestOpener(crafted.ring).open(sealed.bytes).0.message
    let receipt = try Receipt(of: message).serialized()[...]
    #expect(receipt.count <= Receipt.maximumByteCount)
    #expect(try Receipt(verifying: receipt.span).signer == signer.publicKey)
    let long = receipt + repeatElement(0x20, count: Receipt.maximumByteCount)
    #expect(throws: ReceiptError.malformed) { try Receipt(verifying: long.span) }
    let exchange = sealed.exchange.serialized(expiry: 2)[...]
    _ = try Exchange(serialized: exchange.span, now: 1)
    let longExchange = exchange + repeatElement(0x20, count: Exchange.maximumByteCount)
    #expect(throws: ExchangeError.malformed) { _ = try Exchange(serialized: longExchange.span, now: 1) }
  }
}
