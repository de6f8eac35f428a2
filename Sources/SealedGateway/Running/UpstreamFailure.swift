public import SealedHTTP

extension UpstreamError: TransportFailure {
  /// Whether waiting for the server took too long.
  public var isTimeout: Bool { if case .timedOut = self { true } else { false } }
}
