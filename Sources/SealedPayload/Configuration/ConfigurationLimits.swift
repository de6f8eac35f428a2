/// The numbers of key configurations (spec/sealed-payload.md, "Limits").
package enum ConfigurationLimits {
  /// Bytes of the JWS.
  package static let byteCount = 65_536
  /// Seconds between `iat` and `exp`.
  package static let life: UInt64 = 86_400
  /// Seconds by which `iat` may lie in the future.
  package static let future: UInt64 = 300
}
