/// How messages are opened; the defaults are the safe choice.
public struct OpeningOptions: Sendable {
  /// What is accepted at most.
  public var limits: OpeningLimits

  /// Whether large bodies may use all cores.
  public var usesAllCores: Bool

  /// Whether a request's scheme may be `http`: for local work.
  public var allowsPlainHTTP: Bool

  /// Makes options.
  public init(limits: OpeningLimits = .init(), usesAllCores: Bool = true, allowsPlainHTTP: Bool = false) {
    self.limits = limits
    self.usesAllCores = usesAllCores
    self.allowsPlainHTTP = allowsPlainHTTP
  }

  var rules: HeadRules { HeadRules(allowsPlainHTTP: allowsPlainHTTP) }
}
