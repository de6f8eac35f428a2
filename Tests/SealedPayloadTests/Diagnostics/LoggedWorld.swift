import SealedCrypto
import SealedPayload

/// A message of any kind, and the line that a key log has for it.
struct LoggedLetter {
  let letter: Letter
  let opener: AnyOpener
  let bytes: [UInt8]
  let line: [UInt8]

  init(
    _ world: World, _ kind: MessageKind, _ cipher: Cipher = .chaCha20Poly1305, signed: Bool = false,
    body: [UInt8] = Array("a short body".utf8)
  ) throws {
    (letter, opener) = try world.letter(kind, cipher, signed: signed)
    bytes = try letter.sealed(kind == .verdict ? World.verdict : body)
    let own = kind.isReply ? Array(bytes.prefix(ReplyPrelude.byteCount)) : try Self.prelude(bytes, kind)
    line = KeyLogLine(
      kind: kind, bind: (letter.exchange?.requestPrelude ?? []) + own, session: letter.session.context,
      answering: letter.exchange
    ).bytes()
  }

  private static func prelude(_ bytes: [UInt8], _ kind: MessageKind) throws -> [UInt8] {
    try bytes.withSpan { try Prelude($0, expecting: kind) }.bytes
  }

  /// What the line says.
  var logged: LoggedMessage? { KeyLogReader(line)[commitment] }

  /// What names the message in the log.
  var commitment: [UInt8] {
    Array(bytes[(Self.preludeByteCount(letter.kind))...].prefix(MessageKeys.commitmentByteCount))
  }

  static func preludeByteCount(_ kind: MessageKind) -> Int {
    kind.isReply ? ReplyPrelude.byteCount : Prelude.byteCount(.x25519HKDFSHA256)
  }
}

extension KeyLogReader {
  convenience init(_ text: [UInt8]) {
    let text = text[...]
    self.init(text.span)
  }
}

extension LoggedMessageOpener {
  func open(_ message: [UInt8]) throws(OpenError) -> (message: OpenedMessage, verdict: Verdict?, body: [UInt8]) {
    var body: [UInt8] = []
    let opened = try message.withSpan { (message) throws(OpenError) in try open(message, into: &body) }
    return (opened.message, opened.verdict, body)
  }
}
