import CMicrohttpd

/// The library's handle of a connection as a number, which can go from thread to thread.
///
/// It is valid in the library's callbacks, and while the connection is suspended: the library frees no suspended connection.
struct LibraryConnection: Sendable {
  let number: UInt

  init(number: UInt) {
    self.number = number
  }

  init(_ pointer: OpaquePointer) {
    number = UInt(bitPattern: pointer)
  }

  var pointer: OpaquePointer? { unsafe OpaquePointer(bitPattern: number) }

  /// Takes the connection out of the library's loop; only in a callback.
  func suspend() { unsafe MHD_suspend_connection(pointer) }

  /// Puts it back; from any thread, once for each `suspend`.
  func resume() { unsafe MHD_resume_connection(pointer) }
}
