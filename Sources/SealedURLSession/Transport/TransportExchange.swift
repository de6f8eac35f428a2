internal import Foundation
internal import SealedHTTP
internal import SealedPayload
internal import Synchronization

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// One request on its way through URLSession: what its callbacks bring, for those who wait for the head and for the body.
final class TransportExchange: Sendable {
  private struct State {
    var task: URLSessionTask?
    var head: ResponseHead?
    var unread = Spool()
    /// Nil until the exchange is over.
    var end: Result<Void, any Error>?
    var headWaiter: CheckedContinuation<ResponseHead, any Error>?
    var reader: CheckedContinuation<[UInt8]?, any Error>?
    var isSuspended = false
  }

  private let state = Mutex(State())
  private let body: OuterBody

  init(body: OuterBody) {
    self.body = body
  }

  func start(_ task: URLSessionTask) {
    state.withLock { $0.task = task }
    task.resume()
    body.start { [weak self] in self?.finish(.failure($0)) }
  }

  /// The head of the response, when it is there.
  func head() async throws -> ResponseHead {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let known: Result<ResponseHead, any Error>? = state.withLock { state in
          if let head = state.head { return .success(head) }
          if case .failure(let error) = state.end { return .failure(error) }
          state.headWaiter = continuation
          return nil
        }
        if let known { continuation.resume(with: known) }
      }
    } onCancel: {
      finish(.failure(CancellationError()))
    }
  }

  /// The bytes that came and weren't read yet, when there are any; nil at the end.
  func piece() async throws -> [UInt8]? {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let known: Result<[UInt8]?, any Error>? = state.withLock { state in
          if let piece = Self.take(&state) { return piece.map(Optional.some) }
          if let end = state.end { return end.map { nil } }
          state.reader = continuation
          return nil
        }
        if let known { continuation.resume(with: known) }
      }
    } onCancel: {
      finish(.failure(CancellationError()))
    }
  }

  /// Ends the exchange because nobody wants the rest.
  func cancel() { finish(.failure(BodyError.cancelled)) }

  // MARK: Callbacks

  func received(_ response: HTTPURLResponse) {
    guard response.statusCode >= 200 else { return }
    let head = ResponseHead(status: response.statusCode, fields: FieldText.fields(of: response))
    guard head.fields.allSatisfy({ $0.name != "content-encoding" || $0.value.lowercased() == "identity" })
    else { return finish(.failure(URLSessionTransportError.encodedResponse)) }
    let waiter = state.withLock { state -> CheckedContinuation<ResponseHead, any Error>? in
      if state.end == nil, state.head == nil { state.head = head }
      defer { state.headWaiter = nil }
      return state.headWaiter
    }
    waiter?.resume(returning: head)
    #if canImport(FoundationNetworking)
      // A task of Linux's URLSession that got a challenge may never complete; its body is of no use here.
      if head.status == 401 { finish(.success(())) }
    #endif
  }

  func received(_ data: Data) {
    do {
      let reader = try state.withLock { state -> (CheckedContinuation<[UInt8]?, any Error>, [UInt8])? in
        guard state.end == nil else { return nil }
        try state.unread.append(data)
        Self.slowDown(&state)
        guard let reader = state.reader, let piece = try Self.take(&state)?.get() else { return nil }
        state.reader = nil
        return (reader, piece)
      }
      if let (reader, piece) = reader { reader.resume(returning: piece) }
    } catch {
      finish(.failure(error))
    }
  }

  /// - Parameter response: what the task has; not every redirect was reported before.
  func ended(with error: (any Error)?, response: HTTPURLResponse?) {
    if error == nil, let response { received(response) }
    guard let error else { return finish(.success(())) }
    let wasHeadSeen = state.withLock { $0.head != nil }
    switch (error as? URLError)?.code {
    case .cancelled: finish(.failure(BodyError.cancelled))
    case .timedOut: finish(.failure(error))
    default: finish(.failure(wasHeadSeen ? BodyError.cut : error))
    }
  }

  /// Settles the outcome, once, and tells whoever waits; a task that still runs is cancelled.
  private func finish(_ end: Result<Void, any Error>) {
    let waiting = state.withLock { state -> State? in
      guard state.end == nil else { return nil }
      state.end = end
      if case .failure(let error) = end, !Self.isCut(error) { state.unread.removeAll() }
      defer { (state.headWaiter, state.reader, state.task) = (nil, nil, nil) }
      return state
    }
    guard let waiting else { return }
    if let task = waiting.task { Self.cancel(task) }
    body.end()
    waiting.headWaiter?.resume(with: end.flatMap { .failure(URLError(.badServerResponse)) })
    waiting.reader?.resume(with: end.map { nil })
  }

  private static func cancel(_ task: URLSessionTask) {
    #if canImport(FoundationNetworking)
      // Linux's URLSession waits for a queue here that the caller may be on, if another session of the process brought it.
      DispatchQueue.global().async { task.cancel() }
    #else
      task.cancel()
    #endif
  }

  // MARK: Unread bytes

  /// Whether what came before the failure is still to be read.
  private static func isCut(_ error: any Error) -> Bool {
    error as? BodyError == .cut || (error as? URLError)?.code == .timedOut
  }

  private static func take(_ state: inout State) -> Result<[UInt8], any Error>? {
    do {
      guard let piece = try state.unread.take() else { return nil }
      #if !canImport(FoundationNetworking)
        if state.isSuspended, state.unread.isEmpty {
          state.isSuspended = false
          state.task?.resume()
        }
      #endif
      return .success(piece)
    } catch {
      return .failure(error)
    }
  }

  /// Stops the sender while the reader is behind.
  ///
  /// On Linux a suspended task would send its request again when it is resumed.
  private static func slowDown(_ state: inout State) {
    #if !canImport(FoundationNetworking)
      guard !state.isSuspended, state.unread.count >= Spool.memoryLimit / 2 else { return }
      state.isSuspended = true
      state.task?.suspend()
    #endif
  }
}
