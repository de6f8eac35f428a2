/// What an application throws to refuse a request in the server's name: the client gets a verdict, not a response.
///
/// Ordinary refusals (not found, not valid, not allowed) are responses. This is for what happens around an application, such as
/// a gateway that can't reach the API behind it.
public struct HandlerRefusal: Error, Sendable, Hashable {
  /// Lower-case letters and hyphens, at most 64, such as `bad-gateway`.
  public let reason: String

  /// The status, 400 to 599.
  public let status: Int

  /// Whether nothing was done and nothing will be: then even a payment may be sent again.
  public let isCertainlyUnprocessed: Bool

  /// What happened, for the log of this machine alone.
  ///
  /// No peer is told. It must not have anything of a message.
  public let diagnosis: String?

  /// Makes a refusal; it promises nothing unless told.
  public init(reason: String, status: Int, isCertainlyUnprocessed: Bool = false, diagnosis: String? = nil) {
    self.reason = reason
    self.status = status
    self.isCertainlyUnprocessed = isCertainlyUnprocessed
    self.diagnosis = diagnosis
  }
}
