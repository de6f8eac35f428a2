internal import SealedCrypto

/// The text form of sealed messages (spec/sealed-payload.md, "Armor").
///
///     armor = *ws begin eol *( full eol ) [ last eol ] end *ws
package enum Armor {
  static let begin = Array("-----BEGIN SEALED PAYLOAD-----".utf8)
  static let end = Array("-----END SEALED PAYLOAD-----".utf8)

  /// Characters of every line but the last, and the bytes that they stand for.
  static let lineCharacters = 64
  static let lineBytes = 48

  /// Whether a message is armored, told by its first byte that is not white space; nil while there is none.
  package static func isArmored(_ start: Span<UInt8>) -> Bool? {
    for index in 0..<start.count where !isWhiteSpace(start[index]) { return start[index] == begin[0] }
    return nil
  }

  fileprivate static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
  }
}

/// Writes armor from pieces of any size.
package struct ArmorEncoder: Sendable {
  private var pending: [UInt8] = []
  private var hasBegun = false

  /// Starts a block.
  package init() {}

  /// Takes a piece of the message and appends the lines that are full by then.
  package mutating func write(_ piece: Span<UInt8>, into text: inout [UInt8]) {
    begin(&text)
    var rest = piece
    while pending.count + rest.count >= Armor.lineBytes {
      let taken = Armor.lineBytes - pending.count
      pending.append(rest.extracting(first: taken))
      line(&text)
      rest = rest.extracting(droppingFirst: taken)
    }
    pending.append(rest)
  }

  /// Appends the last line and the end.
  package mutating func finish(into text: inout [UInt8]) {
    begin(&text)
    if !pending.isEmpty { line(&text) }
    text += Armor.end
    text.append(0x0A)
  }

  private mutating func begin(_ text: inout [UInt8]) {
    guard !hasBegun else { return }
    hasBegun = true
    text += Armor.begin
    text.append(0x0A)
  }

  private mutating func line(_ text: inout [UInt8]) {
    text += pending.withSpan { Text.base64($0, .padded) }
    text.append(0x0A)
    pending.removeAll(keepingCapacity: true)
  }
}

/// Reads armor from pieces of any size, and refuses everything that `ArmorEncoder` would not have written but for the
/// kind of line ends and white space around the block.
package struct ArmorDecoder: Sendable {
  private enum Step { case before, begin, lines, after }

  private var step = Step.before
  private var line: [UInt8] = []
  private var hadLastLine = false

  /// Starts before the block.
  package init() {}

  /// Takes a piece of the text and appends what its lines stand for.
  package mutating func read(_ piece: Span<UInt8>, into message: inout [UInt8]) throws(FormatError) {
    for index in 0..<piece.count { try take(piece[index], &message) }
  }

  /// Says that no more text follows.
  package func finish() throws(FormatError) {
    guard step == .after else { throw .armor }
  }

  private mutating func take(_ byte: UInt8, _ message: inout [UInt8]) throws(FormatError) {
    switch step {
    case .before where Armor.isWhiteSpace(byte): break
    case .before:
      step = .begin
      try take(byte, &message)
    case .begin, .lines:
      if byte == 0x0A { return try endLine(&message) }
      guard line.count <= Armor.lineCharacters else { throw .armor }
      line.append(byte)
      // No line of base64 is equal to it.
      if step == .lines && line == Armor.end { step = .after }
    case .after:
      guard Armor.isWhiteSpace(byte) else { throw .armor }
    }
  }

  private mutating func endLine(_ message: inout [UInt8]) throws(FormatError) {
    if line.last == 0x0D { line.removeLast() }
    defer { line.removeAll(keepingCapacity: true) }
    if step == .begin {
      guard line == Armor.begin else { throw .armor }
      step = .lines
      return
    }
    guard !hadLastLine, !line.isEmpty, line.count <= Armor.lineCharacters,
      let bytes = line.withSpan({ Text.decodeBase64($0, .padded) })
    else { throw .armor }
    hadLastLine = bytes.count < Armor.lineBytes
    message += bytes
  }
}
