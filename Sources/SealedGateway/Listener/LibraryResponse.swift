import CMicrohttpd
import SealedHTTP
import SealedPayload
import Synchronization

/// Makes the library's response from an answer.
enum LibraryResponse {
  /// Queues the answer; false if the library doesn't take it.
  static func queue(_ answer: Answer, of exchange: ListenerExchange, closing: Bool, on library: LibraryConnection)
    -> Bool
  {
    guard let response = unsafe make(answer, exchange, library) else { return false }
    defer { unsafe MHD_destroy_response(response) }
    for field in answer.fields where unsafe !add(field, to: response) { return false }
    if closing { unsafe MHD_add_response_header(response, "Connection", "close") }
    return unsafe MHD_queue_response(library.pointer, UInt32(answer.status), response) == .YES
  }

  private static func make(_ answer: Answer, _ exchange: ListenerExchange, _ library: LibraryConnection)
    -> OpaquePointer?
  {
    switch answer.body {
    case .whole(let bytes) where bytes.count <= ListenerLimits.wholeResponseBytes:
      // The library copies: it doesn't write through the pointer.
      unsafe bytes.withUnsafeBytes { buffer in
        unsafe MHD_create_response_from_buffer(
          buffer.count, UnsafeMutableRawPointer(mutating: buffer.baseAddress), .RESPMEM_MUST_COPY)
      }
    case .whole(let bytes):
      unsafe readBack(
        LibraryResponseBox(WholeResponseBody(bytes), library), length: UInt64(bytes.count), blockBytes: 64 << 10)
    case .stream(let length?):
      unsafe readBack(LibraryResponseBox(exchange, library), length: UInt64(length), blockBytes: min(length, 32 << 10))
    case .stream(nil):
      // Chunks are written straight into the connection's memory; the block serves HTTP/1.0.
      unsafe readBack(
        LibraryResponseBox(exchange, library), length: cmhd_size_unknown(),
        blockBytes: isHTTP11(exchange) ? 64 : 16 << 10)
    case .left(let length?): unsafe leftOut(UInt64(length), library)
    case .left(nil): unsafe leftOut(library)
    }
  }

  private static func readBack(_ box: LibraryResponseBox, length: UInt64, blockBytes: Int) -> OpaquePointer? {
    let context = unsafe Unmanaged.passRetained(box)
    let response = unsafe MHD_create_response_from_callback(
      length, max(blockBytes, 1), MicrohttpdCallbacks.readResponse, context.toOpaque(),
      MicrohttpdCallbacks.releaseResponse)
    if unsafe response == nil { unsafe context.release() }
    return unsafe response
  }

  /// A length and no body.
  private static func leftOut(_ length: UInt64, _ library: LibraryConnection) -> OpaquePointer? {
    unsafe readBack(LibraryResponseBox(WholeResponseBody([]), library), length: length, blockBytes: 1)
  }

  /// The library would send the last chunk even after HEAD if the length were unknown: the connection ends instead.
  private static func leftOut(_ library: LibraryConnection) -> OpaquePointer? {
    guard let response = unsafe leftOut(cmhd_size_unknown(), library) else { return nil }
    unsafe cmhd_end_by_close(response)
    return unsafe response
  }

  private static func isHTTP11(_ exchange: ListenerExchange) -> Bool {
    exchange.state.withLock { $0.request?.isHTTP11 ?? true }
  }

  /// An empty value goes as a space, which the library takes and readers strip (RFC 9110 section 5.5).
  private static func add(_ field: HeaderField, to response: OpaquePointer) -> Bool {
    let value = (field.rawValue.isEmpty ? [0x20] : field.rawValue) + [0]
    return unsafe value.withUnsafeBytes { buffer in
      unsafe MHD_add_response_header(response, field.name, buffer.assumingMemoryBound(to: CChar.self).baseAddress)
        == .YES
    }
  }
}
