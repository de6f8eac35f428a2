import CMicrohttpd

/// Whether the lines of a head follow each other with nothing between them but CR and LF.
///
/// The library's parser (0.9) takes bare LF for the end of a line, folded lines, and values that NUL cuts off, and doesn't tell. But its
/// names and values lie in memory where they were received, so a line that ended otherwise, or is not among the fields, leaves a gap
/// of another size. Only addresses are compared; nothing is read. From 1.0 on the parser is strict by itself.
struct HeadLayout {
  /// Whether the library lays out heads like this.
  static let isKnown = unsafe MHD_get_version().map { unsafe String(cString: $0).hasPrefix("0.9.") } ?? false

  /// Where the next line has to start.
  private var next: UInt
  var isContinuous: Bool

  init(method: UnsafePointer<CChar>, line: RequestLine, version: UnsafePointer<CChar>) {
    let versionStart = UInt(bitPattern: version)
    // One space after the method, one after the target.
    let methodEnd = unsafe UInt(bitPattern: method) + UInt(CStrings.length(method))
    isContinuous = methodEnd + 1 == line.address && line.address + UInt(line.target.count) + 1 == versionStart
    next = unsafe versionStart + UInt(CStrings.length(version)) + 2
  }

  /// Takes the addresses of a field.
  mutating func take(name: UInt, value: UInt, size: UInt) {
    if name != next { isContinuous = false }
    next = value &+ size &+ 2
  }

  /// Whether the empty line follows, and the head ends after it.
  func ends(at end: UInt) -> Bool { isContinuous && next &+ 2 == end }
}
