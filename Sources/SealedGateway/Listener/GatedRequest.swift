import SealedPayload

/// The head of a request that can be read in one way only.
struct GatedRequest: Sendable {
  let head: RequestHead
  /// Bytes of the body; nil if it comes in chunks.
  let contentLength: Int?
  /// The client waits to be asked for the body.
  let expectsContinue: Bool
  /// Else HTTP/1.0.
  let isHTTP11: Bool

  /// A response without content (RFC 9110 section 9.3.2).
  var isHead: Bool { head.method == "HEAD" }
}
