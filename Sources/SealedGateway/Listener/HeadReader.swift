import CMicrohttpd

/// Reads the head that the library has parsed, through the gate.
struct HeadReader {
  private var gate: HeaderGate
  private var layout: HeadLayout

  /// The request, if it may pass.
  static func read(
    _ connection: OpaquePointer, method: UnsafePointer<CChar>, version: UnsafePointer<CChar>,
    _ exchange: ListenerExchange
  ) -> Result<GatedRequest, Refusal> {
    let size = unsafe cmhd_head_size(connection)
    let limits = exchange.core.limits
    guard size <= limits.headBytes else { return .failure(.headTooLarge) }
    let layout = unsafe HeadLayout(method: method, line: exchange.line, version: version)
    var reader = HeadReader(gate: HeaderGate(limits: limits), layout: layout)
    unsafe withUnsafeMutablePointer(to: &reader) { context in
      _ = unsafe MHD_get_connection_values_n(connection, .HEADER_KIND, takeField, context)
    }
    guard !HeadLayout.isKnown || reader.layout.ends(at: UInt(bitPattern: method) + UInt(size)) else {
      return .failure(.malformed("the head has lines that do not end with CRLF, are folded, or hold NUL"))
    }
    return unsafe CStrings.withBytes(method) { method in
      unsafe CStrings.withBytes(version) { version in
        reader.gate.finish(method: method, target: exchange.line.target, version: version, isSecure: false)
      }
    }
  }

  private static let takeField: MHD_KeyValueIteratorN = { context, _, name, nameSize, value, valueSize in
    guard let reader = unsafe context?.assumingMemoryBound(to: HeadReader.self), let name = unsafe name else {
      return .NO
    }
    // A field without a value may come without an address: it ends where it starts.
    guard let value = unsafe value else {
      unsafe reader.pointee.layout.isContinuous = false
      return .NO
    }
    unsafe reader.pointee.layout.take(
      name: UInt(bitPattern: name), value: UInt(bitPattern: value), size: UInt(valueSize))
    unsafe CStrings.withBytes(name, count: nameSize) { name in
      unsafe CStrings.withBytes(value, count: valueSize) { value in
        unsafe reader.pointee.gate.add(name: name, value: value)
      }
    }
    return .YES
  }
}
