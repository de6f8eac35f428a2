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
    let blocks = (count + HMACSHA256.byteCount - 1) / HMACSHA256.byteCount
    return Secret(count: count, capacity: blocks * HMACSHA256.byteCount) { target in
      var hmac = HMACSHA256(from: keyed)
      var counter = [UInt8](repeating: 0, count: 1)
      for block in 0..<blocks {
        // T(i) = HMAC(PRK, T(i - 1) || info || i)
        let start = block * HMACSHA256.byteCount
        if block > 0 {
          hmac.restart(from: keyed)
          hmac.update(target.span.extracting(start - HMACSHA256.byteCount..<start))
        }
        hmac.update(info)
        counter[0] = UInt8(block + 1)
        counter.withSpan { hmac.update($0) }
        target.withSubspan(start..<start + HMACSHA256.byteCount) { hmac.finish(into: &$0) }
      }
    }
  }
}
