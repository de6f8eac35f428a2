// How spans reach C: pointers that are never null, because libsodium declares most of them so, also where nothing is read.

extension Span where Element == UInt8 {
  /// Calls `body` with the address of the first byte, or of some other one when the span is empty.
  func withPointer<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
    unsafe withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { return unsafe body(base) }
      var none: UInt8 = 0
      return unsafe withUnsafePointer(to: &none) { unsafe body($0) }
    }
  }
}

extension MutableSpan where Element == UInt8 {
  /// Calls `body` with the address of the first byte, or of some other one when the span is empty.
  mutating func withPointer<R>(_ body: (UnsafeMutablePointer<UInt8>) -> R) -> R {
    unsafe withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { return unsafe body(base) }
      var none: UInt8 = 0
      return unsafe withUnsafeMutablePointer(to: &none) { unsafe body($0) }
    }
  }
}
