/// Every string that goes into a hash or a key, byte for byte (spec/sealed-payload.md, "Registry of constants").
package enum Labels {
  /// HPKE's info: this, a zero byte, the issuer.
  package static let info = Array("sealed-payload v1\0".utf8)

  /// Key identifiers: this, the KEM's number, the public key.
  ///
  /// No final zero byte.
  package static let keyIdentifier = Array("sealed-payload v1 key".utf8)

  /// What a proof signs begins with this and a zero byte.
  package static let proof = Array("sealed-payload v1 proof\0".utf8)

  /// What a passphrase-encrypted key file authenticates begins with this and a zero byte.
  package static let keyFile = Array("sealed-payload v1 key file\0".utf8)

  /// The type of a verdict is this and its reason.
  package static let verdictType = "urn:sealed-payload:"
}
