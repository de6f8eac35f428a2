import SealedGateway
import SealedHTTP
import SealedPayload

/// A request to a server on this machine.
func request(
  _ method: String, _ server: ScriptedServer, _ path: String = "/", _ fields: [HeaderField] = [],
  body: MessageBody = .empty
) -> RequestMessage {
  let head = RequestHead(method: method, scheme: "http", authority: server.authority, path: path, fields: fields)
  return RequestMessage(head, body: body)
}

extension UpstreamOptions {
  /// Keeps unused connections, however slow the machine.
  static var patient: UpstreamOptions {
    var options = UpstreamOptions()
    options.times.unused = .seconds(60)
    return options
  }
}

/// The text of a whole body.
func text(_ response: ResponseMessage) async throws -> String {
  String(decoding: try await response.body.collect(upTo: 1_048_576), as: UTF8.self)
}

/// What a call threw; nil if it threw nothing, or no `UpstreamError`.
func failure(_ act: () async throws -> Void) async -> UpstreamError? {
  do {
    try await act()
    return nil
  } catch {
    return error as? UpstreamError
  }
}
