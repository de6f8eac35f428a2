internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// A sealed message being written, as it is or armored.
///
/// Standard output gets it piece by piece: a message without its end is refused by every reader.
struct MessageOutput: ~Copyable {
  private var file: OutputFile
  private var armor: ArmorEncoder?

  /// Opens the output.
  init(_ path: String?, armored: Bool, files: Files) throws(ToolError) {
    file = try files.output(path, armored ? .text : .binary, release: .streaming)
    armor = armored ? ArmorEncoder() : nil
  }

  /// Writes a piece of the message.
  mutating func write(_ piece: Span<UInt8>) throws(ToolError) {
    guard armor != nil else { return try file.write(piece) }
    var text: [UInt8] = []
    armor?.write(piece, into: &text)
    try file.write(text.span)
  }

  /// Ends the message.
  consuming func commit() throws(ToolError) {
    var text: [UInt8] = []
    armor?.finish(into: &text)
    if !text.isEmpty { try file.write(text.span) }
    try file.commit()
  }
}
