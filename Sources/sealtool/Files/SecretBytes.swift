#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Bytes on the heap that are erased when they are no longer needed.
@safe struct SecretBytes: ~Copyable {
  private let storage: UnsafeMutableBufferPointer<UInt8>

  /// How many bytes it holds.
  private(set) var count = 0

  /// Makes room; the room never grows, because growing would leave a copy behind.
  init(capacity: Int) {
    unsafe storage = .allocate(capacity: max(capacity, 1))
    unsafe storage.initialize(repeating: 0)
  }

  deinit {
    // Unlike plain stores, these are never optimised away.
    #if canImport(Darwin)
      if let start = unsafe storage.baseAddress { _ = unsafe memset_s(start, storage.count, 0, storage.count) }
    #else
      if let start = unsafe storage.baseAddress { unsafe explicit_bzero(start, storage.count) }
    #endif
    unsafe storage.deallocate()
  }

  /// Lends the bytes, for as long as `body` runs.
  func withBytes<Value: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    // The pointer lives as long as self, which the caller keeps.
    let bytes = unsafe UnsafeBufferPointer(storage).extracting(0..<count)
    return try body(unsafe Span(_unsafeElements: bytes))
  }

  /// Reads until the room is full or the file ends; false if there may be more than fits.
  mutating func fill(from descriptor: borrowing Descriptor) throws(ToolError) -> Bool {
    while !isFull {
      if try readMore(from: descriptor) == 0 { return true }
    }
    return false
  }

  /// Reads until a line ends, the file ends, or the room is full; false if the line does not fit.
  mutating func fillLine(from descriptor: borrowing Descriptor) throws(ToolError) -> Bool {
    while !isFull {
      let got = try readMore(from: descriptor)
      if cutAtLineEnd() || got == 0 { return true }
    }
    return false
  }

  private var isFull: Bool { unsafe count == storage.count }

  private mutating func readMore(from descriptor: borrowing Descriptor) throws(ToolError) -> Int {
    // The buffer is initialised from end to end, and self is borrowed exclusively.
    var room = unsafe MutableSpan(_unsafeElements: storage)
    let got = try descriptor.read(into: &room, from: count)
    count += got
    return got
  }

  /// Drops the first line end and what follows it; says whether there was one.
  private mutating func cutAtLineEnd() -> Bool {
    let end = withBytes { bytes in bytes.indices.first { bytes[$0] == UInt8(ascii: "\n") } }
    guard let end else { return false }
    let hasReturn = withBytes { bytes in end > 0 && bytes[end - 1] == UInt8(ascii: "\r") }
    count = hasReturn ? end - 1 : end
    return true
  }
}
