internal import CCurl
internal import Glibc

/// Knows which sockets libcurl waits for, and waits for them with epoll.
///
/// A connection that is not in use stays registered: that saves two system calls a request, and what a server sends unasked
/// for is seen. Such a connection is spoiled, since the next request would take those bytes for its response.
/// Only the thread of an `UpstreamLoop` uses it.
final class SocketWatch {
  private struct Watch {
    var isConnection = false
    /// Tells it from others that had or will have its number.
    var serial = 0
    /// It belongs to a transfer, which may have paused it.
    var isUsed = false
    var wanted: UInt32 = 0
    var registered: UInt32 = 0
  }

  /// A connection, though others had its socket's number before.
  struct Connection {
    fileprivate let socket: Int32
    fileprivate let serial: Int
  }

  private static let batch = 64
  private static let discardLimit = 1_048_576

  private let epoll: Int32
  private let mailbox: Int32
  private var watches: [Watch] = []
  private var serials = 0
  private var ready = [Int32](repeating: 0, count: batch)
  private var events = [UInt32](repeating: 0, count: batch)

  init(mailbox: Int32) throws(UpstreamError) {
    self.mailbox = mailbox
    epoll = scurl_epoll_create()
    guard epoll >= 0 else { throw .couldNotConnect(.system(errno)) }
    guard scurl_epoll_set(epoll, EPOLL_CTL_ADD, mailbox, EPOLLIN.rawValue) == 0 else {
      throw .couldNotConnect(.system(errno))
    }
  }

  deinit {
    Glibc.close(epoll)
  }

  /// Waits, and gives each socket that is ready, with libcurl's bits; true if there is mail.
  func wait(milliseconds: Int32, _ act: (Int32, Int32) -> Void) -> Bool {
    let count = unsafe scurl_epoll_wait(epoll, &ready, &events, Int32(Self.batch), milliseconds)
    var hasMail = false
    for index in 0..<Int(max(count, 0)) {
      let socket = ready[index]
      if socket == mailbox {
        hasMail = true
      } else if self[socket].wanted == 0 {
        readyUnasked(socket)
      } else {
        act(socket, Self.bits(events[index]))
      }
    }
    return hasMail
  }

  /// libcurl wants to know when the socket is ready for `what`, one of its CURL_POLL values.
  func want(_ socket: Int32, _ what: Int32) {
    var wanted: UInt32 = 0
    if what & CURL_POLL_IN != 0, what != CURL_POLL_REMOVE { wanted |= EPOLLIN.rawValue }
    if what & CURL_POLL_OUT != 0, what != CURL_POLL_REMOVE { wanted |= EPOLLOUT.rawValue }
    let old = self[socket]
    self[socket].wanted = wanted
    if wanted == 0 {
      if !old.isConnection || old.registered != EPOLLIN.rawValue { forget(socket) }
      return
    }
    self[socket].isUsed = true
    if wanted != old.registered {
      let operation = old.registered == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
      _ = scurl_epoll_set(epoll, operation, socket, wanted)
      self[socket].registered = wanted
    }
  }

  /// Opens a socket for a connection.
  func open(family: Int32, kind: Int32, protocol number: Int32) -> Int32 {
    let socket = scurl_socket(family, kind, number)
    serials += 1
    if socket >= 0 { self[socket] = Watch(isConnection: true, serial: serials) }
    return socket
  }

  /// Closes a connection's socket.
  ///
  /// Closing alone might not end its registration: a child process that is being started has a copy for a moment.
  func close(socket: Int32) -> Int32 {
    forget(socket)
    self[socket] = Watch()
    return Glibc.close(socket)
  }

  /// The connection that has this number now.
  func connection(_ socket: Int32) -> Connection { Connection(socket: socket, serial: self[socket].serial) }

  /// Takes back the connection of a transfer that is over, and spoils it if it has bytes in it or is at its end.
  func release(_ connection: Connection) {
    let socket = connection.socket
    let watch = self[socket]
    guard watch.isConnection, watch.serial == connection.serial, watch.wanted == 0 else { return }
    self[socket].isUsed = false
    var byte: UInt8 = 0
    if unsafe recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) >= 0 { spoil(socket) }
  }

  /// A socket is ready that nobody waits for: a paused transfer's, or a connection that is not in use.
  private func readyUnasked(_ socket: Int32) {
    let watch = self[socket]
    guard watch.registered != 0 else { return }
    if watch.isConnection, !watch.isUsed { spoil(socket) } else { forget(socket) }
  }

  /// Makes an unused connection one that libcurl finds closed.
  private func spoil(_ socket: Int32) {
    forget(socket)
    var buffer = [UInt8](repeating: 0, count: 16_384)
    var discarded = 0
    while discarded < Self.discardLimit {
      let count = unsafe recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { break }
      discarded += count
    }
    shutdown(socket, Int32(SHUT_RDWR))
  }

  private func forget(_ socket: Int32) {
    guard self[socket].registered != 0 else { return }
    _ = scurl_epoll_set(epoll, EPOLL_CTL_DEL, socket, 0)
    self[socket].registered = 0
  }

  private subscript(socket: Int32) -> Watch {
    get { Int(socket) < watches.count ? watches[Int(socket)] : Watch() }
    set {
      while watches.count <= Int(socket) { watches.append(Watch()) }
      watches[Int(socket)] = newValue
    }
  }

  /// Errors and hang-ups are for libcurl to find when it reads or writes.
  private static func bits(_ events: UInt32) -> Int32 {
    var bits: Int32 = 0
    let broken = EPOLLERR.rawValue | EPOLLHUP.rawValue
    if events & (EPOLLIN.rawValue | broken) != 0 { bits |= CURL_CSELECT_IN }
    if events & (EPOLLOUT.rawValue | EPOLLERR.rawValue) != 0 { bits |= CURL_CSELECT_OUT }
    return bits
  }
}
