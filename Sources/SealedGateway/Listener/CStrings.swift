import Glibc

/// Texts of C.
enum CStrings {
  static func length(_ text: UnsafePointer<CChar>) -> Int { unsafe strlen(text) }

  /// Calls the closure with the bytes before the NUL.
  static func withBytes<R>(_ text: UnsafePointer<CChar>, _ body: (Span<UInt8>) -> R) -> R {
    unsafe withBytes(text, count: length(text), body)
  }

  /// Calls the closure with so many bytes.
  static func withBytes<R>(_ text: UnsafePointer<CChar>, count: Int, _ body: (Span<UInt8>) -> R) -> R {
    unsafe text.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
      unsafe body(UnsafeBufferPointer(start: bytes, count: count).span)
    }
  }
}
