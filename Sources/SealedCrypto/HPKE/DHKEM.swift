/// What encapsulation gives: the shared secret, and `enc` for the recipient.
package struct Encapsulation: ~Copyable {
  package let sharedSecret: Secret
  package let enc: [UInt8]
}

/// DHKEM(X25519, HKDF-SHA256), RFC 9180 section 4.1.
package enum DHKEM {
  private static let kdf: LabeledKDF = {
    var suiteID = Array("KEM".utf8)
    suiteID.append(bigEndian: HPKE.KEM.x25519HKDFSHA256.rawValue)
    return LabeledKDF(suiteID: suiteID)
  }()

  /// ```
  /// def DeriveKeyPair(ikm):
  ///   dkp_prk = LabeledExtract("", "dkp_prk", ikm)
  ///   sk = LabeledExpand(dkp_prk, "sk", "", Nsk)
  ///   return (sk, pk(sk))
  /// ```
  package static func derivePrivateKey(ikm: Span<UInt8>) -> Secret {
    let prk = HKDFSHA256(pseudorandomKey: kdf.extract(label: "dkp_prk", ikm: ikm))
    return kdf.expand(prk, label: "sk", info: Span(), count: X25519.byteCount)
  }

  /// ```
  /// def Encap(pkR):
  ///   skE, pkE = GenerateKeyPair()
  ///   dh = DH(skE, pkR)
  ///   enc = SerializePublicKey(pkE)
  ///   kem_context = concat(enc, pkRm)
  ///   return ExtractAndExpand(dh, kem_context), enc
  /// ```
  /// AuthEncap adds `|| DH(skS, pkR)` to dh and `|| pkSm` to kem_context. Nil where a shared point is all zeros.
  package static func encapsulate(
    to recipient: Span<UInt8>, ephemeral: borrowing Secret, sender: borrowing Secret? = nil
  ) -> Encapsulation? {
    let enc = ephemeral.withBytes { X25519.publicKey(of: $0) }
    guard let dh = agree(ephemeral, recipient) else { return nil }
    var context = enc
    context.append(recipient)
    guard sender != nil else {
      return Encapsulation(sharedSecret: extractAndExpand(dh, context), enc: enc)
    }
    guard let both = joined(dh, agreement(of: sender, with: recipient, appending: &context)) else { return nil }
    return Encapsulation(sharedSecret: extractAndExpand(both, context), enc: enc)
  }

  /// ```
  /// def Decap(enc, skR):
  ///   pkE = DeserializePublicKey(enc)
  ///   dh = DH(skR, pkE)
  ///   kem_context = concat(enc, pk(skR))
  ///   return ExtractAndExpand(dh, kem_context)
  /// ```
  /// AuthDecap adds `|| DH(skR, pkS)` and `|| pkSm`. Nil where a shared point is all zeros.
  package static func decapsulate(
    _ enc: Span<UInt8>, recipient: Span<UInt8>, recipientPublicKey: Span<UInt8>, sender: [UInt8]? = nil
  ) -> Secret? {
    guard let dh = X25519.sharedSecret(privateKey: recipient, publicKey: enc) else { return nil }
    var context = [UInt8](copying: enc)
    context.append(recipientPublicKey)
    guard let sender else { return extractAndExpand(dh, context) }
    context += sender
    let second = sender.withSpan { X25519.sharedSecret(privateKey: recipient, publicKey: $0) }
    guard let both = joined(dh, second) else { return nil }
    return extractAndExpand(both, context)
  }

  private static func agree(_ privateKey: borrowing Secret, _ publicKey: Span<UInt8>) -> Secret? {
    privateKey.withBytes { X25519.sharedSecret(privateKey: $0, publicKey: publicKey) }
  }

  private static func agreement(
    of sender: borrowing Secret?, with recipient: Span<UInt8>, appending context: inout [UInt8]
  ) -> Secret? {
    switch sender {
    case .none: return nil
    case .some(let key):
      context += key.withBytes { X25519.publicKey(of: $0) }
      return agree(key, recipient)
    }
  }

  private static func joined(_ first: borrowing Secret, _ second: consuming Secret?) -> Secret? {
    guard let second = consume second else { return nil }
    return Secret(count: first.count + second.count) { target in
      first.withBytes { target.copy($0, at: 0) }
      second.withBytes { target.copy($0, at: first.count) }
    }
  }

  /// ```
  /// def ExtractAndExpand(dh, kem_context):
  ///   eae_prk = LabeledExtract("", "eae_prk", dh)
  ///   return LabeledExpand(eae_prk, "shared_secret", kem_context, Nsecret)
  /// ```
  private static func extractAndExpand(_ dh: borrowing Secret, _ context: [UInt8]) -> Secret {
    let prk = HKDFSHA256(pseudorandomKey: dh.withBytes { kdf.extract(label: "eae_prk", ikm: $0) })
    return context.withSpan { kdf.expand(prk, label: "shared_secret", info: $0, count: 32) }
  }
}
