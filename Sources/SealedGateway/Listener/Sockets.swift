import Glibc
import SealedHTTP

/// The system's sockets.
enum Sockets {
  /// Closes a descriptor.
  static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }

  /// Ends both directions.
  static func shutDown(_ descriptor: Int32) { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Says that nothing more will be sent.
  static func endSending(_ descriptor: Int32) { _ = shutdown(descriptor, Int32(SHUT_WR)) }

  /// Sends what the socket takes without waiting; false if that is not all.
  static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    let sent = unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }
    return sent == bytes.count
  }

  /// Breaks the connection so that the client's system reports it, where an end would look like the end of the body.
  static func reset(_ descriptor: Int32) {
    // Connecting to an address of no family, AF_UNSPEC, dissolves a connection (connect(2)): Linux sends RST.
    _ = unsafe SocketAddress().withPointer { unsafe connect(descriptor, $0, $1) }
  }

  /// POLLRDHUP of Linux, which Swift doesn't import: the peer has ended its side.
  private static let peerEnded: Int16 = 0x2000

  /// Which of the peers have ended their side: the indices.
  static func ended(_ descriptors: [Int32]) -> [Int] {
    guard !descriptors.isEmpty else { return [] }
    var polled = descriptors.map { pollfd(fd: $0, events: peerEnded, revents: 0) }
    let count = unsafe polled.withUnsafeMutableBufferPointer { unsafe poll($0.baseAddress, nfds_t($0.count), 0) }
    guard count > 0 else { return [] }
    return polled.indices.filter { polled[$0].revents != 0 }
  }

  /// Opens a socket that listens, and says at which address.
  static func listen(at address: ListenerAddress) throws(ListenerError) -> (descriptor: Int32, address: ListenerAddress)
  {
    var place = try SocketAddress.resolve(address)
    let descriptor = socket(place.family, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw .system(errno: errno, doing: "open a socket") }
    keepToSelf(descriptor)
    // A port whose old connections are still fading away is free (SO_REUSEADDR); one that another process listens on is not.
    var yes: Int32 = 1
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard unsafe place.withPointer({ unsafe bind(descriptor, $0, $1) }) == 0, Glibc.listen(descriptor, SOMAXCONN) == 0
    else {
      let code = errno
      close(descriptor)
      throw .system(errno: code, doing: "listen on \(address)")
    }
    _ = unsafe place.fill { unsafe getsockname(descriptor, $0, $1) }
    return (descriptor, ListenerAddress(host: address.host, port: place.port))
  }

  /// The next connection; nil with `errno` if there is none.
  static func accept(from listener: Int32) -> (descriptor: Int32, address: SocketAddress)? {
    var address = SocketAddress()
    let descriptor = unsafe address.fill { unsafe Glibc.accept(listener, $0, $1) }
    guard descriptor >= 0 else { return nil }
    keepToSelf(descriptor)
    return (descriptor, address)
  }

  /// The descriptor doesn't block, and is not passed on to programs that this process starts.
  static func keepToSelf(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// Raises the process's limit of open files as far as it may, and returns it.
  static func openFiles() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    if limit.rlim_cur < limit.rlim_max {
      var raised = rlimit(rlim_cur: limit.rlim_max, rlim_max: limit.rlim_max)
      if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
    }
    return Int(clamping: limit.rlim_cur)
  }
}
