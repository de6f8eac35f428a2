internal import SealedCrypto

/// The records of a large body in groups that threads take one by one.
struct RecordGroups {
  /// From so many records on, handing them to other threads costs less than it saves.
  static let smallestConcurrentCount = 4

  /// Records that are smaller than this on average aren't worth handing over.
  static let smallestConcurrentSize = 4_096

  /// Groups for each core: enough that none waits long for the others at the end.
  private static let perCore = 2

  /// Records of a group at most: their plaintext and ciphertext shall fit the cache of a core.
  private static let largest = 16

  let ranges: [Range<Int>]

  init(_ count: Int) {
    let size = min(max(count / (Self.perCore * coreCount), 2), Self.largest)
    ranges = stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}
