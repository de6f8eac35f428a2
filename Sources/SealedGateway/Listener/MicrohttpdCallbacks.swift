import CMicrohttpd
import SealedHTTP

/// What the library calls, on its own threads.
///
/// In a file of their own, away from any isolation, as a closure that inherits one traps when C calls it. The pointers that the
/// library hands over are valid for the call; contexts are objects of ours that the library keeps, retained once.
enum MicrohttpdCallbacks {
  /// A connection starts or ends.
  ///
  /// Its context is its `ListenerConnection`.
  static let connection: MHD_NotifyConnectionCallback = { context, connection, slot, event in
    guard let core = unsafe object(ListenerCore.self, context), let connection = unsafe connection,
      let slot = unsafe slot
    else { return }
    let descriptor = unsafe cmhd_descriptor(connection)
    switch event {
    case .CONNECTION_NOTIFY_STARTED:
      guard let entered = core.connections[descriptor] else { return Sockets.shutDown(descriptor) }
      unsafe slot.pointee = unsafe Unmanaged.passRetained(entered).toOpaque()
    case .CONNECTION_NOTIFY_CLOSED:
      guard let pointer = unsafe slot.pointee else { return }
      unsafe slot.pointee = nil
      core.forget(unsafe Unmanaged<ListenerConnection>.fromOpaque(pointer).takeRetainedValue(), descriptor: descriptor)
    default: break
    }
  }

  /// The first line has come: the target is still as it was sent.
  ///
  /// Returns the request's context, a `ListenerExchange`.
  static let requestLine:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) -> UnsafeMutableRawPointer? = {
      context, target, connection in
      guard let core = unsafe object(ListenerCore.self, context), let target = unsafe target,
        let connection = unsafe connection,
        let listener = unsafe object(ListenerConnection.self, cmhd_connection_context(connection))
      else { return nil }
      let line = unsafe RequestLine(target)
      let exchange = ListenerExchange(core: core, connection: listener, line: line)
      listener.begin(exchange, deadline: core.now + core.limits.headTime)
      return unsafe Unmanaged.passRetained(exchange).toOpaque()
    }

  /// Keeps the target as it is: its length.
  static let unescape: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?) -> Int =
    {
      _, _, text in
      guard let text = unsafe text else { return 0 }
      return unsafe CStrings.length(text)
    }

  /// The head is there, a part of the body, or the end of the request.
  static let request: MHD_AccessHandlerCallback = { _, connection, _, method, version, body, bodySize, slot in
    guard let connection = unsafe connection, let method = unsafe method, let version = unsafe version,
      let bodySize = unsafe bodySize,
      let exchange = unsafe object(ListenerExchange.self, slot?.pointee)
    else { return .NO }
    let library = unsafe LibraryConnection(connection)
    let bytes = unsafe UnsafeRawBufferPointer(start: body, count: body == nil ? 0 : bodySize.pointee)
    let step =
      exchange.isAtHead
      ? exchange.begin(unsafe HeadReader.read(connection, method: method, version: version, exchange), library)
      : unsafe exchange.step(bytes, library)
    switch step {
    case .proceed(let used):
      unsafe bodySize.pointee -= used
      return .YES
    case .send(let answer):
      unsafe bodySize.pointee = 0
      return LibraryResponse.queue(answer, of: exchange, closing: exchange.isLast, on: library) ? .YES : .NO
    case .close: return .NO
    }
  }

  /// The exchange is over.
  static let completed: MHD_RequestCompletedCallback = { _, _, slot, _ in
    guard let slot = unsafe slot, let pointer = unsafe slot.pointee else { return }
    unsafe slot.pointee = nil
    unsafe Unmanaged<ListenerExchange>.fromOpaque(pointer).takeRetainedValue().end()
  }

  /// The library wants bytes of a response's body.
  static let readResponse: MHD_ContentReaderCallback = { context, position, target, size in
    guard let box = unsafe object(LibraryResponseBox.self, context) else { return cmhd_end_with_error() }
    switch unsafe box.read(into: UnsafeMutableRawBufferPointer(start: target, count: size), at: Int(clamping: position))
    {
    case .bytes(let count): return count
    case .nothingYet: return 0
    case .end: return cmhd_end_of_stream()
    case .failure: return cmhd_end_with_error()
    }
  }

  /// The library lets go of a response.
  static let releaseResponse: MHD_ContentReaderFreeCallback = { context in
    guard let context = unsafe context else { return }
    unsafe Unmanaged<LibraryResponseBox>.fromOpaque(context).release()
  }

  private static func object<Object: AnyObject>(_ type: Object.Type, _ context: UnsafeMutableRawPointer?) -> Object? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<Object>.fromOpaque(context).takeUnretainedValue()
  }
}
