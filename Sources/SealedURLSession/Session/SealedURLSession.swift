public import Foundation
public import SealedHTTP
public import SealedPayload

#if canImport(FoundationNetworking)
  public import FoundationNetworking
#endif

/// Loads from one API, with the manners of URLSession; all of it sealed.
///
///     let session = try SealedURLSession(
///       for: Issuer(origin: "https://api.example.com"), trusting: .pinned([identityKey]))
///     let (data, response) = try await session.data(from: url)
///
/// The response is the API's own: its status and fields were sealed. A URL of another origin is refused, nothing is ever sent
/// unsealed. Redirects within the API are followed, as URLSession does; one that leads elsewhere is the response. A request's
/// `timeoutInterval` holds; its cache policy means nothing, for nothing is cached, and no cookies are kept.
///
/// Errors are `ClientError`s, which say whether the API may have acted on the request; a cancelled task throws
/// `URLError.cancelled`, and a URL that can't be sealed `URLError.badURL`.
public final class SealedURLSession: Sendable {
  /// What seals.
  public let client: SealedClient

  /// Makes a session over URLSession.
  ///
  /// - Parameters:
  ///   - issuer: the API's origin.
  ///   - trust: whom to believe about the API's keys.
  ///   - transport: what carries the sealed messages; another one in tests.
  ///   - options: how to seal and what to accept.
  ///   - state: where to remember what was accepted of the API's keys; keep it on disk where you can.
  public convenience init(
    for issuer: Issuer, trusting trust: IdentityTrust, over transport: any Transport = URLSessionTransport(),
    options: ClientOptions = ClientOptions(), state: any ConfigurationState = MemoryConfigurationState()
  ) throws(ClientSetupError) {
    self.init(try SealedClient(for: issuer, trusting: trust, over: transport, options: options, state: state))
  }

  /// Makes a session of a client, which others may use too.
  public init(_ client: SealedClient) {
    self.client = client
  }

  /// Loads what a request asks for.
  public func data(for request: URLRequest) async throws -> (Data, HTTPURLResponse) {
    try await collected(try await exchange(request))
  }

  /// Loads what is at a URL.
  public func data(from url: URL) async throws -> (Data, HTTPURLResponse) {
    try await data(for: URLRequest(url: url))
  }

  /// Sends data, and loads the response.
  public func upload(for request: URLRequest, from body: Data) async throws -> (Data, HTTPURLResponse) {
    try await collected(try await exchange(request, body: MessageBody(Array(body))))
  }

  /// Sends a file, read piece by piece, and loads the response.
  ///
  /// Throws the file system's error if the file can't be read.
  public func upload(for request: URLRequest, fromFile file: URL) async throws -> (Data, HTTPURLResponse) {
    try await collected(try await exchange(request, body: MessageBody(contentsOf: file)))
  }

  /// Sends a body that is made while it is sent, and loads the response.
  ///
  /// What comes once can't be sent again: neither after a failure nor for a redirect.
  public func upload(for request: URLRequest, from body: MessageBody) async throws -> (Data, HTTPURLResponse) {
    try await collected(try await exchange(request, body: body))
  }

  /// Gives the response when its head is there, and its bytes as they come.
  public func bytes(for request: URLRequest) async throws -> (SealedBytes, HTTPURLResponse) {
    let (body, response) = try await exchange(request)
    return (SealedBytes(body), response)
  }

  /// Gives the response when its head is there, and its bytes as they come.
  public func bytes(from url: URL) async throws -> (SealedBytes, HTTPURLResponse) {
    try await bytes(for: URLRequest(url: url))
  }

  /// Loads what a request asks for into a temporary file, which is the caller's to move or remove.
  ///
  /// The file is there only if all of the body is. It has the plain body in it; its user alone can read it.
  public func download(for request: URLRequest) async throws -> (URL, HTTPURLResponse) {
    let (body, response) = try await exchange(request)
    return (try await DownloadedFile.write(body), response)
  }

  private func collected(
    _ exchange: (body: MessageBody, response: HTTPURLResponse)
  ) async throws -> (Data, HTTPURLResponse) {
    var data = Data()
    for try await piece in exchange.body { data += piece }
    return (data, exchange.response)
  }

  /// Sends a request, and follows redirects within the API.
  private func exchange(
    _ request: URLRequest, body: MessageBody? = nil
  ) async throws -> (body: MessageBody, response: HTTPURLResponse) {
    var message = try RequestMessage(request, body: body)
    guard var url = request.url?.absoluteURL else { throw URLError(.badURL) }
    let limit = TimeLimit(request)
    for _ in 0...Redirection.limit {
      let response = try await send(message, limit)
      guard let redirection = Redirection(after: message, to: url, response.head) else {
        return (MessageBody(try TimedBody(response.body, limit)), try response.head.response(for: url))
      }
      response.body.cancel()
      (message, url) = (redirection.request, redirection.url)
    }
    throw URLError(.httpTooManyRedirects)
  }

  private func send(_ message: RequestMessage, _ limit: TimeLimit) async throws -> SealedResponse {
    let client = client
    do {
      return try await limit.run { try await client.send(message) }
    } catch {
      throw BridgedError.ofRequest(error)
    }
  }
}
