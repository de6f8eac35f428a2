internal import SealedCrypto

/// The one way in which messages of every kind are sealed: prelude, commitment, head, proof, body.
struct MessageSealer: ~Copyable {
  private let kind: MessageKind
  private let prelude: [UInt8]
  private let bind: [UInt8]
  private let session: SessionContext
  private let exchange: Exchange?
  private var head: Head
  private let options: SealingOptions
  private let keys: MessageKeys

  /// Starts a message of kind 1 or 2.
  init(_ head: Head, _ prelude: Prelude, in session: SessionContext, _ options: SealingOptions) throws(SealError) {
    try self.init(
      head, prelude.kind, prelude: prelude.bytes, bind: prelude.bytes, session, exchange: nil, options)
  }

  /// Starts a message of kind 3 or 4.
  init(_ head: Head, _ prelude: ReplyPrelude, to exchange: Exchange, _ options: SealingOptions) throws(SealError) {
    guard exchange.role == .server else { throw .wrongRole }
    try self.init(
      head, prelude.kind, prelude: prelude.bytes, bind: exchange.bind(prelude), exchange.session,
      exchange: exchange, options)
  }

  private init(
    _ head: Head, _ kind: MessageKind, prelude: [UInt8], bind: [UInt8], _ session: SessionContext,
    exchange: Exchange?, _ options: SealingOptions
  ) throws(SealError) {
    guard options.padding.isValid else { throw .invalidPadding }
    guard let keys = MessageKeys(session.exporter, bind: bind, aead: session.aead)
    else { throw .unavailable("AES-256-GCM") }
    KeyLog.note(session, kind: kind, bind: bind, answering: exchange)
    self.head = head
    self.kind = kind
    self.prelude = prelude
    self.bind = bind
    self.session = session
    self.exchange = exchange
    self.options = options
    self.keys = keys
  }

  /// Seals a whole body: `output` becomes the message, and keeps its storage where that is large enough.
  ///
  /// - Returns: the head's content.
  mutating func seal(_ body: Span<UInt8>, into output: inout [UInt8]) throws(SealError) -> [UInt8] {
    let layout = BodyLayout(body.count, options.padding)
    let beginning = try begin(body, layout, into: &output)
    let start = output.count - layout.byteCount
    bulk(layout, beginning.recordCount).seal(body, with: keys.key, into: &output, at: start)
    return beginning.head
  }

  /// Seals a whole body that is lent, which saves copying it.
  mutating func seal(lending body: inout [UInt8], into output: inout [UInt8]) throws(SealError) -> [UInt8] {
    let layout = BodyLayout(body.count, options.padding)
    let beginning = try body.withSpan { (body) throws(SealError) in try begin(body, layout, into: &output) }
    let start = output.count - layout.byteCount
    bulk(layout, beginning.recordCount).seal(lending: &body, with: keys.key, into: &output, at: start)
    return beginning.head
  }

  /// Gives `output` its final size and writes all that comes before the body.
  private mutating func begin(
    _ body: Span<UInt8>, _ layout: BodyLayout, into output: inout [UInt8]
  ) throws(SealError) -> Beginning {
    guard ContentLength(of: head, requestMethod: exchange?.requestMethod).matches(body.count)
    else { throw .invalidHead(.contentLength) }
    if options.signer != nil { addDigest(of: body) }
    let beginning = try Beginning(self)
    let bodyStart = prelude.count + MessageKeys.commitmentByteCount + beginning.recordsByteCount
    output.resizeForOverwrite(to: bodyStart + layout.byteCount)
    output.withMutableSpan { beginning.write(self, into: &$0) }
    return beginning
  }

  private func bulk(_ layout: BodyLayout, _ firstNumber: UInt64) -> BulkSealer {
    BulkSealer(layout: layout, firstNumber: firstNumber, usesAllCores: options.usesAllCores)
  }

  /// Appends prelude, commitment, head and proof to `output`; the body follows piece by piece.
  consuming func stream(into output: inout [UInt8]) throws(SealError) -> StartedMessage {
    let beginning = try Beginning(self)
    let start = output.count
    output.append(zeros: prelude.count + MessageKeys.commitmentByteCount + beginning.recordsByteCount)
    output.withMutableSpan { target in
      target.withSubspan(start..<target.count) { beginning.write(self, into: &$0) }
    }
    var body = BodySealer(
      keys, nextNumber: beginning.recordCount, padding: options.padding,
      length: ContentLength(of: head, requestMethod: exchange?.requestMethod))
    // A receiver reads the second record before it acts on the head: it might be a proof.
    if options.signer == nil { body.appendRecord(Span(), as: .data, to: &output) }
    return StartedMessage(body: body, head: beginning.head)
  }

  /// The beginnings of a streamed message.
  struct StartedMessage: ~Copyable {
    let body: BodySealer
    let head: [UInt8]
  }

  /// Puts the body's digest in the place of any that the application gave: the signature covers it with the head.
  private mutating func addDigest(of body: Span<UInt8>) {
    let digest = SHA512.hash(body)
    head.fields = head.fields.filter { $0.name != ContentDigest.fieldName } + [ContentDigest.field(sha512: digest)]
  }

  /// What comes before the body, checked and ready to be written: prelude, commitment, head, proof.
  private struct Beginning {
    let head: [UInt8]
    let proof: [UInt8]?
    let padding: Padding

    init(_ message: borrowing MessageSealer) throws(SealError) {
      do {
        head = try message.head.encoded(HeadRules(allowsPlainHTTP: message.options.allowsPlainHTTP))
      } catch {
        throw .invalidHead(error)
      }
      guard (try? ContentDigest(of: message.head.fields)) != nil else { throw .invalidHead(.contentDigest) }
      padding = message.options.padding
      guard let signer = message.options.signer else {
        proof = nil
        return
      }
      let statement = Proof.Statement(
        kind: message.kind, recipientPublicKey: message.session.recipient.publicKey.bytes,
        info: message.session.recipient.issuer.info, bind: message.bind, commitment: message.keys.commitment,
        headHash: SHA512.hash(head), requestHeadHash: message.exchange?.requestHeadHash)
      proof = Proof(statement, by: signer).bytes
    }

    private var records: [(type: RecordType, content: [UInt8])] {
      if let proof { [(.head, head), (.proof, proof)] } else { [(.head, head)] }
    }

    var recordCount: UInt64 { proof == nil ? 1 : 2 }

    var recordsByteCount: Int {
      records.reduce(0) { $0 + padding.plaintextCount(content: $1.content.count) + Record.overhead }
    }

    func write(_ message: borrowing MessageSealer, into target: inout MutableSpan<UInt8>) {
      var offset = 0
      message.prelude.withSpan { target.copy($0, at: offset) }
      offset += message.prelude.count
      message.keys.commitment.withSpan { target.copy($0, at: offset) }
      offset += MessageKeys.commitmentByteCount
      for (number, record) in records.enumerated() {
        let plaintextCount = padding.plaintextCount(content: record.content.count)
        record.content.withSpan { content in
          target.withSubspan(offset..<offset + plaintextCount + Record.overhead) {
            Record.seal(
              content, as: record.type, number: UInt64(number), plaintextCount: plaintextCount, key: message.keys.key,
              into: &$0)
          }
        }
        offset += plaintextCount + Record.overhead
      }
    }
  }
}
