/// Bytes that show where they stand, made and compared quickly: the same again every 65,521.
enum Pattern {
  /// A prime, so that blocks of the usual sizes that change places are noticed.
  static let period = 65_521
  private static let twice: [UInt8] = {
    var state: UInt64 = 1
    let once = (0..<period).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    return once + once
  }()

  /// So many bytes from the start.
  static func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count { bytes += twice.prefix(min(period, count - bytes.count)) }
    return bytes
  }

  /// Whether the bytes are those that stand at that place.
  static func matches(_ bytes: [UInt8], at place: Int) -> Bool {
    var done = 0
    while done < bytes.count {
      let start = (place + done) % period
      let count = min(period, bytes.count - done)
      guard bytes[done..<done + count] == twice[start..<start + count] else { return false }
      done += count
    }
    return true
  }
}
