import SealedHTTP
import SealedPayload
import SealedTesting

/// A key configuration with any of its members changed.
struct ConfigurationDraft {
  var issuer: Issuer
  var issuedAt = ClientScene.now
  var life: UInt64 = 3_600
  var keys: [KeyConfiguration.Key] = []
  var nextIdentity: VerifyingKey?
  var identity: SigningKey

  func key(_ recipient: Recipient, _ validity: Range<UInt64>? = nil) -> KeyConfiguration.Key {
    KeyConfiguration.Key(
      recipient, validity: validity ?? (issuedAt - 60)..<(issuedAt + life), ciphers: [.chaCha20Poly1305])
  }
}

extension ClientScene {
  func configuration(_ change: (inout ConfigurationDraft) throws -> Void = { _ in }) throws -> [UInt8] {
    var draft = ConfigurationDraft(issuer: keys.issuer, identity: keys.identity)
    draft.keys = [draft.key(keys.recipientKey.recipient)]
    try change(&draft)
    return try KeyConfiguration(
      issuer: draft.issuer, issuedAt: draft.issuedAt, expiry: draft.issuedAt + draft.life, keys: draft.keys,
      responseKeys: [keys.responseSigner.publicKey], nextIdentity: draft.nextIdentity
    ).signed(by: draft.identity)
  }

  /// A date field; times of the hour of 1,700,000,000 alone.
  func date(_ seconds: UInt64) -> HeaderField {
    // 1,700,000,000 is 22:13:20.
    let ofDay = Int(seconds) - 1_700_000_000 + 22 * 3_600 + 13 * 60 + 20
    let parts = [ofDay / 3_600, ofDay / 60 % 60, ofDay % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return HeaderField("date", "Tue, 14 Nov 2023 \(parts.joined(separator: ":")) GMT")
  }
}
