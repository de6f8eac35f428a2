import SealedHTTP
import Synchronization

/// A body whose pieces a closure makes.
final class ClosureStream: BodyStream {
  private let make: @Sendable (Int) async throws -> [UInt8]?
  private let index = Mutex(0)
  private let onCancel: @Sendable () -> Void

  /// - Parameter make: makes the piece with that index; nil at the end.
  init(onCancel: @escaping @Sendable () -> Void = {}, _ make: @escaping @Sendable (Int) async throws -> [UInt8]?) {
    self.make = make
    self.onCancel = onCancel
  }

  func next() async throws -> [UInt8]? {
    let index = self.index.withLock { index in
      defer { index += 1 }
      return index
    }
    return try await make(index)
  }

  func cancel() { onCancel() }
}
