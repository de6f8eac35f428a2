package import SealedCrypto

/// What the messages of one session share: the HPKE context, and whom it was agreed with.
package final class SessionContext: Sendable {
  package let exporter: ExporterContext
  package let aead: AEAD
  package let recipient: Recipient

  /// ctx = HPKE base mode with info = "sealed-payload v1" 0x00 || iss.
  package init(suite: HPKE.Suite, aead: AEAD, recipient: Recipient, sharedSecret: borrowing Secret) {
    let schedule = recipient.issuer.info.withSpan { KeySchedule(suite, sharedSecret: sharedSecret, info: $0) }
    exporter = schedule.exporter()
    self.aead = aead
    self.recipient = recipient
  }

  /// A session whose exporter secret was kept in an exchange.
  package init(restoring exporterSecret: consuming Secret, aead: AEAD, recipient: Recipient) {
    let suite = HPKE.Suite(kem: recipient.publicKey.keyExchange.kem, aead: aead.rawValue)
    exporter = ExporterContext(suite, exporterSecret: exporterSecret)
    self.aead = aead
    self.recipient = recipient
  }

  /// The keys of the message with this `bind`.
  func keys(bind: [UInt8]) throws(FormatError) -> MessageKeys {
    guard let keys = MessageKeys(exporter, bind: bind, aead: aead) else { throw .unavailable(.aes256GCM) }
    return keys
  }
}
