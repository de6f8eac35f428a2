import SealedCrypto
import Synchronization
import Testing

@Suite("Pieces and shared bytes")
struct PiecesTests {
  @Test(
    "Every thread writes its piece alone, also an empty one", arguments: [[0, 5], [0, 0, 3, 3, 10], [0, 100, 4096]])
  func pieces(cuts: [Int]) {
    let count = cuts.last ?? 0
    var target = [UInt8](repeating: 0xFF, count: count)
    Pieces.withPieces(of: &target, cuts: cuts) { pieces in
      concurrently(cuts.count - 1) { index in
        pieces.withPiece(index) { piece in
          for offset in 0..<piece.count { piece[offset] = UInt8(index) }
        }
      }
    }
    let expected = zip(cuts, cuts.dropFirst()).enumerated().flatMap { index, cut in
      [UInt8](repeating: UInt8(index), count: cut.1 - cut.0)
    }
    #expect(target == expected)
  }

  @Test("No bytes make one piece of no bytes")
  func nothing() {
    var target: [UInt8] = []
    let count = Pieces.withPieces(of: &target, cuts: [0, 0]) { pieces in pieces.withPiece(0) { $0.count } }
    #expect(count == 0)
  }

  @Test("All threads read the same bytes")
  func shared() {
    let source = (0..<256).map { UInt8($0) }[...]
    let sum = Mutex(0)
    SharedBytes.withShared(source.span) { shared in
      concurrently(8) { index in
        let part = shared.withSpan { span in (0..<32).reduce(0) { $0 + Int(span[index * 32 + $1]) } }
        sum.withLock { $0 += part }
      }
    }
    #expect(sum.withLock { $0 } == 255 * 128)
  }
}
