import SealedCrypto
import SealedPayload
import SealedTesting

/// A key configuration as text, for what no signer would sign.
enum Handwritten {
  static func configuration(
    _ keys: SampleKeys, at now: UInt64, life: UInt64 = 60, _ change: (String) -> String = { $0 }
  ) throws -> [UInt8] {
    let key = keys.recipientKey.recipient.publicKey
    let json = """
      {"iss":"\(keys.issuer)","iat":\(now),"exp":\(now + life),"keys":[{"kid":"\(key.identifier)","kem":32,\
      "public_key":"\(key.description.dropFirst("x25519:".count))","nbf":\(now),"exp":\(now + life),\
      "suites":[{"kdf":1,"aead":3}]}]}
      """
    let header = encode("{\"alg\":\"EdDSA\",\"typ\":\"sealed-payload-keys+jwt\"}")
    let signed = header + [UInt8(ascii: ".")] + encode(change(json))
    return signed + [UInt8(ascii: ".")] + keys.identity.sign(signed).withSpan { Text.base64($0, .url) }
  }

  private static func encode(_ text: String) -> [UInt8] {
    Array(text.utf8).withSpan { Text.base64($0, .url) }
  }
}
