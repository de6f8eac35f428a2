import SealedCrypto
import SealedPayload

/// An opener of any kind that opens in any way.
struct AnyOpener: Sendable {
  var ring: KeyRing
  var kind: MessageKind
  var exchange: Exchange?
  var signers: ResponseSigners
  var limits: OpeningLimits

  /// How a message is given to the opener.
  enum Way: Sendable, Hashable {
    case allCores
    case oneCore
    case pieces(Int)
    /// Pieces of random sizes, all sizes below the number alike.
    case randomPieces(below: Int)

    static let usual: [Way] = [.allCores, .oneCore, .pieces(1), .pieces(7), .randomPieces(below: 400)]
  }

  /// Opens; `body` holds what was released, also when it throws.
  func open(_ message: [UInt8], _ way: Way, into body: inout [UInt8]) throws -> Opened {
    switch way {
    case .allCores: try whole(message, usesAllCores: true, into: &body)
    case .oneCore: try whole(message, usesAllCores: false, into: &body)
    case .pieces(let size): try streamed(Pieces(message) { size }, into: &body)
    case .randomPieces(let limit): try random(message, below: limit, into: &body)
    }
  }

  func open(_ message: [UInt8], _ way: Way = .oneCore) throws -> Opened {
    var body: [UInt8] = []
    return try open(message, way, into: &body)
  }

  /// What the message is refused with, and what was released before that; nil if it opens.
  func refusal(_ message: [UInt8], _ way: Way) -> (error: OpenError, released: [UInt8])? {
    var body: [UInt8] = []
    do {
      _ = try open(message, way, into: &body)
      return nil
    } catch let error as OpenError {
      return (error, body)
    } catch {
      return nil
    }
  }

  private func random(_ message: [UInt8], below limit: Int, into body: inout [UInt8]) throws -> Opened {
    var generator = Seed.generator("pieces")
    return try streamed(Pieces(message) { generator.below(limit) + 1 }, into: &body)
  }
}

/// A message in pieces.
struct Pieces {
  let all: [ArraySlice<UInt8>]

  init(_ message: [UInt8], _ size: () -> Int) {
    var all: [ArraySlice<UInt8>] = []
    var rest = message[...]
    while !rest.isEmpty {
      all.append(rest.prefix(size()))
      rest = rest[(all.last?.endIndex ?? rest.endIndex)...]
    }
    self.all = all
  }
}
