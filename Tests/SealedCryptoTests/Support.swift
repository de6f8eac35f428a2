import SealedCrypto

/// Bytes written as hex; spaces may group them.
///
/// A slice, because its span needs no newer system than the package does.
func hex(_ text: String) -> ArraySlice<UInt8> {
  let digits = Array(text.utf8.filter { $0 != UInt8(ascii: " ") })
  guard let bytes = digits.withSpan({ Text.decodeHex($0) }) else { preconditionFailure("not hex: \(text)") }
  return bytes[...]
}

func ascii(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

func repeated(_ byte: UInt8, _ count: Int) -> ArraySlice<UInt8> { [UInt8](repeating: byte, count: count)[...] }

/// The bytes of a secret, for comparison with published values.
func bytes(_ secret: borrowing Secret) -> ArraySlice<UInt8> { secret.withBytes { [UInt8](copying: $0)[...] } }

/// The bytes of a secret, or nil where there is none.
func bytesIfAny(_ secret: consuming Secret?) -> ArraySlice<UInt8>? {
  guard let secret = consume secret else { return nil }
  return bytes(secret)
}

/// Both as bytes, or nil where there is none.
func bytesIfAny(_ encapsulation: consuming Encapsulation?) -> (enc: ArraySlice<UInt8>, shared: ArraySlice<UInt8>)? {
  guard let encapsulation = consume encapsulation else { return nil }
  return (encapsulation.enc[...], bytes(encapsulation.sharedSecret))
}

func secret(_ bytes: ArraySlice<UInt8>) -> Secret { Secret(copying: bytes.span) }

/// Points whose multiples are of order 8 or less, with the non-canonical encodings of some.
let lowOrderPoints: [String] = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]
