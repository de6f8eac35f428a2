/// Why a server can't be made from what it was given.
@nonexhaustive
public enum ServerSetupError: Error, Sendable, Hashable {
  /// A route asks for a signer, and nobody knows the clients.
  case clientsMissing
}

extension ServerSetupError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .clientsMissing: "a route needs a signer; give a ClientRegistry, or another ClientDirectory"
    }
  }
}
