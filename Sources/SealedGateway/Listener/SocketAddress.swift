import Glibc
import SealedHTTP

/// An address of the system, of IPv4 or IPv6.
struct SocketAddress {
  private var storage = sockaddr_storage()
  private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

  /// An empty one to be filled.
  init() {}

  var family: Int32 { Int32(storage.ss_family) }

  /// The first address of a host.
  static func resolve(_ address: ListenerAddress) throws(ListenerError) -> SocketAddress {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(address.host, "\(address.port)", &hints, &found) == 0, let first = unsafe found else {
      throw .unknownHost(address.host)
    }
    defer { unsafe freeaddrinfo(first) }
    var result = SocketAddress()
    result.length = unsafe first.pointee.ai_addrlen
    unsafe withUnsafeMutableBytes(of: &result.storage) { target in
      unsafe target.copyMemory(
        from: UnsafeRawBufferPointer(start: first.pointee.ai_addr, count: Int(first.pointee.ai_addrlen)))
    }
    return result
  }

  /// Lets a system call read the address.
  func withPointer<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    unsafe withUnsafePointer(to: storage) { storage in
      unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
    }
  }

  /// Lets a system call write the address.
  mutating func fill<R>(_ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> R) -> R {
    length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return unsafe withUnsafeMutablePointer(to: &storage) { storage in
      unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, &length) }
    }
  }

  var port: UInt16 { UInt16(text(Int(NI_MAXSERV), isPort: true)) ?? 0 }

  /// The host's address in text, without a port; that of IPv4 inside IPv6 as IPv4.
  var peer: PeerAddress {
    let host = text(Int(NI_MAXHOST), isPort: false)
    let mapped = "::ffff:"
    guard host.hasPrefix(mapped), host.contains(".") else { return PeerAddress(host) }
    return PeerAddress(String(host.dropFirst(mapped.count)))
  }

  private func text(_ capacity: Int, isPort: Bool) -> String {
    var text = [CChar](repeating: 0, count: capacity)
    let code = unsafe withPointer { address, length in
      unsafe text.withUnsafeMutableBufferPointer { buffer in
        isPort
          ? unsafe getnameinfo(address, length, nil, 0, buffer.baseAddress, socklen_t(buffer.count), NI_NUMERICSERV)
          : unsafe getnameinfo(address, length, buffer.baseAddress, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST)
      }
    }
    guard code == 0 else { return "" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
