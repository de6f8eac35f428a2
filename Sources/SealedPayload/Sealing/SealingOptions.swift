/// How a message is sealed; the defaults are the safe choice.
public struct SealingOptions: Sendable {
  /// Who signs; nobody unless told.
  public var signer: SigningKey?

  /// How lengths are hidden.
  public var padding: Padding

  /// Whether large bodies may use all cores.
  public var usesAllCores: Bool

  /// Whether a request's scheme may be `http`: for local work.
  public var allowsPlainHTTP: Bool

  /// Makes options.
  public init(
    signer: SigningKey? = nil, padding: Padding = .standard, usesAllCores: Bool = true, allowsPlainHTTP: Bool = false
  ) {
    self.signer = signer
    self.padding = padding
    self.usesAllCores = usesAllCores
    self.allowsPlainHTTP = allowsPlainHTTP
  }
}
