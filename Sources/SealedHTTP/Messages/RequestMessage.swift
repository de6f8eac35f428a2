public import SealedPayload

/// An HTTP request with its body: what an application sends, what a transport carries, what a listener receives.
public struct RequestMessage: Sendable {
  /// Method, scheme, authority, path and query, and fields with names in lower case.
  ///
  /// What came over a network is unchecked: its path may be in any form.
  public var head: RequestHead

  /// The body; `MessageBody.empty` if there is none.
  public var body: MessageBody

  /// Makes a request.
  public init(_ head: RequestHead, body: MessageBody = .empty) {
    self.head = head
    self.body = body
  }
}

/// An HTTP response with its body.
public struct ResponseMessage: Sendable {
  /// The status, and fields with names in lower case.
  public var head: ResponseHead

  /// The body; `MessageBody.empty` if there is none.
  public var body: MessageBody

  /// Makes a response.
  public init(_ head: ResponseHead, body: MessageBody = .empty) {
    self.head = head
    self.body = body
  }

  /// Makes a response.
  public init(status: Int, fields: [HeaderField] = [], body: MessageBody = .empty) {
    self.init(ResponseHead(status: status, fields: fields), body: body)
  }
}
