internal import Foundation
internal import SealedHTTP
internal import SealedPayload

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

extension RequestMessage {
  /// What a URLRequest asks for, ready to be sealed.
  ///
  /// - Parameter body: instead of the request's own.
  init(_ request: URLRequest, body: MessageBody? = nil) throws(URLError) {
    guard let url = request.url, let target = RequestTarget(url) else { throw URLError(.badURL) }
    let fields = (request.allHTTPHeaderFields ?? [:])
      .map { HeaderField($0.lowercased(), $1) }
      .filter { !Self.ofTheConnection.contains($0.name) }
      .sorted { $0.name < $1.name }
    let head = RequestHead(
      method: request.httpMethod ?? "GET", scheme: target.scheme, authority: target.authority, path: target.path,
      fields: fields)
    self.init(head, body: body ?? Self.body(of: request))
  }

  /// Fields that URLSession sets as it needs them, whatever a request says.
  private static let ofTheConnection: Set<String> = ["connection", "content-length", "host"]

  private static func body(of request: URLRequest) -> MessageBody {
    if let data = request.httpBody { return MessageBody(Array(data)) }
    if let stream = request.httpBodyStream { return MessageBody(InputStreamBody(stream)) }
    return .empty
  }
}
