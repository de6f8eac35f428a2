import SealedCrypto

/// Changes bytes at random, in the ways in which damage and malice do.
struct Mutator {
  var generator: SeededGenerator

  init(_ name: String) {
    generator = Seed.generator(name)
  }

  /// One to four changes; `other` lends bytes from elsewhere.
  mutating func mutated(_ bytes: [UInt8], _ other: [UInt8] = []) -> [UInt8] {
    var bytes = bytes
    repeat { change(&bytes, other) } while generator.chance(3)
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
    guard !bytes.isEmpty else { return bytes = generator.bytes(generator.below(40)) }
    let index = generator.below(bytes.count)
    let end = index + generator.below(min(bytes.count - index, 80)) + 1
    switch generator.below(9) {
    case 0: bytes[index] ^= 1 << generator.below(8)
    case 1: bytes[index] = UInt8(generator.below(256))
    case 2: bytes[index] = [0, 1, 0x3F, 0x40, 0x7F, 0x80, 0xBF, 0xC0, 0xFF][generator.below(9)]
    case 3: bytes.removeSubrange(index..<end)
    case 4: bytes.insert(contentsOf: bytes[index..<end], at: index)
    case 5: bytes.insert(contentsOf: generator.bytes(generator.below(9) + 1), at: index)
    case 6: bytes.removeLast(bytes.count - index)
    case 7: bytes.replaceSubrange(index..<min(index + 4, bytes.count), with: number())
    default: bytes.replaceSubrange(index..<end, with: piece(other))
    }
  }

  /// A length or number from the edges.
  private mutating func number() -> [UInt8] {
    var bytes: [UInt8] = []
    let edges: [UInt32] = [0, 1, 16, 17, 18, 64, 16_383, 65_535, 65_552, 65_553, 0x7FFF_FFFF, 0xFFFF_FFFF, 0xC000_0000]
    bytes.append(bigEndian: edges[generator.below(edges.count)])
    return bytes
  }

  private mutating func piece(_ other: [UInt8]) -> [UInt8] {
    guard !other.isEmpty else { return [] }
    let start = generator.below(other.count)
    return Array(other[start...].prefix(generator.below(80)))
  }
}
