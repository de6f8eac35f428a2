#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
internal import SealedCrypto
package import SealedPayload

/// Why there is no passphrase.
package enum PassphraseError: Error, Equatable {
  /// It is needed, and there is no terminal to ask on.
  case needed(String)

  /// It has no characters.
  case empty(String)

  /// It is longer than any passphrase has to be.
  case tooLong(String)

  /// What failed, in one line.
  package var problem: String {
    switch self {
    case .needed(let subject): "\(subject) needs a passphrase, and there is no terminal to ask on"
    case .empty(let source): "the passphrase from \(source) is empty"
    case .tooLong(let source): "the passphrase from \(source) is longer than \(PassphraseSource.capacity - 1) bytes"
    }
  }

  /// What the user can do about it.
  package var remedy: String {
    switch self {
    case .needed: "use --passphrase-file FILE"
    case .empty, .tooLong: "give another one"
    }
  }
}

/// Where passphrases come from: the first line of a file, or the terminal.
package enum PassphraseSource {
  /// More than anyone types; one byte of it tells a line that fits from one that does not.
  package static let capacity = 1025

  /// Takes the first line of an open file, without the line end.
  package static func line(of descriptor: borrowing Descriptor) throws(ToolError) -> Passphrase {
    var bytes = [UInt8](repeating: 0, count: capacity)
    defer { bytes.erase() }
    var (count, isWhole) = (0, false)
    while !isWhole {
      guard count < capacity else { throw .passphrase(.tooLong(descriptor.name)) }
      let start = count
      let got = try bytes.withMutableSpan { (span) throws(ToolError) in try descriptor.read(into: &span, from: start) }
      count += got
      isWhole = got == 0
      if let end = bytes[..<count].firstIndex(of: UInt8(ascii: "\n")) {
        count = end > 0 && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
        isWhole = true
      }
    }
    guard count > 0 else { throw .passphrase(.empty(descriptor.name)) }
    return bytes.withSpan { Passphrase(copying: $0.extracting(first: count)) }
  }

  /// Asks on the terminal, without echo; `subject` is what needs the passphrase.
  package static func ask(for subject: String, on path: String = "/dev/tty") throws(ToolError) -> Passphrase {
    let number = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard number >= 0 else { throw .passphrase(.needed(subject)) }
    defer { _ = close(number) }
    let screen = Descriptor(borrowing: number, name: "the terminal")
    let echo = stopEcho(number)
    defer { if let echo { restoreEcho(echo) } }
    try screen.write(Array("Passphrase for \(EscapedText.line(subject)): ".utf8).span)
    let passphrase = try line(of: screen)
    try screen.write([0x0A].span)
    return passphrase
  }

  private static func stopEcho(_ number: Int32) -> Interruption.SilencedTerminal? {
    var settings = termios()
    guard unsafe tcgetattr(number, &settings) == 0 else { return nil }
    let before = Interruption.SilencedTerminal(number: number, settings: settings)
    Interruption.silence(before)
    settings.c_lflag &= ~tcflag_t(ECHO)
    _ = unsafe tcsetattr(number, TCSAFLUSH, &settings)
    return before
  }

  private static func restoreEcho(_ terminal: Interruption.SilencedTerminal) {
    var settings = terminal.settings
    _ = unsafe tcsetattr(terminal.number, TCSAFLUSH, &settings)
    Interruption.silence(nil)
  }
}
