internal import Foundation
internal import SealedHTTP
internal import Synchronization

/// Gives each client a class of its own, since a configuration can only name classes.
///
/// The classes are made of a generic one, as many as are needed; which of them is whose never changes.
enum ProtocolClasses {
  struct Entry: Sendable {
    let client: SealedClient
    let delivery: SealedDelivery
  }

  private struct State: Sendable {
    var entries: [ObjectIdentifier: Entry] = [:]
    var classes: [SealedURLProtocol.Type] = []
    var last: any ClassNumber.Type = FirstClass.self
  }

  private static let state = Mutex(State())

  static func entry(of protocolClass: AnyClass) -> Entry? {
    state.withLock { $0.entries[ObjectIdentifier(protocolClass)] }
  }

  /// The class that seals with this client; the same for the same client.
  static func sealing(with client: SealedClient, _ delivery: SealedDelivery) -> AnyClass {
    state.withLock { state in
      let known = state.classes.first {
        guard let entry = state.entries[ObjectIdentifier($0)] else { return false }
        return entry.client === client && entry.delivery == delivery
      }
      if let known { return known }
      let made = state.last.protocolClass
      state.last = state.last.next
      state.classes.append(made)
      state.entries[ObjectIdentifier(made)] = Entry(client: client, delivery: delivery)
      return made
    }
  }
}

/// A number as a type; each makes another class of the generic one.
private protocol ClassNumber: SendableMetatype {
  static var next: any ClassNumber.Type { get }
}

extension ClassNumber {
  fileprivate static var protocolClass: SealedURLProtocol.Type { NumberedProtocol<Self>.self }
}

private enum FirstClass: ClassNumber {
  static var next: any ClassNumber.Type { NextClass<FirstClass>.self }
}

private enum NextClass<Previous: ClassNumber>: ClassNumber {
  static var next: any ClassNumber.Type { NextClass<NextClass<Previous>>.self }
}

private final class NumberedProtocol<Number: ClassNumber>: SealedURLProtocol {}
