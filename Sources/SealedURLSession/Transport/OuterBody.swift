internal import Foundation
internal import SealedHTTP

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// The body of a request in a form that URLSession can send.
struct OuterBody: Sendable {
  /// Streams of at most this length are sent as a whole.
  static let wholeLimit = 1 << 16

  private enum Form: Sendable {
    case none
    case whole(Data)
    #if canImport(FoundationNetworking)
      case file(TemporaryFile)
    #else
      case pump(BodyPump)
    #endif
  }

  private let form: Form

  init(_ body: MessageBody, method: String) async throws {
    do {
      guard method != "GET" || body.isEmpty else { throw URLSessionTransportError.bodyWithGET }
      form = try await Self.form(of: body)
    } catch {
      body.cancel()
      throw error
    }
  }

  private static func form(of body: MessageBody) async throws -> Form {
    if case .whole(let bytes) = body.source { return bytes.isEmpty ? .none : .whole(Data(bytes)) }
    if let length = body.length, length <= wholeLimit {
      let bytes = try await body.collect(upTo: wholeLimit)
      guard bytes.count == length else { throw URLSessionTransportError.bodyLength }
      return bytes.isEmpty ? .none : .whole(Data(bytes))
    }
    #if canImport(FoundationNetworking)
      return .file(try await gather(body))
    #else
      return .pump(try BodyPump(body))
    #endif
  }

  func task(in session: URLSession, for request: URLRequest) -> URLSessionDataTask {
    var request = request
    switch form {
    case .none: break
    case .whole(let data): request.httpBody = data
    #if canImport(FoundationNetworking)
      case .file(let file): request.httpBodyStream = InputStream(url: file.url)
    #else
      case .pump(let pump): request.httpBodyStream = pump.input
    #endif
    }
    return session.dataTask(with: request)
  }

  /// Begins to feed a body that is made while it is sent.
  func start(onFailure: @escaping @Sendable (any Error) -> Void) {
    #if !canImport(FoundationNetworking)
      if case .pump(let pump) = form { pump.start(onFailure: onFailure) }
    #endif
  }

  /// Nothing more will be read.
  func end() {
    #if !canImport(FoundationNetworking)
      if case .pump(let pump) = form { pump.end() }
    #endif
  }

  #if canImport(FoundationNetworking)
    /// The whole body in a file.
    ///
    /// Linux's URLSession takes a stream that has nothing to give right now for one that is at its end, and waiting inside the stream
    /// would halt every session of the process.
    private static func gather(_ body: MessageBody) async throws -> TemporaryFile {
      let file = try TemporaryFile()
      let handle = try FileHandle(forWritingTo: file.url)
      let stream = try body.open()
      var count = 0
      do {
        while let piece = try await stream.next() {
          try Task.checkCancellation()
          try handle.write(contentsOf: piece)
          count += piece.count
        }
        try handle.close()
      } catch {
        stream.cancel()
        throw error
      }
      guard body.length.map({ $0 == count }) ?? true else { throw URLSessionTransportError.bodyLength }
      return file
    }
  #endif
}
