/// A body that can't be read at all.
final class FailedBodyStream: BodyStream {
  func next() async throws -> [UInt8]? { throw BodyError.cut }

  func cancel() {}
}
