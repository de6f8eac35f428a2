import Foundation
import SealedCrypto

/// Where all generated inputs of a run come from.
///
/// Set SEALED_TEST_SEED to repeat a run.
enum Seed {
  static let value: UInt64 = {
    let given = ProcessInfo.processInfo.environment["SEALED_TEST_SEED"].flatMap { UInt64($0) }
    let seed = given ?? .random(in: .min ... .max)
    print("SEALED_TEST_SEED=\(seed)")
    return seed
  }()

  /// A generator for one test, independent of the others and of their order.
  static func generator(_ name: String) -> SeededGenerator {
    // FNV-1a of the name.
    let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return SeededGenerator(state: value ^ hash)
  }
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(state: UInt64) {
    self.state = state
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// Random bytes; long ones repeat after 4,099 bytes, which divides no length of the format.
  mutating func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * count + 8)
    let random = min(count, 4_099)
    while bytes.count < random { bytes.append(bigEndian: next()) }
    bytes.removeLast(bytes.count - random)
    while bytes.count < count { bytes += bytes }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(limit, 1), using: &self) }

  mutating func chance(_ one: Int) -> Bool { below(one) == 0 }
}
