import SealedHTTP
import Synchronization

/// A body of any length that never repeats a piece and is the same every time.
final class PatternStream: BodyStream {
  private struct State {
    var left: Int
    var number: UInt64 = 0
    var block: [UInt8]
  }

  /// Bytes of a piece.
  static let pieceBytes = 64 << 10

  private let state: Mutex<State>

  /// A body with so many bytes.
  init(_ byteCount: Int) {
    var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    let block = (0..<Self.pieceBytes).map { _ in
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: seed >> 56)
    }
    state = Mutex(State(left: byteCount, block: block))
  }

  func next() async throws -> [UInt8]? {
    state.withLock { state in
      guard state.left > 0 else { return nil }
      for index in 0..<8 { state.block[index] = UInt8(truncatingIfNeeded: state.number >> (8 * index)) }
      let piece = Array(state.block.prefix(state.left))
      state.number += 1
      state.left -= piece.count
      return piece
    }
  }

  func cancel() { state.withLock { $0.left = 0 } }
}
