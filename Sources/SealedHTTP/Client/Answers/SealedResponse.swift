public import SealedPayload

/// The API's answer: authentic, to this request, from the API.
public struct SealedResponse: Sendable {
  /// The status and the fields, as the API sealed them.
  public let head: ResponseHead

  /// The body; of a stream each piece is authentic as it comes, and its end is known only once `next` gives nil.
  ///
  /// A body that is cut or changed throws `ClientError.responseIncomplete`. Cancel a body that you don't read to its end.
  public let body: MessageBody

  /// What shows a third party that the API gave this answer, if it signed it.
  ///
  /// It covers the body if the head has a content-digest: see `Receipt.coversBody`.
  public let receipt: Receipt?

  private let download: ResponseDownload?
  private let wholeAttribution: Attribution

  init(_ opened: OpenedResponse, body: [UInt8], exchange: Exchange) {
    head = opened.head
    self.body = MessageBody(body)
    receipt = try? Receipt(of: opened.message, exchange: exchange)
    download = nil
    wholeAttribution = opened.attribution
  }

  init(_ opened: OpenedResponse, _ download: ResponseDownload, exchange: Exchange) {
    head = opened.head
    body = MessageBody(download)
    receipt = try? Receipt(of: opened.message, exchange: exchange)
    self.download = download
    wholeAttribution = .none
  }

  /// The status.
  public var status: Int { head.status }

  /// Who is known to have signed it; `signed` only once all of the body was read.
  public var attribution: Attribution { download?.attribution ?? wholeAttribution }

  /// The value of the first field with that name, which is in lower case.
  public subscript(_ name: String) -> String? { head.fields.first { $0.name == name }?.value }

  /// All of the body, once it is there to its end.
  ///
  /// - Parameter limit: bytes at most.
  public func bytes(upTo limit: Int = 16 << 20) async throws -> [UInt8] { try await body.collect(upTo: limit) }

  /// The response as transports give it.
  public var message: ResponseMessage { ResponseMessage(head, body: body) }
}
