/// A file being read, in pieces or whole.
package struct InputFile: ~Copyable {
  private let descriptor: Descriptor
  private let terminal: Terminal
  private let total: Int?

  /// Where the file was when it was opened, if it can be read again from there.
  private let start: Int?

  /// Takes over an open file; `Files.input` makes these.
  package init(_ descriptor: consuming Descriptor, terminal: Terminal) {
    let status = descriptor.status
    total = status?.kind == .regular ? status?.size : nil
    start = status?.kind == .regular ? descriptor.position : nil
    self.terminal = terminal
    self.descriptor = descriptor
  }

  /// What error messages call it.
  package var name: String { descriptor.name }

  /// Fills the buffer from the file and says how many bytes it got; fewer than fit only at the end of the file.
  package func fill(_ buffer: inout [UInt8]) throws(ToolError) -> Int {
    var span = buffer.mutableSpan
    return try fill(&span)
  }

  /// Reads what is there, waiting only if there is nothing yet, and says how many bytes it got: none at the end.
  package func fillSome(_ buffer: inout [UInt8]) throws(ToolError) -> Int {
    var span = buffer.mutableSpan
    let count = try descriptor.read(into: &span)
    if !descriptor.isTerminal { terminal.advance(by: count, of: total) }
    return count
  }

  /// Whether `rewind` can be called.
  package var canRewind: Bool { start != nil }

  /// Goes back to where reading began.
  package func rewind() throws(ToolError) {
    if let start { try descriptor.seek(to: start) }
  }

  /// Reads all of it, but no more than `limit` bytes; `remedy` is what the user can do about a larger file.
  package func readAll(limit: Int, remedy: String = "use a smaller file") throws(ToolError) -> [UInt8] {
    var bytes: [UInt8] = []
    if let total {
      guard total <= limit else { throw .file(.tooLarge(name, limit: limit, remedy: remedy)) }
      bytes.reserveCapacity(total + 1)
    }
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    while true {
      let count = try fill(&piece)
      guard count <= limit - bytes.count else { throw .file(.tooLarge(name, limit: limit, remedy: remedy)) }
      bytes.append(contentsOf: piece[..<count])
      if count < piece.count { return bytes }
    }
  }

  /// Reads on until `bytes` holds more than `limit` or the file ends; whether it ended.
  package func append(to bytes: inout [UInt8], limit: Int) throws(ToolError) -> Bool {
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    while bytes.count <= limit {
      let count = try fill(&piece)
      bytes.append(copying: piece.span.extracting(first: count))
      if count < piece.count { return true }
    }
    return false
  }

  /// How much is read at once: large enough that system calls do not matter.
  private static let pieceSize = 256 << 10

  private func fill(_ span: inout MutableSpan<UInt8>) throws(ToolError) -> Int {
    var filled = 0
    while filled < span.count {
      let count = try descriptor.read(into: &span, from: filled)
      if count == 0 { break }
      filled += count
      if !descriptor.isTerminal { terminal.advance(by: count, of: total) }
    }
    return filled
  }
}
