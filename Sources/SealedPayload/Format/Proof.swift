internal import SealedCrypto

/// How a proof can be wrong.
package enum ProofProblem: String, Error, Equatable, Sendable {
  case format, signature, unlistedKey
}

/// Who sent a message (spec/sealed-payload.md, "Proof").
///
///     proof = u8 algorithm (1 = Ed25519) | public_key(32) | signature(64)
package struct Proof: Sendable, Equatable {
  package static let byteCount = 97
  private static let ed25519: UInt8 = 1

  package let signer: VerifyingKey
  package let signature: [UInt8]

  /// What the message says that the signature is about.
  package struct Statement: Sendable {
    package let kind: MessageKind
    package let recipientPublicKey: [UInt8]
    package let info: [UInt8]
    package let bind: [UInt8]
    package let commitment: [UInt8]
    /// SHA-512 of the head's content.
    package let headHash: [UInt8]
    /// Kinds 3 and 4: SHA-512 of the request's head.
    package let requestHeadHash: [UInt8]?

    package init(
      kind: MessageKind, recipientPublicKey: [UInt8], info: [UInt8], bind: [UInt8], commitment: [UInt8],
      headHash: [UInt8], requestHeadHash: [UInt8]?
    ) {
      self.kind = kind
      self.recipientPublicKey = recipientPublicKey
      self.info = info
      self.bind = bind
      self.commitment = commitment
      self.headHash = headHash
      self.requestHeadHash = requestHeadHash
    }

    /// What the signature is over; all fields have fixed length.
    ///
    ///     signed bytes = "sealed-payload v1 proof" 0x00 || algorithm || kind || public_key
    ///       || SHA-512(recipient public key) || SHA-512(info) || SHA-512(bind) || commitment
    ///       || SHA-512(head) [|| SHA-512(request head), kinds 3 and 4]
    fileprivate func signedBytes(by publicKey: [UInt8]) -> [UInt8] {
      Labels.proof + [Proof.ed25519, kind.rawValue] + publicKey + SHA512.hash(recipientPublicKey)
        + SHA512.hash(info) + SHA512.hash(bind) + commitment + headHash + (requestHeadHash ?? [])
    }
  }

  /// Signs.
  package init(_ statement: Statement, by key: SigningKey) {
    signer = key.publicKey
    signature = key.sign(statement.signedBytes(by: key.publicKey.bytes))
  }

  package var bytes: [UInt8] { [Self.ed25519] + signer.bytes + signature }

  /// Reads a proof record's content and verifies it.
  package init(_ content: Span<UInt8>, verifying statement: Statement) throws(ProofProblem) {
    guard content.count == Self.byteCount, content[0] == Self.ed25519 else { throw .format }
    let publicKey = [UInt8](copying: content.extracting(1..<33))
    guard let signer = VerifyingKey(unchecked: publicKey) else { throw .format }
    let verified = statement.signedBytes(by: publicKey).withSpan { signed in
      Ed25519.verify(content.extracting(33..<97), signed, publicKey: content.extracting(1..<33))
    }
    guard verified else { throw .signature }
    self.signer = signer
    signature = [UInt8](copying: content.extracting(33..<97))
  }
}
