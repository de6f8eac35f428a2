extension SealedServer {
  /// Runs the steps up to the head; if they take too long, the source of the message is cancelled, and they fail.
  func withHeadTimeout(_ carrier: Carrier, _ body: () async throws(Hint) -> Void) async throws(Hint) {
    if case .whole = carrier.message.source { return try await body() }
    let (time, limit) = (time, Duration.seconds(options.limits.headSeconds))
    let timeout = Task {
      try await time.sleep(for: limit)
      carrier.message.cancel()
    }
    defer { timeout.cancel() }
    try await body()
  }
}
