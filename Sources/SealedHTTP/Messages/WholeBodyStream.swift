internal import Synchronization

/// A whole body as a stream of one piece.
final class WholeBodyStream: BodyStream {
  private let rest: Mutex<[UInt8]?>

  init(_ bytes: [UInt8]) {
    rest = Mutex(bytes.isEmpty ? nil : bytes)
  }

  func next() async throws -> [UInt8]? {
    rest.withLock { rest in
      defer { rest = nil }
      return rest
    }
  }

  func cancel() { rest.withLock { $0 = nil } }
}
