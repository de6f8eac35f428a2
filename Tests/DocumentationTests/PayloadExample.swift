import SealedPayload

/// Seals a file to the holder of a key, signed, and opens it again.
func archive(_ file: [UInt8], now: UInt64) throws -> [UInt8] {
  // Who seals has a signing key. Who opens has a private key, under a name that both know.
  let signer = SigningKey()
  let name = try Issuer(name: "archive")
  let key = RecipientKey(try RecipientPrivateKey(), issuer: name)

  let session = try SealingSession(to: key.recipient)
  let fields = [HeaderField("content-type", "application/pdf")]
  let message = try PayloadSealer(
    fields: fields, in: session, timestamp: now, options: SealingOptions(signer: signer)
  ).seal(file)

  let (payload, body) = try PayloadOpener(KeyRing([key])).open(message)
  guard payload.attribution == .signed(signer.publicKey) else { throw Unexpected() }
  return body
}

/// Somebody else signed, or nobody.
struct Unexpected: Error {}
