import SealedCrypto
import SealedHTTP

/// How many bytes a body had, and their SHA-256.
struct Digest: Sendable, Equatable, CustomStringConvertible {
  let byteCount: Int
  let hash: [UInt8]

  /// Reads a body to its end.
  static func of(_ stream: any BodyStream) async throws -> Digest {
    var count = 0
    var hash = SHA256()
    while let piece = try await stream.next() {
      hash.update(piece.span)
      count += piece.count
    }
    return Digest(byteCount: count, hash: hash.finish())
  }

  /// The count and the hash, in hexadecimal.
  var description: String {
    "\(byteCount) " + hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
