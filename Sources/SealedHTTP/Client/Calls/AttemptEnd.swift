/// How an attempt ended that gave no response.
struct AttemptEnd: Error {
  /// What the API may have done with the message.
  enum Effect: Sendable {
    /// Nothing: none of it left this machine.
    case neverLeft
    /// Nothing, by the API's promise under seal, made soon enough to count.
    case ruledOut
    /// Nobody here knows.
    case unknown
  }

  let failure: ClientFailure
  let effect: Effect

  init(_ failure: ClientFailure, _ effect: Effect) {
    self.failure = failure
    self.effect = effect
  }
}
