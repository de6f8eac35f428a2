import SealedHTTP
import Synchronization

/// The open connections, by descriptor.
///
/// A connection is entered before the library has it, and leaves before its descriptor is closed. Should one be forgotten, the next
/// with its descriptor takes its place.
final class ConnectionRegistry: Sendable {
  private struct State {
    var connections: [Int32: ListenerConnection] = [:]
    var perAddress: [PeerAddress: Int] = [:]
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.connections.count } }

  var all: [ListenerConnection] { state.withLock { Array($0.connections.values) } }

  subscript(descriptor: Int32) -> ListenerConnection? { state.withLock { $0.connections[descriptor] } }

  /// Enters a connection; false if its address has too many.
  func enter(_ connection: ListenerConnection, descriptor: Int32, perAddress limit: Int?) -> Bool {
    state.withLock { state in
      Self.remove(descriptor, &state)
      if let limit, state.perAddress[connection.peer, default: 0] >= limit { return false }
      state.connections[descriptor] = connection
      state.perAddress[connection.peer, default: 0] += 1
      return true
    }
  }

  func remove(_ descriptor: Int32) { state.withLock { Self.remove(descriptor, &$0) } }

  private static func remove(_ descriptor: Int32, _ state: inout State) {
    guard let old = state.connections.removeValue(forKey: descriptor) else { return }
    let left = state.perAddress[old.peer, default: 0] - 1
    state.perAddress[old.peer] = left > 0 ? left : nil
  }
}
