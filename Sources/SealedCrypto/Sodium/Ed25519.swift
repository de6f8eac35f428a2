internal import CSodium

/// Ed25519 (RFC 8032), verified strictly: canonical S and A, no small-order A or R, no cofactor.
package enum Ed25519 {
  package static let seedByteCount = 32
  package static let publicKeyByteCount = 32
  private static let secretKeyByteCount = 64
  private static let signatureByteCount = 64

  /// A key pair from its 32-byte seed: libsodium's 64-byte secret key, whose last half is the public key.
  package static func secretKey(seed: Span<UInt8>) -> Secret {
    precondition(seed.count == seedByteCount)
    return Secret(count: secretKeyByteCount) { secretKey in
      var publicKey = [UInt8](repeating: 0, count: publicKeyByteCount)
      unsafe secretKey.withPointer { target in
        unsafe seed.withPointer { _ = unsafe crypto_sign_seed_keypair(&publicKey, target, $0) }
      }
    }
  }

  /// Signs `message` with a key that `secretKey(seed:)` made.
  package static func sign(_ message: Span<UInt8>, secretKey: Span<UInt8>) -> [UInt8] {
    precondition(secretKey.count == secretKeyByteCount)
    var signature = [UInt8](repeating: 0, count: signatureByteCount)
    let length = UInt64(message.count)
    unsafe message.withPointer { message in
      unsafe secretKey.withPointer { _ = unsafe crypto_sign_detached(&signature, nil, message, length, $0) }
    }
    return signature
  }

  /// Whether `signature` is `publicKey`'s over `message`, by the bare equation S B = R + h A.
  ///
  /// Some versions of libsodium multiply both sides by the cofactor, and so accept what others refuse. With A and R in the
  /// main subgroup the two equations agree; where the linked one is of that kind, both points are looked at as well.
  package static func verify(_ signature: Span<UInt8>, _ message: Span<UInt8>, publicKey: Span<UInt8>) -> Bool {
    guard signature.count == signatureByteCount, publicKey.count == publicKeyByteCount,
      verifyAsLinked(signature, message, publicKey: publicKey)
    else { return false }
    guard linkedEquationHasCofactor else { return true }
    return isValidPublicKey(publicKey) && isValidPublicKey(signature.extracting(first: publicKeyByteCount))
  }

  private static func verifyAsLinked(
    _ signature: Span<UInt8>, _ message: Span<UInt8>, publicKey: Span<UInt8>
  ) -> Bool {
    let length = UInt64(message.count)
    return unsafe signature.withPointer { signature in
      unsafe message.withPointer { message in
        unsafe publicKey.withPointer { unsafe crypto_sign_verify_detached(signature, message, length, $0) == 0 }
      }
    }
  }

  /// Whether the linked libsodium accepts a signature over nothing whose R has a part of order 2.
  private static let linkedEquationHasCofactor: Bool = {
    Sodium.start()
    let publicKey = Array(
      "4ac04dc78fa064f41d3c20c53591b596bc87fed8cc3dda56439b7ab1a5480e0e".utf8)[...]
    let signature = Array(
      ("16ec565e3ab91ff1523e98939b8339b7c8b7597da69892ac203cc6ec030e2b2e"
        + "3e20a270722dc990d1f9a1a235accbece841878eb39356c673e2128a30412403").utf8)[...]
    guard let publicKey = Text.decodeHex(publicKey.span), let signature = Text.decodeHex(signature.span)
    else { return true }
    return publicKey.withSpan { publicKey in
      signature.withSpan { verifyAsLinked($0, Span(), publicKey: publicKey) }
    }
  }()

  /// Whether the bytes are the canonical encoding of a point of the main subgroup, as every honest signer's key is.
  package static func isValidPublicKey(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count == publicKeyByteCount else { return false }
    return unsafe bytes.withPointer { unsafe crypto_core_ed25519_is_valid_point($0) == 1 }
  }
}
