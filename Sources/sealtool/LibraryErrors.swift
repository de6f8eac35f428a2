internal import SealedCommandLine
internal import SealedPayload

// The library's errors as lines for a user: what failed, what to do.

extension ToolError {
  /// Why nothing was sealed.
  static func sealing(_ error: SealError) -> ToolError {
    switch error {
    case .unavailable(let name):
      .refused(problem: "\(name) is not available here", remedy: "choose another --suite or key")
    case .invalidHead(.contentLength):
      .refused(problem: "content-length is not the length of the body", remedy: "leave the header out, or correct it")
    default: .refused(problem: error.description, remedy: "see 'sealtool help seal'")
    }
  }

  /// Runs a step that seals.
  static func sealing<Value: ~Copyable>(_ step: () throws(SealError) -> Value) throws(ToolError) -> Value {
    do throws(SealError) { return try step() } catch { throw .sealing(error) }
  }

  /// Why a message from `source` was not opened.
  static func opening(_ source: String, _ error: OpenError) -> ToolError {
    .refused(problem: "\(source) was refused: \(error.diagnosis)", remedy: error.cause.remedy)
  }

  /// Runs a step that opens a message from `source`.
  static func opening<Value: ~Copyable>(
    _ source: String, _ step: () throws(OpenError) -> Value
  ) throws(ToolError) -> Value {
    do throws(OpenError) { return try step() } catch { throw .opening(source, error) }
  }

  /// What is wrong with a receipt.
  static func receipt(_ source: String, _ error: ReceiptError) -> ToolError {
    switch error {
    case .malformed:
      .refused(problem: "\(source) is not a receipt", remedy: "name the file that opening a signed message wrote")
    case .unsigned:
      .refused(problem: "\(source) is not signed: there is nothing to show to others", remedy: "leave --receipt out")
    case .forged:
      .refused(problem: "the signature in \(source) is not its signer's", remedy: "trust nothing in it")
    case .bodyMismatch:
      .refused(problem: "the body is not the one that was signed", remedy: "get the right body")
    }
  }
}

extension FormatError {
  /// What the user can do about a message that was refused.
  var remedy: String {
    switch self {
    case .bodyLimit: "raise --limit if it is to be opened all the same"
    case .head(.scheme): "add --allow-http if http is meant"
    case .armor: "get an undamaged copy"
    default: remedy(for: layer)
    }
  }

  private func remedy(for layer: Layer) -> String {
    switch layer {
    case .prelude: "check that it is the right file, of the right version and kind"
    case .key: "use the key that it was sealed to"
    case .commitment: "check --iss, the key or the exchange, or get an undamaged copy"
    case .end: "get the whole message, and nothing else"
    case .limit: "do not open it"
    default: "get an undamaged copy from its sender"
    }
  }
}
