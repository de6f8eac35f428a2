public import SealedHTTP
internal import SealedPayload

/// The application that a gateway is to its `SealedServer`: rebuilds each opened request for the API behind it.
///
/// The API needs no change: it gets plain HTTP, and in three fields who the gateway says is asking. Nobody else can set those.
public struct UpstreamApplication: Sendable {
  private let upstream: any Transport
  private let options: ApplicationOptions
  private let forwarded: ForwardedFields

  /// Makes it.
  ///
  /// - Parameters:
  ///   - upstream: reaches the API.
  ///   - options: where it is, and the names of the fields.
  public init(_ upstream: any Transport, options: ApplicationOptions) {
    self.upstream = upstream
    self.options = options
    forwarded = ForwardedFields(options)
  }

  /// Asks the API.
  public func respond(to request: ServedRequest) async throws -> ResponseMessage {
    let response: ResponseMessage
    do {
      response = try await upstream.send(self.request(for: request))
    } catch {
      throw Self.refusal(error)
    }
    guard (200...599).contains(response.head.status) else {
      response.body.cancel()
      throw HandlerRefusal(reason: "bad-gateway", status: 502, diagnosis: "the API's status is no final one")
    }
    return answer(response)
  }

  /// The request as the API gets it: built from parsed values, no byte of it copied from the wire.
  func request(for request: ServedRequest) -> RequestMessage {
    let inner = request.head
    var fields = forwarded.request(inner.fields)
    fields += forwarded.request(request.untrustedFields).filter { field in
      !inner.fields.contains { $0.name == field.name }
    }
    fields += [
      HeaderField("x-forwarded-for", request.source.host), HeaderField("x-forwarded-host", inner.authority),
      HeaderField("x-forwarded-proto", inner.scheme),
    ]
    fields += identity(of: request)
    let head = RequestHead(
      method: inner.method, scheme: options.scheme, authority: options.authority, path: inner.path, fields: fields)
    return RequestMessage(head, body: request.body)
  }

  private func identity(of request: ServedRequest) -> [HeaderField] {
    let protection =
      switch request.protection {
      case .unsealed: "unsealed"
      case .sealed: "sealed"
      case .authenticated: "authenticated"
      case .signed: "signed"
      }
    var fields = [HeaderField(options.protectionField, protection)]
    if let client = request.client {
      fields.append(HeaderField(options.clientField, client.name))
      fields.append(HeaderField(options.signerField, client.key.description))
    }
    return fields
  }

  private func answer(_ response: ResponseMessage) -> ResponseMessage {
    var answer = response
    answer.head.fields = ForwardedFields.withoutConnection(response.head.fields)
    if Self.isEventStream(response.head), case .stream(let stream) = response.body.source {
      answer.body = MessageBody(EventPieces(stream))
    }
    return answer
  }

  private static func isEventStream(_ head: ResponseHead) -> Bool {
    let type = head.fields.first { $0.name == "content-type" }?.value.lowercased() ?? ""
    return type == "text/event-stream" || type.hasPrefix("text/event-stream;")
  }

  /// What the client is told of an API that gave no answer: whether it may have seen the request.
  private static func refusal(_ error: any Error) -> HandlerRefusal {
    let failure = error as? any TransportFailure
    let (reason, status) = failure?.isTimeout == true ? ("gateway-timeout", 504) : ("bad-gateway", 502)
    return HandlerRefusal(
      reason: reason, status: status, isCertainlyUnprocessed: failure?.wasSent == false,
      diagnosis: (error as? UpstreamError)?.description)
  }
}
