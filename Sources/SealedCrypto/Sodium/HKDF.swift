/// HKDF-SHA256 (RFC 5869); the pseudorandom key is taken in once and expanded many times.
package struct HKDFSHA256: ~Copyable, Sendable {
  /// No salt is the same for all: its compressions are paid once.
  private static let unsalted = HMACSHA256(key: Span())

  private let keyed: HMACSHA256

  /// Takes a pseudorandom key.
  package init(pseudorandomKey: borrowing Secret) {
    keyed = pseudorandomKey.withBytes { HMACSHA256(key: $0) }
  }

  /// HKDF-Extract(salt, IKM), RFC 5869 section 2.2.
  ///
  /// `fill` hands over the input key material in pieces.
  package static func extract(salt: Span<UInt8>, _ fill: (inout HMACSHA256) -> Void) -> Secret {
    var hmac = salt.isEmpty ? HMACSHA256(from: unsalted) : HMACSHA256(key: salt)
    fill(&hmac)
    return Secret(count: HMACSHA256.byteCount) { hmac.finish(into: &$0) }
  }

  /// HKDF-Expand(PRK, info, L), RFC 5869 section 2.3.
  ///
  /// `count` is a constant of the caller, at most 255 * 32; more is a programming error and traps.
  package func expand(info: Span<UInt8>, count: Int) -> Secret {
    precondition(count <= 255 * HMACSHA256.byteCount)
    return Secret(count: count) { target in
      var hmac = HMACSHA256(from: keyed)
      let block = Secret(count: HMACSHA256.byteCount + 1) { block in
        var filled = 0
        var counter: UInt8 = 1
        while filled < count {
          // T(i) = HMAC(PRK, T(i - 1) || info || i)
          if counter > 1 { hmac.update(block.span.extracting(first: HMACSHA256.byteCount)) }
          hmac.update(info)
          block[HMACSHA256.byteCount] = counter
          hmac.update(block.span.extracting(last: 1))
          hmac.finish(into: &block)
          let piece = min(HMACSHA256.byteCount, count - filled)
          target.copy(block.span.extracting(first: piece), at: filled)
          filled += piece
          counter &+= 1
          hmac.restart(from: keyed)
        }
      }
      _ = consume block
    }
  }
}
