/// The numbers of clients (spec/sealed-payload.md, "Limits"), in seconds unless they say otherwise.
package enum ClientLimits {
  /// Life of a session.
  package static let sessionSeconds: UInt64 = 600
  /// Messages of a session.
  package static let sessionMessages = 10_000
  /// Sessions that are kept at a time; beyond, the oldest is dropped.
  package static let sessions = 1_000
  /// How long after sealing a verdict's promise counts.
  package static let resendWithin: UInt64 = 60
  /// Between two fetches of the configuration that an unsealed answer caused.
  package static let refetchInterval: UInt64 = 30
  /// Between two fetches ahead of expiry, of which the first failed.
  package static let refreshInterval: UInt64 = 30
  /// How long fetching the configuration may take.
  package static let fetchTimeout: UInt64 = 10
  /// From which difference of clocks on the API is asked for the time.
  package static let clockOffset: UInt64 = 5
  /// Bytes of an unsealed answer that are looked at.
  package static let hint = 65_536
  /// Bytes of the API's answer to the question for the time.
  package static let timeAnswer = 1_024
}
