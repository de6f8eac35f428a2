public import SealedHTTP
internal import SealedPayload

/// What a proxy beside a client does with a plain request: sends it to the API sealed, and gives back the answer.
public struct ProxyApplication: Sendable {
  private let client: SealedClient
  private let door: ProxyDoor
  private let scheme: String
  private let authority: String

  /// Makes it.
  ///
  /// - Parameters:
  ///   - client: seals, for one API.
  ///   - door: who may use the proxy.
  public init(_ client: SealedClient, door: ProxyDoor) {
    self.client = client
    self.door = door
    let origin = client.issuer.text
    let colon = origin.firstIndex(of: ":") ?? origin.endIndex
    scheme = String(origin[..<colon])
    authority = String(origin[colon...].dropFirst(3))
  }

  /// Answers a request as it came from the network.
  public func respond(to request: RequestMessage) async -> ResponseMessage {
    if let refusal = door.refusal(of: request.head) {
      request.body.cancel()
      return refusal.response
    }
    do throws(ClientError) {
      let answer: SealedResponse = try await client.send(sealable(request))
      var response = answer.message
      response.head.fields = ForwardedFields.withoutConnection(response.head.fields)
      return response
    } catch {
      return ProxyProblem(error).response
    }
  }

  /// The request as if the program had sent it to the API itself.
  private func sealable(_ request: RequestMessage) -> RequestMessage {
    let head = RequestHead(
      method: request.head.method, scheme: scheme, authority: authority, path: request.head.path,
      fields: ForwardedFields.withoutConnection(request.head.fields).filter { $0.name != "content-length" })
    return RequestMessage(head, body: request.body)
  }
}
