/// A body that comes piece by piece, as fast as it is read.
///
/// One reader at a time. A source that holds resources lets go of them when it ends, fails, is cancelled or is released.
public protocol BodyStream: AnyObject, Sendable {
  /// The next piece, never empty; nil at the end.
  ///
  /// Throws if the body was cut or refused: what came before is then not all of it. After nil or an error the stream is over.
  func next() async throws -> [UInt8]?

  /// Says that nobody will read on: a pending `next` ends with an error, and whoever sends the body may stop.
  ///
  /// May be called from anywhere, at any time, more than once.
  func cancel()
}
