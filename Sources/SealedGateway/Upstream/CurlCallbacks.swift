internal import CCurl

/// What libcurl calls, always on the thread of an `UpstreamLoop`.
///
/// Unsafe: each context is an unretained pointer. That of a transfer is used while the loop keeps the transfer, and the loop
/// removes its handle before it lets go of it; those of the multi handle and its sockets live longer than the multi handle.
enum CurlCallbacks {
  /// Installs what concerns all connections.
  @unsafe
  static func install(on multi: UnsafeMutableRawPointer, for owner: CurlMulti) {
    let context = unsafe Unmanaged.passUnretained(owner).toOpaque()
    unsafe scurl_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, context)
    unsafe scurl_multi_set_socket(multi) { easy, socket, what, context, _ in
      guard let context = unsafe context else { return 0 }
      let sockets = unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue().sockets
      sockets.want(socket, what)
      guard what != CURL_POLL_REMOVE, let easy = unsafe easy else { return 0 }
      unsafe CurlCallbacks.transfer(of: easy)?.connection = sockets.connection(socket)
      return 0
    }
    unsafe scurl_multi_set_pointer(multi, CURLMOPT_TIMERDATA, context)
    unsafe scurl_multi_set_timer(multi) { _, milliseconds, context in
      guard let context = unsafe context else { return 0 }
      unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue().setTimer(milliseconds)
      return 0
    }
  }

  /// Installs what concerns one transfer, and how its sockets are opened and closed.
  @unsafe
  static func install(on easy: UnsafeMutableRawPointer, for transfer: Transfer, sockets: SocketWatch) {
    let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
    for option in [CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_READDATA, CURLOPT_PREREQDATA] {
      unsafe scurl_set_pointer(easy, option, context)
    }
    unsafe installData(on: easy)
    unsafe scurl_set_before_request(easy) { context, _, _, _, _ in
      guard let context = unsafe context else { return CURL_PREREQFUNC_ABORT }
      let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      return transfer.willSend() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }
    let opener = unsafe Unmanaged.passUnretained(sockets).toOpaque()
    unsafe scurl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, opener)
    unsafe scurl_set_open(easy) { context, _, address in
      guard let context = unsafe context, let address = unsafe address?.pointee else { return -1 }
      return unsafe Unmanaged<SocketWatch>.fromOpaque(context).takeUnretainedValue()
        .open(family: address.family, kind: address.socktype, protocol: address.protocol)
    }
    unsafe scurl_set_pointer(easy, CURLOPT_CLOSESOCKETDATA, opener)
    unsafe scurl_set_close(easy) { context, socket in
      guard let context = unsafe context else { return -1 }
      return unsafe Unmanaged<SocketWatch>.fromOpaque(context).takeUnretainedValue().close(socket: socket)
    }
  }

  @unsafe
  private static func installData(on easy: UnsafeMutableRawPointer) {
    unsafe scurl_set_data_callback(easy, CURLOPT_HEADERFUNCTION) { data, size, count, context in
      guard let data = unsafe data, let context = unsafe context else { return 0 }
      let line = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
      let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      return unsafe transfer.takeLine(line) ? line.count : 0
    }
    unsafe scurl_set_data_callback(easy, CURLOPT_WRITEFUNCTION) { data, size, count, context in
      guard let data = unsafe data, let context = unsafe context else { return 0 }
      let bytes = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
      let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      return unsafe transfer.takeBody(bytes) ? bytes.count : scurl_write_pause()
    }
    unsafe scurl_set_data_callback(easy, CURLOPT_READFUNCTION) { data, size, count, context in
      guard let data = unsafe data, let context = unsafe context else { return scurl_read_abort() }
      let room = unsafe UnsafeMutableRawBufferPointer(start: data, count: size * count)
      let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      return switch unsafe transfer.fill(room) {
      case .bytes(let count): count
      case .end: 0
      case .wait: scurl_read_pause()
      case .failure: scurl_read_abort()
      }
    }
  }

  /// The transfer of a handle, while it has one.
  @unsafe
  static func transfer(of easy: UnsafeMutableRawPointer) -> Transfer? {
    var context: UnsafeMutableRawPointer?
    guard unsafe scurl_get_pointer(easy, CURLINFO_PRIVATE, &context) == CURLE_OK, let context = unsafe context
    else { return nil }
    return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }
}
