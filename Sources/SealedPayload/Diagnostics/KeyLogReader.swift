internal import SealedCrypto

/// The lines of a key log, found by the commitments of their messages.
package final class KeyLogReader: Sendable {
  /// Bytes of a key log at most: some 400,000 messages.
  package static let maximumByteCount = 256 << 20

  private let text: Secret
  private let lines: [[UInt8]: [Range<Int>]]

  /// How many messages the log has lines for.
  package var messageCount: Int { lines.count }

  /// Lines that have the label and can't be read: a program may have ended while it wrote.
  package let damagedLineCount: Int

  /// Looks through the text of a log, whose size the caller has bounded, and keeps a copy of it.
  ///
  /// Lines that begin with anything else than the label are passed over: the log of a TLS library may share the file.
  package init(_ text: Span<UInt8>) {
    var lines: [[UInt8]: [Range<Int>]] = [:]
    var (damaged, start) = (0, 0)
    for end in 0...text.count where end == text.count || text[end] == UInt8(ascii: "\n") {
      defer { start = end + 1 }
      guard Self.hasLabel(text.extracting(start..<end)) else { continue }
      if let commitment = Self.commitment(text.extracting(start..<end)) {
        lines[commitment, default: []].append(start..<end)
      } else {
        damaged += 1
      }
    }
    self.text = Secret(copying: text)
    self.lines = lines
    damagedLineCount = damaged
  }

  /// What the log says of the message with this commitment; both of its ends may have written a line.
  package subscript(_ commitment: [UInt8]) -> LoggedMessage? {
    for range in lines[commitment] ?? [] {
      if let message = text.withBytes({ LoggedMessage($0.extracting(range)) }) { return message }
    }
    return nil
  }

  private static func hasLabel(_ line: Span<UInt8>) -> Bool {
    let label = KeyLogLine.label
    return line.count >= label.count && line.extracting(first: label.count).elementsEqual(label)
  }

  private static func commitment(_ line: Span<UInt8>) -> [UInt8]? {
    guard let fields = KeyLogFields(line), let commitment = fields.hex(1, line),
      commitment.count == MessageKeys.commitmentByteCount
    else { return nil }
    return commitment
  }
}
