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

extension PayloadStream {
  mutating func take(_ bytes: ArraySlice<UInt8>, into body: inout [UInt8]) throws(OpenError) {
    try receive(bytes.span, into: &body)
  }
}

extension RequestStream {
  mutating func take(_ bytes: ArraySlice<UInt8>, into body: inout [UInt8]) throws(OpenError) {
    try receive(bytes.span, into: &body)
  }

  /// What finishing fails with, if it does.
  consuming func endError() -> OpenError? {
    do throws(OpenError) { _ = try finish() } catch { return error }
    return nil
  }

  mutating func takeHead(_ bytes: ArraySlice<UInt8>, into body: inout [UInt8]) throws(OpenError) -> Int {
    try receiveHead(bytes.span, into: &body)
  }
}

extension ResponseStream {
  mutating func take(_ bytes: ArraySlice<UInt8>, into body: inout [UInt8]) throws(OpenError) {
    try receive(bytes.span, into: &body)
  }

  /// What finishing fails with, if it does.
  consuming func endError() -> OpenError? {
    do throws(OpenError) { _ = try finish() } catch { return error }
    return nil
  }
}
