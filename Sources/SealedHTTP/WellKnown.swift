/// Names of the HTTP binding (spec/sealed-payload.md, sections 21 and 23).
package enum WellKnown {
  /// The media type of sealed messages.
  package static let mediaType = "application/sealed-payload"
  /// The media type of refusals (RFC 9457).
  package static let problemType = "application/problem+json"
  /// The field that carries a request without content.
  package static let carrierField = "sealed-payload"
  /// The same as `Vary` names it.
  package static let carrierFieldTitle = "Sealed-Payload"
  /// Where an API publishes its keys.
  package static let keysPath = "/.well-known/sealed-payload-keys"
  /// The media type of what it publishes there.
  package static let keysMediaType = "application/sealed-payload-keys+jwt"
  /// What a client asks for the time.
  package static let timePath = "/.well-known/sealed-payload-time"
  /// What the type of a refusal begins with.
  package static let reasonPrefix = "urn:sealed-payload:"
}
