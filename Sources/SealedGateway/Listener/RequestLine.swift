/// The target of a request, and where it lay in the library's memory.
struct RequestLine: Sendable {
  let target: [UInt8]
  /// Its address, for `HeadLayout`.
  let address: UInt

  init(_ text: UnsafePointer<CChar>) {
    let count = unsafe CStrings.length(text)
    target = unsafe [UInt8](UnsafeRawBufferPointer(start: text, count: count))
    address = UInt(bitPattern: text)
  }
}
