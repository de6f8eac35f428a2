/// How much a message's lengths give away (spec/sealed-payload.md, "Padding").
///
/// Openers accept any.
public enum Padding: Sendable, Hashable {
  /// Heads, proofs and streamed records to multiples of 128 bytes; whole bodies by Padmé, which leaks their size to
  /// within 12 % at most.
  case standard
  /// Every record to a multiple of this many bytes, 1 to 65,536.
  case multiple(of: Int)
  /// No padding: everyone on the way learns the exact length of the body and of each streamed piece.
  case noneRevealingExactLengths

  static let granularity = 128

  var isValid: Bool {
    switch self {
    case .standard, .noneRevealingExactLengths: true
    case .multiple(let unit): (1...FormatLimits.plaintext).contains(unit)
    }
  }

  /// The plaintext length of a head, a proof or a streamed record with this much content.
  func plaintextCount(content: Int) -> Int {
    switch self {
    case .standard: Self.rounded(content + 1, to: Self.granularity)
    case .multiple(let unit): Self.rounded(content + 1, to: unit)
    case .noneRevealingExactLengths: content + 1
    }
  }

  /// The plaintext length of the last record of a whole body of `body` bytes, of which it holds `content`.
  func endPlaintextCount(content: Int, body: Int) -> Int {
    guard case .standard = self else { return plaintextCount(content: content) }
    return min(content + 1 + Self.padme(body + 1) - (body + 1), FormatLimits.plaintext)
  }

  private static func rounded(_ count: Int, to unit: Int) -> Int {
    min((count + unit - 1) / unit * unit, FormatLimits.plaintext)
  }

  /// Padmé: the lowest bits of a length are rounded up, so that its class takes O(log log) bits to tell.
  static func padme(_ count: Int) -> Int {
    guard count >= 2 else { return count }
    let exponent = Int.bitWidth - 1 - count.leadingZeroBitCount
    let significant = Int.bitWidth - exponent.leadingZeroBitCount
    let mask = (1 << (exponent - significant)) - 1
    return (count + mask) & ~mask
  }
}
