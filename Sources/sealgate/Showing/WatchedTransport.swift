internal import SealedHTTP
internal import SealedPayload
internal import Synchronization

/// A transport that remembers the heads of what passes: what hops see.
final class WatchedTransport: Transport {
  /// A request that was sent, and the head of what came back, if anything did.
  struct Passage: Sendable {
    let request: RequestHead
    let requestByteCount: Int?
    var response: ResponseHead?
  }

  private let next: any Transport
  private let record = Mutex<[Passage]>([])

  init(before next: any Transport) {
    self.next = next
  }

  /// What passed, in the order in which it was sent.
  var passages: [Passage] { record.withLock { $0 } }

  func send(_ request: RequestMessage) async throws -> ResponseMessage {
    let passage = Passage(request: request.head, requestByteCount: request.body.length)
    let index = record.withLock { record in
      record.append(passage)
      return record.count - 1
    }
    let response = try await next.send(request)
    record.withLock { $0[index].response = response.head }
    return response
  }
}
