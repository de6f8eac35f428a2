internal import SealedPayload

/// Opens what came back, or tells why it is no answer.
struct AnswerReader: Sendable {
  let exchange: Exchange
  let signers: [VerifyingKey]
  let options: ClientOptions

  /// What the API said.
  enum Reading: Sendable {
    case response(SealedResponse)
    case verdict(Verdict, retryAfter: UInt64?)
  }

  /// Reads an outer response: the status and everything else comes from the sealed head alone.
  func read(_ response: ResponseMessage) async throws(ClientFailure) -> Reading {
    guard OuterResponse(response.head).isSealed else { throw .unsealed(await UnsealedReader.read(response)) }
    let opener: ResponseOpener
    do throws(SealError) {
      opener = try ResponseOpener(exchange, signers: .listed(signers), options: options.opening)
    } catch {
      throw .invalidRequest(RequestProblem(error))
    }
    if case .whole(let message) = response.body.source { return try open(message, opener) }
    let stream: any BodyStream
    do { stream = try response.body.open() } catch { throw .transport(error) }
    return try await open(stream, opener)
  }

  private func open(_ message: [UInt8], _ opener: ResponseOpener) throws(ClientFailure) -> Reading {
    var body: [UInt8] = []
    let answer: Answer
    do throws(OpenError) { answer = try opener.open(message, into: &body) } catch { throw .unauthentic(error) }
    try check(answer.opened)
    return switch answer {
    case .response(let opened): .response(SealedResponse(opened, body: body, exchange: exchange))
    case .verdict(let verdict, let opened): reading(verdict, opened)
    }
  }

  private func open(_ stream: any BodyStream, _ opener: ResponseOpener) async throws(ClientFailure) -> Reading {
    let download = ResponseDownload(stream, opener: opener)
    let answer = try await download.start()
    do throws(ClientFailure) { try check(answer.opened) } catch {
      download.cancel()
      throw error
    }
    return switch answer {
    case .response(let opened): .response(SealedResponse(opened, download, exchange: exchange))
    case .verdict(let verdict, let opened): reading(verdict, opened)
    }
  }

  private func reading(_ verdict: Verdict, _ opened: OpenedResponse) -> Reading {
    .verdict(verdict, retryAfter: OuterResponse.retryAfter(opened.head.fields))
  }

  private func check(_ opened: OpenedResponse) throws(ClientFailure) {
    switch options.responseSignatures {
    case .optional: return
    case .head: guard opened.message.signer != nil else { throw .unsigned }
    case .headAndBody:
      guard opened.message.signer != nil, !opened.message.digest.isEmpty else { throw .unsigned }
    }
  }
}
