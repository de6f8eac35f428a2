import SealedHTTP
import Synchronization

/// Sees to which keys messages are sealed, as any hop can.
final class KeyWatch: Transport {
  private let next: any Transport
  private let keys = Mutex<Set<[UInt8]>>([])

  init(before next: any Transport) { self.next = next }

  /// How many keys there were.
  var count: Int { keys.withLock { $0.count } }

  func send(_ request: RequestMessage) async throws -> ResponseMessage {
    // The identifier of the key, behind magic, version, kind, mode and suite.
    if case .whole(let bytes) = request.body.source, bytes.count >= 20 {
      _ = keys.withLock { $0.insert(Array(bytes[12..<20])) }
    }
    return try await next.send(request)
  }
}
