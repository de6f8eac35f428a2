import SealedPayload

extension Letter {
  /// Begins a message whose body follows piece by piece.
  func streamed(into output: inout [UInt8]) throws -> BodySealer {
    switch kind {
    case .payload: return try payload().stream(into: &output)
    case .request: return try request().stream(into: &output).takeBody()
    case .response, .verdict: return try response().stream(into: &output)
    }
  }
}

extension StreamedRequest {
  fileprivate consuming func takeBody() -> BodySealer { body }
}
