internal import SealedCrypto

extension WycheproofVectors {
  /// X25519 as the library has it: "acceptable" tests count as valid, but for shared secrets of zeros, which it refuses.
  static func x25519(_ test: Test) throws(VectorError) -> VectorOutcome {
    let curve = try test.group.string("curve")
    guard curve == "curve25519" else { return .skipped("curve \(curve)") }
    let (privateKey, publicKey) = (try test.node.hex("private"), try test.node.hex("public"))
    guard privateKey.count == X25519.byteCount else { return .skipped("private key of \(privateKey.count * 8) bits") }
    let expected = try test.node.hex("shared")
    let shared = X25519.sharedSecret(privateKey: privateKey.span, publicKey: publicKey.span)
    let isZero = expected.allSatisfy { $0 == 0 }
    guard let shared else { return isZero ? .passed : verdict(test, accepted: false) }
    guard !isZero else { return .failed("accepted a shared secret of zeros") }
    guard test.result != .invalid else { return verdict(test, accepted: true) }
    guard shared.withBytes({ $0.elementsEqual([UInt8](expected)) }) else { return .failed("shared secret differs") }
    return .passed
  }
}
