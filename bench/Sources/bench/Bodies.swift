import SealedPayload

/// Large messages: what sealing and opening a body cost, with buffers that are reused.
final class Bodies {
  private let session: SealingSession
  private let opener: PayloadOpener
  private let options: SealingOptions
  private var body: [UInt8]
  private var (sealed, opened) = ([UInt8](), [UInt8]())

  init(_ cipher: Cipher, size: Int, usesAllCores: Bool, padding: Padding = .standard) throws {
    let key = RecipientKey(try RecipientPrivateKey(), issuer: .unnamed)
    session = try SealingSession(to: key.recipient, cipher: cipher)
    opener = PayloadOpener(
      try KeyRing([key]), options: OpeningOptions(limits: OpeningLimits(body: .max), usesAllCores: usesAllCores))
    options = SealingOptions(padding: padding, usesAllCores: usesAllCores)
    body = [UInt8](repeating: 1, count: size)
    try seal()
  }

  func seal() throws {
    try PayloadSealer(in: session, timestamp: 1_700_000_000, options: options).seal(body, into: &sealed)
  }

  func sealLending() throws {
    try PayloadSealer(in: session, timestamp: 1_700_000_000, options: options).seal(lending: &body, into: &sealed)
  }

  func open() throws {
    _ = try opener.open(sealed, into: &opened)
    precondition(opened.count == body.count)
  }
}
