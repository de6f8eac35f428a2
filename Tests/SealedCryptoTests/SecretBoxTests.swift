import SealedCrypto
import Testing

@Suite("XChaCha20-Poly1305: draft-irtf-cfrg-xchacha appendix A.3.1")
struct SecretBoxTests {
  let key = hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")
  let nonce = hex("404142434445464748494a4b4c4d4e4f5051525354555657")
  let aad = hex("50515253c0c1c2c3c4c5c6c7")
  let plaintext = ascii(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen "
      + "would be it.")
  let sealed = hex(
    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
      + "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
      + "21f9664c97637da9768812f615c68b13b52e c0875924c1c7987947deafd8780acf49")

  private func open(
    _ sealed: ArraySlice<UInt8>, _ aad: ArraySlice<UInt8>, _ nonce: ArraySlice<UInt8>, _ key: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    bytesIfAny(SecretBox.open(sealed.span, authenticating: aad.span, nonce: nonce.span, key: key.span))
  }

  @Test func knownAnswer() {
    let made = SecretBox.seal(plaintext.span, authenticating: aad.span, nonce: nonce.span, key: key.span)
    #expect(made[...] == sealed)
    #expect(open(sealed, aad, nonce, key) == plaintext)
  }

  @Test("A change of any byte of what is sealed, aad, nonce or key is refused")
  func changes() {
    let whole = sealed + aad + nonce + key
    let starts = [sealed.count, sealed.count + aad.count, sealed.count + aad.count + nonce.count]
    for index in whole.indices {
      var changed = whole
      changed[index] ^= 1
      let (sealed, aad) = (changed[..<starts[0]], changed[starts[0]..<starts[1]])
      let (nonce, key) = (changed[starts[1]..<starts[2]], changed[starts[2]...])
      #expect(open(sealed, aad, nonce, key) == nil, "byte \(index)")
    }
  }

  @Test("Other lengths are refused")
  func lengths() {
    let short = sealed.prefix(15)
    #expect(open(short, aad, nonce, key) == nil)
    let shortNonce = nonce.dropLast()
    #expect(open(sealed, aad, shortNonce, key) == nil)
    let shortKey = key.dropLast()
    #expect(open(sealed, aad, nonce, shortKey) == nil)
  }
}
