extension HPKE.KEM {
  /// Bytes of randomness that one encapsulation takes.
  package var encapsulationSeedByteCount: Int {
    switch self {
    case .x25519HKDFSHA256: X25519.byteCount
    case .xWing: XWing.encapsulationSeedByteCount
    }
  }

  /// The public key of a private key; nil where the KEM is missing.
  package func publicKey(of privateKey: Span<UInt8>) -> [UInt8]? {
    switch self {
    case .x25519HKDFSHA256: X25519.publicKey(of: privateKey)
    case .xWing: XWing.publicKey(of: privateKey)
    }
  }

  /// Encap(pkR) with given randomness: an X25519 private key, or X-Wing's 64 bytes.
  ///
  /// Nil where `recipient` is unusable.
  package func encapsulate(to recipient: Span<UInt8>, randomness: borrowing Secret) -> Encapsulation? {
    switch self {
    case .x25519HKDFSHA256: DHKEM.encapsulate(to: recipient, ephemeral: randomness)
    case .xWing: XWing.encapsulate(to: recipient, randomness: randomness)
    }
  }

  /// Decap(enc, skR); nil where `enc` is of low order.
  package func decapsulate(
    _ enc: Span<UInt8>, recipient: Span<UInt8>, recipientPublicKey: Span<UInt8>
  ) -> Secret? {
    switch self {
    case .x25519HKDFSHA256: DHKEM.decapsulate(enc, recipient: recipient, recipientPublicKey: recipientPublicKey)
    case .xWing: XWing.decapsulate(enc, seed: recipient)
    }
  }
}
