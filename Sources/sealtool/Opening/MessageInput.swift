internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// A sealed message being read, piece by piece; armor is taken off on the way, and so is the form of a header's value.
struct MessageInput: ~Copyable {
  private let file: InputFile
  private var armor: ArmorDecoder?
  private var start: [UInt8] = []
  private var hasBegun = false
  private var piece: [UInt8]

  /// Takes over an open file.
  init(_ file: consuming InputFile) {
    self.file = file
    piece = [UInt8](repeating: 0, count: Self.pieceSize)
  }

  private static let pieceSize = 256 << 10

  /// What error messages call it.
  var name: String { file.name }

  /// Appends what comes next to `message`; false at the end.
  mutating func read(into message: inout [UInt8]) throws(ToolError) -> Bool {
    if !hasBegun { try begin() }
    if !start.isEmpty {
      let bytes = start
      start = []
      try take(bytes, into: &message)
      return true
    }
    let count = try file.fillSome(&piece)
    guard count > 0 else {
      if let armor { try decoding { () throws(FormatError) in try armor.finish() } }
      return false
    }
    guard armor != nil else {
      message.append(copying: piece.span.extracting(first: count))
      return true
    }
    try take(Array(piece[..<count]), into: &message)
    return true
  }

  /// Reads on until `message` has at least this many bytes, or the end.
  mutating func read(atLeast count: Int, into message: inout [UInt8]) throws(ToolError) {
    while message.count < count, try read(into: &message) {}
  }

  /// Reads all that is left; `remedy` is what the user can do about more than `limit` bytes.
  mutating func readAll(into message: inout [UInt8], limit: Int, remedy: String) throws(ToolError) {
    while try read(into: &message) {
      guard message.count <= limit else { throw .file(.tooLarge(name, limit: limit, remedy: remedy)) }
    }
  }

  /// Reads until it can be told whether this is armor.
  private mutating func begin() throws(ToolError) {
    hasBegun = true
    var isArmored: Bool?
    while isArmored == nil && start.count <= Self.pieceSize {
      let count = try file.fillSome(&piece)
      if count == 0 { break }
      start += piece[..<count]
      isArmored = start.withSpan { Armor.isArmored($0) }
    }
    if isArmored == true { armor = ArmorDecoder() }
    if isArmored == false, start.first(where: { !Self.isWhiteSpace($0) }) == UInt8(ascii: ":") { try readHeader() }
  }

  /// Reads the value of a `Sealed-Payload` header, as it is copied from a log or a browser.
  private mutating func readHeader() throws(ToolError) {
    while start.count <= Self.headerLimit {
      let count = try file.fillSome(&piece)
      if count == 0 { break }
      start += piece[..<count]
    }
    let value = start.drop(while: Self.isWhiteSpace).reversed().drop(while: Self.isWhiteSpace).reversed()
    guard let message = HeaderCarrier.decode(Array(value)) else {
      throw .refused(
        problem: "\(name) begins like the value of a Sealed-Payload header, and is none",
        remedy: "copy all of it, with both colons")
    }
    start = message
  }

  /// What a header's value may take, with white space around it.
  private static let headerLimit = 2 * HeaderCarrier.maximumByteCount

  private static func isWhiteSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0D, 0x0A].contains(byte) }

  private mutating func take(_ bytes: [UInt8], into message: inout [UInt8]) throws(ToolError) {
    guard armor != nil else {
      message += bytes
      return
    }
    do throws(FormatError) {
      try bytes.withSpan { (bytes) throws(FormatError) in try armor?.read(bytes, into: &message) }
    } catch {
      throw .opening(name, OpenError(error))
    }
  }

  private func decoding(_ step: () throws(FormatError) -> Void) throws(ToolError) {
    do throws(FormatError) { try step() } catch { throw .opening(name, OpenError(error)) }
  }
}
