import SealedPayload

/// Seals a body that comes in pieces, and opens what arrives in pieces of other sizes.
func stream(_ pieces: [[UInt8]], in session: SealingSession, for key: RecipientKey, now: UInt64) throws -> [UInt8] {
  var message: [UInt8] = []
  var sealer = try PayloadSealer(in: session, timestamp: now).stream(into: &message)
  for piece in pieces {
    sealer.write(piece, into: &message)
    sealer.flush(into: &message)  // What was written can be opened from here on.
  }
  try sealer.finish(into: &message)

  var opener = PayloadOpener(try KeyRing([key])).stream()
  var body: [UInt8] = []
  for start in stride(from: 0, to: message.count, by: 1000) {
    let arrived = message[start..<min(start + 1000, message.count)]
    try opener.receive(arrived.span, into: &body)  // Authentic so far; not yet known to be complete.
  }
  _ = try opener.finish()  // Fails if the end is missing.
  return body
}
