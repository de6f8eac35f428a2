import SealedGateway
import SealedHTTP
import SealedPayload

/// Runs a listener on a free port for the time of the closure.
func withListener<R>(
  _ handler: @escaping RequestHandler, limits: ListenerLimits = ListenerLimits(), _ body: (UInt16) async throws -> R
) async throws -> R {
  let listener = MicrohttpdListener(at: ListenerAddress(host: "127.0.0.1", port: 0), limits: limits, handler: handler)
  let address = try listener.start()
  do {
    let result = try await body(address.port)
    await listener.stop(within: .zero)
    return result
  } catch {
    await listener.stop(within: .zero)
    throw error
  }
}

extension ResponseMessage {
  /// A response with text.
  init(_ text: String, status: Int = 200) {
    self.init(status: status, fields: [HeaderField("content-type", "text/plain")], body: MessageBody(Array(text.utf8)))
  }
}
