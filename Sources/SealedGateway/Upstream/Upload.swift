internal import SealedHTTP

/// Reads a request's body while it is sent, and holds it to its length.
struct Upload: Sendable {
  private let body: MessageBody
  private let framing: RequestFraming
  private let outbox: BodyOutbox
  private let wake: @Sendable () -> Void

  init(of body: MessageBody, framing: RequestFraming, to outbox: BodyOutbox, wake: @escaping @Sendable () -> Void) {
    (self.body, self.framing, self.outbox, self.wake) = (body, framing, outbox, wake)
  }

  /// Reads to the end, or until the exchange is over.
  func run() async {
    do {
      let stream = try body.open()
      try await withTaskCancellationHandler {
        try await copy(stream)
      } onCancel: {
        stream.cancel()
      }
      outbox.finish()
    } catch {
      outbox.finish(error)
    }
    wake()
  }

  private func copy(_ stream: any BodyStream) async throws {
    var rest = if case .length(let length) = framing { length } else { Int.max }
    while let piece = try await stream.next() {
      guard piece.count <= rest else { throw tooLong(stream) }
      if framing != .chunked {
        rest -= piece.count
        // The last piece is held until the stream has ended: a request that is too long must not look complete.
        if rest == 0, try await stream.next() != nil { throw tooLong(stream) }
      }
      if outbox.put(piece) { wake() }
      guard await outbox.room() else { return stream.cancel() }
      if rest == 0 { return }
    }
    guard framing == .chunked else { throw BodyLengthError.tooShort }
  }

  private func tooLong(_ stream: any BodyStream) -> BodyLengthError {
    stream.cancel()
    return .tooLong
  }
}
