internal import SealedCrypto

/// A private key in use: it opens messages for one issuer, and remembers their sessions.
///
/// Shared by the threads of a server. The private key and all sessions are erased when the last holder lets go.
public final class RecipientKey: Sendable {
  private let privateKey: RecipientPrivateKey

  /// The public half, and the issuer that the key belongs to.
  public let recipient: Recipient

  let sessions: SessionCache

  /// Takes a private key into use.
  ///
  /// - Parameters:
  ///   - privateKey: consumed: there is one holder of it.
  ///   - issuer: the one issuer that the key belongs to; messages made for another one don't open.
  ///   - sessions: how many sessions to remember; each saves later messages of it a key exchange.
  public init(_ privateKey: consuming RecipientPrivateKey, issuer: Issuer, sessions: Int = 10_000) {
    recipient = Recipient(privateKey.publicKey, issuer: issuer)
    self.privateKey = privateKey
    self.sessions = SessionCache(capacity: sessions)
  }

  /// The session that a prelude belongs to: remembered, or agreed on anew.
  func session(for prelude: Prelude) throws(FormatError) -> SessionContext {
    guard prelude.suite.kem == recipient.publicKey.keyExchange.kem else { throw .unknownKey(prelude.keyIdentifier) }
    if let session = sessions[prelude.sessionPrefix] { return session }
    let shared = privateKey.secret.withBytes { key in
      prelude.enc.withSpan { enc in
        recipient.publicKey.bytes.withSpan { publicKey in
          prelude.suite.kem.decapsulate(enc, recipient: key, recipientPublicKey: publicKey)
        }
      }
    }
    guard let shared else { throw .encapsulation }
    return SessionContext(suite: prelude.suite, aead: prelude.aead, recipient: recipient, sharedSecret: shared)
  }
}

extension RecipientKey: CustomStringConvertible {
  /// The public half.
  public var description: String { recipient.publicKey.description }
}
