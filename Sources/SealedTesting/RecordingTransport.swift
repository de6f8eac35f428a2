public import SealedHTTP
public import SealedPayload
internal import Synchronization

/// Passes messages on and remembers what a hop could have seen of them.
public final class RecordingTransport: Transport {
  /// A request that passed, and the response to it.
  public struct Passage: Sendable {
    /// The outer head.
    public internal(set) var request: RequestHead
    /// The outer content, as far as it was read.
    public internal(set) var requestBody: [UInt8] = []
    /// The outer head of the response; nil if there was none.
    public internal(set) var response: ResponseHead?
    /// The outer content of the response, as far as it was read.
    public internal(set) var responseBody: [UInt8] = []
  }

  private let next: any Transport
  private let record = Mutex<[Passage]>([])

  /// Makes a transport that passes on to `next`.
  public init(before next: any Transport) {
    self.next = next
  }

  /// All that passed, in the order in which it was sent.
  public var passages: [Passage] { record.withLock { $0 } }

  /// How many requests passed.
  public var count: Int { record.withLock { $0.count } }

  /// Passes a request on.
  public func send(_ request: RequestMessage) async throws -> ResponseMessage {
    let index = record.withLock { record in
      record.append(Passage(request: request.head))
      return record.count - 1
    }
    var request = request
    request.body = recorded(request.body) { [self] piece in record.withLock { $0[index].requestBody += piece } }
    var response = try await next.send(request)
    record.withLock { $0[index].response = response.head }
    response.body = recorded(response.body) { [self] piece in record.withLock { $0[index].responseBody += piece } }
    return response
  }

  private func recorded(_ body: MessageBody, _ see: @escaping @Sendable ([UInt8]) -> Void) -> MessageBody {
    switch body.source {
    case .whole(let bytes):
      see(bytes)
      return body
    case .stream(let stream): return MessageBody(SeenBodyStream(stream, see), length: body.length)
    case .repeatable(let open):
      return MessageBody(length: body.length, repeatable: { SeenBodyStream(try open(), see) })
    }
  }
}

/// A body whose pieces are shown to somebody as they pass.
final class SeenBodyStream: BodyStream {
  private let source: any BodyStream
  private let see: @Sendable ([UInt8]) -> Void

  init(_ source: any BodyStream, _ see: @escaping @Sendable ([UInt8]) -> Void) {
    self.source = source
    self.see = see
  }

  func next() async throws -> [UInt8]? {
    let piece = try await source.next()
    if let piece { see(piece) }
    return piece
  }

  func cancel() { source.cancel() }
}
