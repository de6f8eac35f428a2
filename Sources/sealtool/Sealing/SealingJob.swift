internal import SealedCommandLine
internal import SealedPayload

/// A message that is about to be sealed: one of the three kinds that a user can seal.
protocol SealingJob {
  /// Whether it is signed.
  var isSigned: Bool { get }

  /// The head without what signing adds.
  var head: Head { get }

  /// Seals a whole body; gives what opens the response, if there will be one.
  func seal(_ body: inout [UInt8], into message: inout [UInt8]) throws(SealError) -> Exchange?

  /// Starts a message whose body follows; `digest` takes the place of any content-digest in the head.
  func start(digest: HeaderField?, into message: inout [UInt8]) throws(SealError) -> StartedSealing
}

extension SealingJob {
  /// The head with this digest instead of its own.
  func head(with digest: HeaderField?) -> Head {
    guard let digest else { return head }
    var head = head
    head.fields = head.fields.filter { $0.name != digest.name } + [digest]
    return head
  }
}

/// A message whose beginning is sealed.
struct StartedSealing: ~Copyable {
  /// Seals the body.
  var body: BodySealer

  /// What opens the response, if there will be one.
  let exchange: Exchange?
}

/// Seals a payload.
struct PayloadJob: SealingJob {
  let session: SealingSession
  let fields: [HeaderField]
  let options: SealingOptions

  var isSigned: Bool { options.signer != nil }
  var head: Head { .payload(fields) }

  func seal(_ body: inout [UInt8], into message: inout [UInt8]) throws(SealError) -> Exchange? {
    try sealer(head).seal(lending: &body, into: &message)
    return nil
  }

  func start(digest: HeaderField?, into message: inout [UInt8]) throws(SealError) -> StartedSealing {
    StartedSealing(body: try sealer(head(with: digest)).stream(into: &message), exchange: nil)
  }

  private func sealer(_ head: Head) throws(SealError) -> PayloadSealer {
    try PayloadSealer(fields: head.fields, in: session, timestamp: Clock.now, options: options)
  }
}

/// Seals a request.
struct RequestJob: SealingJob {
  let session: SealingSession
  let request: RequestHead
  let options: SealingOptions

  var isSigned: Bool { options.signer != nil }
  var head: Head { .request(request) }

  func seal(_ body: inout [UInt8], into message: inout [UInt8]) throws(SealError) -> Exchange? {
    try sealer(head).seal(lending: &body, into: &message)
  }

  func start(digest: HeaderField?, into message: inout [UInt8]) throws(SealError) -> StartedSealing {
    let started = try sealer(head(with: digest)).stream(into: &message)
    let exchange = started.exchange
    return StartedSealing(body: started.body, exchange: exchange)
  }

  private func sealer(_ head: Head) throws(SealError) -> RequestSealer {
    var request = request
    request.fields = head.fields
    return try RequestSealer(request, in: session, timestamp: Clock.now, options: options)
  }
}

/// Seals a response.
struct ResponseJob: SealingJob {
  let exchange: Exchange
  let response: ResponseHead
  let options: SealingOptions

  var isSigned: Bool { options.signer != nil }
  var head: Head { .response(response) }

  func seal(_ body: inout [UInt8], into message: inout [UInt8]) throws(SealError) -> Exchange? {
    try sealer(head).seal(lending: &body, into: &message)
    return nil
  }

  func start(digest: HeaderField?, into message: inout [UInt8]) throws(SealError) -> StartedSealing {
    StartedSealing(body: try sealer(head(with: digest)).stream(into: &message), exchange: nil)
  }

  private func sealer(_ head: Head) throws(SealError) -> ResponseSealer {
    try ResponseSealer(
      ResponseHead(status: response.status, fields: head.fields), to: exchange, options: options)
  }
}
