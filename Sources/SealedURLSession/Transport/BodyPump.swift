#if !canImport(FoundationNetworking)
  internal import Foundation
  internal import SealedHTTP

  /// Feeds a body into the stream that URLSession reads from, as fast as it reads.
  final class BodyPump: NSObject, StreamDelegate, @unchecked Sendable {  // Everything that changes belongs to `queue`.
    /// Bytes between the two ends.
    private static let bufferSize = 1 << 16

    let input: InputStream
    private let output: OutputStream
    private let body: any BodyStream
    private let length: Int?
    private let queue = DispatchQueue(label: "sealed-payload.body")
    private var rest: ArraySlice<UInt8> = []
    private var count = 0
    private var isReading = false
    private var isOver = false
    private var onFailure: (@Sendable (any Error) -> Void)?

    init(_ body: MessageBody) throws {
      var input: InputStream?
      var output: OutputStream?
      Stream.getBoundStreams(withBufferSize: Self.bufferSize, inputStream: &input, outputStream: &output)
      guard let input, let output else { throw URLSessionTransportError.temporaryFile }
      (self.input, self.output) = (input, output)
      self.body = try body.open()
      length = body.length
    }

    func start(onFailure: @escaping @Sendable (any Error) -> Void) {
      queue.async {
        guard !self.isOver else { return }
        self.onFailure = onFailure
        self.output.delegate = self
        CFWriteStreamSetDispatchQueue(self.output, self.queue)
        self.output.open()
      }
    }

    func end() {
      body.cancel()
      queue.async { self.close() }
    }

    func stream(_ stream: Stream, handle event: Stream.Event) {
      switch event {
      case .hasSpaceAvailable: write()
      case .errorOccurred, .endEncountered: end()
      default: break
      }
    }

    private func write() {
      guard !isOver, !isReading else { return }
      guard !rest.isEmpty else { return read() }
      let written = unsafe rest.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return 0 }
        return unsafe output.write(start, maxLength: buffer.count)
      }
      guard written > 0 else { return fail(BodyError.cut) }
      rest = rest.dropFirst(written)
      if output.hasSpaceAvailable { write() }
    }

    private func read() {
      isReading = true
      Task {
        let piece = await Result { try await self.body.next() }
        self.queue.async { self.received(piece) }
      }
    }

    private func received(_ piece: Result<[UInt8]?, any Error>) {
      isReading = false
      guard !isOver else { return }
      switch piece {
      case .success(let piece?):
        count += piece.count
        rest = piece[...]
        write()
      case .success(nil) where length.map({ $0 == count }) ?? true: close()
      case .success(nil): fail(URLSessionTransportError.bodyLength)
      case .failure(let error): fail(error)
      }
    }

    /// The request must not look complete: its task is cancelled before the stream is closed.
    private func fail(_ error: any Error) {
      isOver = true
      onFailure?(error)
      close()
    }

    private func close() {
      isOver = true
      output.delegate = nil
      CFWriteStreamSetDispatchQueue(output, nil)
      output.close()
    }
  }

  extension Result where Failure == any Error {
    /// What an asynchronous closure returned or threw.
    fileprivate init(_ body: () async throws -> Success) async {
      do { self = .success(try await body()) } catch { self = .failure(error) }
    }
  }
#endif
