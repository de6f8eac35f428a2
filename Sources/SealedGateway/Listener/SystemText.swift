import Glibc

/// What the system says of its errors.
enum SystemText {
  static func of(_ code: Int32) -> String {
    var text = [CChar](repeating: 0, count: 256)
    let isFound = unsafe text.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe strerror_r(code, $0, buffer.count) == 0 } ?? false
    }
    guard isFound else { return "error \(code)" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
