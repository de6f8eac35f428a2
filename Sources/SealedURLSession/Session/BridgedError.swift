internal import Foundation
internal import SealedHTTP

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// The client's errors, and `URLError.cancelled` where users of URLSession expect it.
enum BridgedError {
  /// For a request whose response has not begun.
  static func ofRequest(_ error: any Error) -> any Error {
    if isCancelled(error) { return URLError(.cancelled) }
    guard let error = error as? URLError, error.code == .timedOut else { return error }
    return ClientError.outcomeUnknown(.transport(error))
  }

  /// For the body of a response.
  static func ofBody(_ error: any Error) -> any Error {
    if isCancelled(error) { return URLError(.cancelled) }
    guard let error = error as? URLError, error.code == .timedOut else { return error }
    return ClientError.responseIncomplete(.transport(error))
  }

  private static func isCancelled(_ error: any Error) -> Bool {
    if error is CancellationError { return true }
    guard let error = error as? ClientError, case .cancelled = error.failure else { return false }
    return true
  }
}
