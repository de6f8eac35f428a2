import SealedCrypto
import SealedPayload

/// Builds a message record by record, with every freedom of a hostile sealer who has the keys.
struct Handmade: ~Copyable {
  private(set) var bytes: [UInt8]
  let keys: MessageKeys
  let bind: [UInt8]
  let recipient: Recipient
  let kind: MessageKind
  let requestHeadHash: [UInt8]?
  private var number: UInt64 = 0
  private var head: [UInt8] = []

  /// Begins a message of kind 1 or 2.
  init(
    _ kind: MessageKind, in session: SealingSession, timestamp: UInt64 = World.now, aead: AEAD? = nil,
    nonce: [UInt8] = Random.bytes(16)
  ) throws {
    let prelude = Prelude(
      kind: kind, kem: session.recipient.publicKey.keyExchange.kem, aead: aead ?? session.context.aead,
      keyIdentifier: session.recipient.publicKey.identifier, enc: session.enc, nonce: nonce, timestamp: timestamp)
    try self.init(kind, prelude.bytes, bind: prelude.bytes, session.context, nil)
  }

  /// Begins a reply.
  init(_ kind: MessageKind, to exchange: Exchange, nonce: [UInt8] = Random.bytes(16)) throws {
    let prelude = ReplyPrelude(kind: kind, nonce: nonce)
    try self.init(
      kind, prelude.bytes, bind: exchange.requestPrelude + prelude.bytes, exchange.session, exchange.requestHeadHash)
  }

  private init(
    _ kind: MessageKind, _ prelude: [UInt8], bind: [UInt8], _ session: SessionContext, _ requestHeadHash: [UInt8]?
  ) throws {
    guard let keys = MessageKeys(session.exporter, bind: bind, aead: session.aead) else { throw NoCipher() }
    bytes = prelude + keys.commitment
    self.keys = keys
    self.bind = bind
    self.kind = kind
    self.requestHeadHash = requestHeadHash
    recipient = session.recipient
  }

  struct NoCipher: Error {}

  /// Appends a record with any plaintext.
  mutating func record(plaintext: [UInt8]) {
    var ciphertext = [UInt8](repeating: 0, count: plaintext.count + AEAD.tagByteCount)
    ciphertext.withMutableSpan { target in
      plaintext.withSpan { keys.key.seal($0, nonce: AEADNonce(counter: number), into: &target) }
    }
    bytes.append(bigEndian: UInt32(ciphertext.count))
    bytes += ciphertext
    number += 1
  }

  /// Appends a record of any type.
  mutating func record(_ type: UInt8, _ content: [UInt8] = [], zeros: Int = 0) {
    record(plaintext: content + [type] + [UInt8](repeating: 0, count: zeros))
  }

  mutating func head(_ content: [UInt8]) {
    head = content
    record(1, content)
  }

  mutating func data(_ content: [UInt8] = [], zeros: Int = 0) { record(3, content, zeros: zeros) }

  mutating func end(_ content: [UInt8] = [], zeros: Int = 0) { record(4, content, zeros: zeros) }

  /// Appends anything at all.
  mutating func raw(_ bytes: [UInt8]) { self.bytes += bytes }
}

extension Handmade {
  /// The right proof for what is there.
  func proof(by signer: SigningKey) -> Proof {
    Proof(
      Proof.Statement(
        kind: kind, recipientPublicKey: recipient.publicKey.bytes, info: recipient.issuer.info, bind: bind,
        commitment: keys.commitment, headHash: SHA512.hash(head), requestHeadHash: requestHeadHash), by: signer)
  }
}
