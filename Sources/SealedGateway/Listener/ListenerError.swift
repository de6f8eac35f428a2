/// Why a listener can't start.
public enum ListenerError: Error, Sendable, Hashable {
  /// The text is not `HOST:PORT` with a port up to 65535.
  case badAddress(String)
  /// The host has no address on this machine.
  case unknownHost(String)
  /// The system refuses; `errno` says why.
  case system(errno: Int32, doing: String)
  /// The HTTP library doesn't start.
  case library
  /// It was started before.
  case alreadyStarted
}

extension ListenerError: CustomStringConvertible {
  /// What happened, and what to do.
  public var description: String {
    switch self {
    case .badAddress(let text): "\"\(text)\" is not an address to listen on: give HOST:PORT, such as 127.0.0.1:8080"
    case .unknownHost(let host): "the host \"\(host)\" is unknown: give an address of this machine, such as 127.0.0.1"
    case .system(let code, let doing): "cannot \(doing): \(SystemText.of(code))"
    case .library: "the HTTP library does not start: raise the limits of threads and open files"
    case .alreadyStarted: "a listener starts once: make another one"
    }
  }
}
