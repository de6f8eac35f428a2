internal import CSodium

// Array.span and Array.mutableSpan need the newest Apple systems; these reach the same views on all that the package names.

/// As many zeros as a record takes: copied in one go, also in debug builds, which walk other sequences byte by byte.
private let zeros = [UInt8](repeating: 0, count: 65_556)

extension Array where Element == UInt8 {
  /// Makes an array with a copy of the viewed bytes.
  @inlinable
  package init(copying bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe [UInt8]($0) }
  }

  /// Calls `body` with a view of these bytes, valid during the call.
  @inlinable
  package func withSpan<R: ~Copyable, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    let slice = self[...]
    return try body(slice.span)
  }

  /// Calls `body` with a mutable view of these bytes, valid during the call.
  @inlinable
  package mutating func withMutableSpan<R, E: Error>(
    _ body: (inout MutableSpan<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try unsafe withUnsafeMutableBufferPointer { buffer throws(E) in
      var span = unsafe MutableSpan(_unsafeElements: buffer)
      return try body(&span)
    }
  }

  /// Appends the viewed bytes.
  @inlinable
  package mutating func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  /// Appends zeros.
  package mutating func append(zeros count: Int) {
    var rest = count
    while rest > 0 {
      append(contentsOf: zeros.prefix(rest))
      rest -= zeros.count
    }
  }

  /// Appends an unsigned integer, most significant byte first.
  @inlinable
  package mutating func append<I: FixedWidthInteger & UnsignedInteger>(bigEndian value: I) {
    var shift = I.bitWidth - 8
    while shift >= 0 {
      append(UInt8(truncatingIfNeeded: value >> I(shift)))
      shift -= 8
    }
  }

  /// Gives the array `count` bytes whose values don't matter, keeping its storage where that is large enough.
  ///
  /// A caller that passes the same array again and again pays neither for fresh pages nor for zeros.
  package mutating func resizeForOverwrite(to count: Int) {
    if self.count >= count {
      removeLast(self.count - count)
    } else if capacity >= count {
      append(zeros: count - self.count)
    } else {
      self = []
      self = unsafe [UInt8](unsafeUninitializedCapacity: count) { _, initialized in
        // Every byte is trivial, and each caller overwrites all of them or empties the array.
        initialized = count
      }
    }
  }

  /// Overwrites all bytes from `start` on with zeros, and removes them.
  package mutating func eraseTail(from start: Int) {
    unsafe withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress, start < buffer.count else { return }
      unsafe sodium_memzero(base + start, buffer.count - start)
    }
    removeLast(count - start)
  }

  /// Overwrites all bytes with zeros in a way that the optimiser keeps, then empties the array.
  package mutating func erase() {
    unsafe withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe sodium_memzero(base, buffer.count)
    }
    removeAll(keepingCapacity: true)
  }
}

extension Span where Element == UInt8 {
  /// The unsigned integer at `offset`, most significant byte first; the caller has checked that it is there.
  @inlinable
  package func bigEndian<I: FixedWidthInteger & UnsignedInteger>(at offset: Int, as type: I.Type) -> I {
    var value: I = 0
    for index in offset..<offset + I.bitWidth / 8 {
      value = (value << 8) | I(self[index])
    }
    return value
  }

  /// The offset of the last byte that isn't zero, or nil; eight bytes at a time, for padding is long.
  package var lastNonZero: Int? {
    var end = count
    unsafe withUnsafeBytes { bytes in
      while end >= 8, unsafe bytes.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self) == 0 { end -= 8 }
    }
    while end > 0 && self[end - 1] == 0 { end -= 1 }
    return end == 0 ? nil : end - 1
  }

  /// Whether the viewed bytes are the same.
  ///
  /// Not for secrets: see `Sodium.equal`.
  package func elementsEqual(_ other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    for index in 0..<count where self[index] != other[index] { return false }
    return true
  }
}

extension MutableSpan where Element == UInt8 {
  /// Copies `bytes` to `offset`; both lie within bounds.
  @inlinable
  package mutating func copy(_ bytes: Span<UInt8>, at offset: Int) {
    precondition(offset >= 0 && bytes.count <= count - offset)
    unsafe withUnsafeMutableBufferPointer { target in
      unsafe bytes.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        unsafe (to + offset).update(from: from, count: source.count)
      }
    }
  }

  /// Calls `body` with a mutable view of `range`, which lies within bounds.
  @inlinable
  package mutating func withSubspan<R, E: Error>(
    _ range: Range<Int>, _ body: (inout MutableSpan<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return try unsafe withUnsafeMutableBufferPointer { buffer throws(E) in
      var span = unsafe MutableSpan(_unsafeElements: buffer.extracting(range))
      return try body(&span)
    }
  }

  /// Moves the bytes of `range` down to `offset`.
  package mutating func move(_ range: Range<Int>, to offset: Int) {
    guard range.lowerBound != offset else { return }
    precondition(offset >= 0 && offset < range.lowerBound && range.upperBound <= count)
    unsafe withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe (base + offset).update(from: base + range.lowerBound, count: range.count)
    }
  }

  /// Sets `range` to zero.
  @inlinable
  package mutating func zero(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    unsafe withUnsafeMutableBufferPointer { target in
      guard let to = target.baseAddress else { return }
      unsafe (to + range.lowerBound).update(repeating: 0, count: range.count)
    }
  }
}

extension String {
  /// Makes a string of the viewed bytes, which are ASCII or UTF-8.
  @inlinable
  package init(_ bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
