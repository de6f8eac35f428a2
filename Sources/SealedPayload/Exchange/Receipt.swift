internal import SealedCrypto

/// Why a receipt shows nothing.
public enum ReceiptError: Error, Sendable, Hashable {
  /// Not a receipt, or its parts contradict each other.
  case malformed
  /// Nobody signed the message: there is nothing to show.
  case unsigned
  /// The signature isn't the named signer's over these bytes.
  case forged
  /// The body isn't the one that was signed, or the signature doesn't cover the body.
  case bodyMismatch
}

extension ReceiptError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .malformed: "not a receipt; use the file that opening a signed message wrote"
    case .unsigned: "the message is not signed: there is nothing to show to a third party"
    case .forged: "the signature is not the signer's over this message"
    case .bodyMismatch: "the body is not the one that was signed"
    }
  }
}

/// What shows a third party who signed a message, without any key: the head, all that the signature covers, the signature.
///
/// Not secret in itself, but it shows the whole head, credentials included. Whether the body belongs to it is checked by
/// the head's content-digest.
public struct Receipt: Sendable {
  /// What kind of message was signed.
  public let kind: MessageKind

  /// Whom it was sealed to: the signer meant this key and this issuer, nobody else.
  public let recipient: Recipient

  /// Who signed.
  public let signer: VerifyingKey

  package let bind: [UInt8]
  package let commitment: [UInt8]
  package let headBytes: [UInt8]
  package let requestHeadHash: [UInt8]?
  package let proof: [UInt8]
  package let head: Head

  /// Keeps what shows who signed a message that was opened.
  ///
  /// - Parameters:
  ///   - message: what was opened, to its end.
  ///   - exchange: for responses, what opened them: the signature covers their request.
  public init(of message: OpenedMessage, exchange: Exchange? = nil) throws(ReceiptError) {
    guard let proof = message.proof else { throw .unsigned }
    if message.kind.isReply {
      guard let exchange, message.bind.starts(with: exchange.requestPrelude) else { throw .malformed }
    }
    kind = message.kind
    recipient = message.recipient
    signer = proof.signer
    bind = message.bind
    commitment = message.identifier.bytes
    headBytes = message.headBytes
    requestHeadHash = message.kind.isReply ? exchange?.requestHeadHash : nil
    self.proof = proof.bytes
    head = message.head
  }

  /// SHA-512 of the head: what the receipt of a response names its request by.
  public var headDigest: [UInt8] { SHA512.hash(headBytes) }

  /// For responses, the `headDigest` of the request that they answer.
  public var answeredHeadDigest: [UInt8]? { requestHeadHash }

  /// The fields of the head.
  public var fields: [HeaderField] { head.fields }

  /// The request's method and target, if it is one.
  public var request: RequestHead? { if case .request(let head) = head { head } else { nil } }

  /// The response's status, if it is one.
  public var status: Int? { if case .response(let head) = head { head.status } else { nil } }

  /// When a payload or request was sealed, by the sealer's clock: seconds since 1970.
  public var timestamp: UInt64? {
    guard !kind.isReply else { return nil }
    return try? bind.withSpan { (bind) throws(FormatError) in try Prelude(bind, expecting: kind).timestamp }
  }

  /// Whether the signature covers a body: it does if the head has a digest of it.
  public var coversBody: Bool { (try? ContentDigest(of: fields))?.isEmpty == false }

  /// Checks that `body` is the one that was signed.
  public func verify(body: Span<UInt8>) throws(ReceiptError) {
    guard let digest = try? ContentDigest(of: fields), !digest.isEmpty else { throw .bodyMismatch }
    var check = DigestCheck(digest)
    check.update(body)
    guard check.matches() else { throw .bodyMismatch }
  }
}

extension Receipt {
  /// Bytes of a serialised receipt at most; the largest head takes 87,380 of them.
  package static let maximumByteCount = 131_072

  /// Writes the receipt as JSON.
  public func serialized() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.integer("sealed_payload_receipt", 1)
      json.integer("kind", kind.rawValue)
      json.string("recipient", recipient.publicKey.description)
      json.string("iss", recipient.issuer.text)
      bind.withSpan { json.base64URL("bind", $0) }
      commitment.withSpan { json.base64URL("commitment", $0) }
      headBytes.withSpan { json.base64URL("head", $0) }
      if let requestHeadHash { requestHeadHash.withSpan { json.base64URL("request_head_sha512", $0) } }
      proof.withSpan { json.base64URL("proof", $0) }
    }
    return writer.text()
  }

  /// Reads what `serialized` wrote and verifies the signature: a receipt that exists is right.
  public init(verifying bytes: Span<UInt8>) throws(ReceiptError) {
    guard bytes.count <= Self.maximumByteCount, let document = try? JSONDocument(bytes),
      document.integer(document.member("sealed_payload_receipt")) == 1,
      let kind = document.integer(document.member("kind")).flatMap(UInt8.init(exactly:))
        .flatMap(MessageKind.init(rawValue:)),
      let keyText = document.string(document.member("recipient")), let publicKey = try? RecipientPublicKey(keyText),
      let iss = document.string(document.member("iss")), let issuer = try? Issuer(iss),
      let bind = document.base64URL(document.member("bind")),
      let commitment = document.base64URL(document.member("commitment")),
      let headBytes = document.base64URL(document.member("head")),
      let proof = document.base64URL(document.member("proof"))
    else { throw .malformed }
    self.kind = kind
    recipient = Recipient(publicKey, issuer: issuer)
    self.bind = bind
    self.commitment = commitment
    self.headBytes = headBytes
    self.proof = proof
    requestHeadHash = try Self.requestHeadHash(document, kind)
    guard issuer.isOrigin == (kind != .payload), commitment.count == MessageKeys.commitmentByteCount,
      Bind.firstPrelude(of: bind, kind, to: publicKey) != nil, let head = Self.head(headBytes, kind)
    else { throw .malformed }
    self.head = head
    signer = try Self.verified(
      proof,
      Proof.Statement(
        kind: kind, recipientPublicKey: publicKey.bytes, info: issuer.info, bind: bind, commitment: commitment,
        headHash: SHA512.hash(headBytes), requestHeadHash: requestHeadHash))
  }

  private static func head(_ bytes: [UInt8], _ kind: MessageKind) -> Head? {
    try? bytes.withSpan { (span) throws(HeadProblem) in
      try Head(span, kind: kind, HeadRules(allowsPlainHTTP: true))
    }
  }

  /// The hash of the request's head, which a reply's receipt holds either so or as the head itself.
  private static func requestHeadHash(
    _ document: borrowing JSONDocument, _ kind: MessageKind
  ) throws(ReceiptError) -> [UInt8]? {
    switch (document.member("request_head"), document.member("request_head_sha512")) {
    case (nil, nil) where !kind.isReply: return nil
    case (nil, let hash?) where kind.isReply:
      guard let hash = document.base64URL(hash), hash.count == SHA512.byteCount else { throw .malformed }
      return hash
    case (let content?, nil) where kind.isReply:
      guard let content = document.base64URL(content), head(content, .request) != nil else { throw .malformed }
      return SHA512.hash(content)
    default: throw .malformed
    }
  }

  private static func verified(_ proof: [UInt8], _ statement: Proof.Statement) throws(ReceiptError) -> VerifyingKey {
    do {
      return try proof.withSpan { (span) throws(ProofProblem) in try Proof(span, verifying: statement).signer }
    } catch {
      throw .forged
    }
  }
}
