import CMicrohttpd
import Glibc

/// The library's threads.
///
/// It has no listening socket: connections are handed to it, so that the number of connections is ours to say and stopping is not a race.
struct MicrohttpdDaemon: Sendable {
  private let number: UInt

  /// Starts the threads.
  ///
  /// The library keeps the core until `stop`.
  static func start(_ core: ListenerCore) throws(ListenerError) -> MicrohttpdDaemon {
    let context = unsafe Unmanaged.passRetained(core)
    let flags =
      MHD_USE_EPOLL_INTERNAL_THREAD.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue | MHD_USE_ITC.rawValue
      | MHD_USE_NO_LISTEN_SOCKET.rawValue
    var options = unsafe options(core.limits, context: context.toOpaque())
    let daemon = unsafe options.withUnsafeMutableBufferPointer { options -> OpaquePointer? in
      guard let base = options.baseAddress else { return nil }
      return unsafe withVaList([MHD_OPTION.ARRAY.rawValue, OpaquePointer(base), MHD_OPTION.END.rawValue]) { list in
        unsafe MHD_start_daemon_va(flags, 0, nil, nil, MicrohttpdCallbacks.request, nil, list)
      }
    }
    guard let daemon = unsafe daemon else {
      unsafe context.release()
      throw .library
    }
    return MicrohttpdDaemon(number: UInt(bitPattern: daemon))
  }

  private var pointer: OpaquePointer? { unsafe OpaquePointer(bitPattern: number) }

  /// Hands over a connection; false if it was closed instead.
  func take(_ descriptor: Int32, _ address: SocketAddress) -> Bool {
    unsafe address.withPointer { address, length in
      unsafe MHD_add_connection(pointer, descriptor, address, length) == .YES
    }
  }

  /// Closes all connections and ends the threads.
  ///
  /// No connection may be suspended, or become so.
  func stop(_ core: ListenerCore) {
    unsafe MHD_stop_daemon(pointer)
    unsafe Unmanaged.passUnretained(core).release()
  }

  private static func options(_ limits: ListenerLimits, context: UnsafeMutableRawPointer) -> [MHD_OptionItem] {
    let threads = limits.threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let seconds = max(1, Int(limits.idleTime.components.seconds) + (limits.idleTime.components.attoseconds > 0 ? 1 : 0))
    var options = unsafe [
      number(.CONNECTION_MEMORY_LIMIT, limits.poolBytes),
      number(.CONNECTION_TIMEOUT, seconds),
      // What 0.9 refuses by itself it answers twice, or not at all: the gate refuses more, and answers once.
      number(.STRICT_FOR_CLIENT, HeadLayout.isKnown ? 0 : 1),
      // The library divides its limit among the threads; ours is kept before it sees a connection.
      number(.CONNECTION_LIMIT, (limits.connections + 64) * max(threads, 1)),
      callback(.NOTIFY_CONNECTION, unsafe unsafeBitCast(MicrohttpdCallbacks.connection, to: Int.self), context),
      callback(.NOTIFY_COMPLETED, unsafe unsafeBitCast(MicrohttpdCallbacks.completed, to: Int.self), context),
      callback(.URI_LOG_CALLBACK, unsafe unsafeBitCast(MicrohttpdCallbacks.requestLine, to: Int.self), context),
      callback(.UNESCAPE_CALLBACK, unsafe unsafeBitCast(MicrohttpdCallbacks.unescape, to: Int.self), context),
    ]
    if threads > 1 { unsafe options.append(number(.THREAD_POOL_SIZE, threads)) }
    return unsafe options + [number(.END, 0)]
  }

  private static func number(_ option: MHD_OPTION, _ value: Int) -> MHD_OptionItem {
    unsafe MHD_OptionItem(option: option, value: value, ptr_value: nil)
  }

  /// In its list of options the library takes a function's address as a number.
  private static func callback(_ option: MHD_OPTION, _ function: Int, _ context: UnsafeMutableRawPointer)
    -> MHD_OptionItem
  {
    unsafe MHD_OptionItem(option: option, value: function, ptr_value: context)
  }
}
