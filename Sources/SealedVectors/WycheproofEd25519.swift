internal import SealedCrypto

extension WycheproofVectors {
  /// Verification with Ed25519.
  static func ed25519(_ test: Test) throws(VectorError) -> VectorOutcome {
    let key = try test.group.node("publicKey")
    let curve = try key.string("curve")
    guard curve == "edwards25519" else { return .skipped("curve \(curve)") }
    let publicKey = try key.hex("pk")
    let (message, signature) = (try test.node.hex("msg"), try test.node.hex("sig"))
    let accepted = Ed25519.verify(signature.span, message.span, publicKey: publicKey.span)
    return verdict(test, accepted: accepted)
  }
}
