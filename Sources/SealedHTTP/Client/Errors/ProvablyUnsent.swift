/// An error of a transport that knows whether any of the request left this machine.
///
/// A transport whose connection was refused says `wasSent == false`; then the caller hears `notSent`. When in doubt it was sent.
public protocol ProvablyUnsent: Error {
  /// Whether any byte of the request may have left.
  var wasSent: Bool { get }
}
