internal import SealedPayload

// Step 9 of spec/sealed-payload.md, section 21.6: what hops saw against what the client sealed.

extension ServerOptions {
  /// Refuses a request that a hop has led elsewhere.
  func compare(_ outer: RequestHead, with inner: RequestHead, of issuer: Issuer) throws(Refusal) {
    guard inner.scheme == issuer.scheme, authorities.contains(inner.authority) else { throw .mismatch }
    guard !TargetParameters.hideOtherPath(in: inner.path) else { throw .mismatch }
    if let tunnelPath, outer.method == "POST", mapsOuterTarget(outer.path) == tunnelPath { return }
    guard outer.method == (inner.method == "HEAD" ? "GET" : inner.method) else { throw .mismatch }
    guard OuterTarget.matches(mapsOuterTarget(outer.path), inner.path) else { throw .mismatch }
  }

  /// The policy of a request whose path is in normal form: the stricter one, if the API might read it in another way.
  func policy(method: String, path: String) -> RoutePolicy {
    guard !routes.isEmpty else { return .sealed }
    let exact = routes.first { $0.matches(method: method, path: path) }?.policy ?? .sealed
    let free = routes.first { $0.matchesFreely(method: method, path: path) }?.policy ?? .sealed
    let policy = exact.strictness >= free.strictness ? exact : free
    // That a route needs no sealing takes nothing from a message that is sealed.
    return policy == .unsealed ? .sealed : policy
  }

  /// Whether anything may come unsealed.
  var hasExceptions: Bool { routes.contains { $0.policy == .unsealed } }

  /// A request that isn't sealed and may go to the application all the same; nil for any other.
  ///
  /// Scheme and name are the API's own: those that a stranger wrote are nobody's word.
  func exception(_ outer: RequestHead, for issuer: Issuer) -> RequestHead? {
    let target = mapsOuterTarget(outer.path)
    // What isn't in normal form might be read as another path behind us.
    guard TargetRules.isPath(target), !TargetParameters.hideOtherPath(in: target),
      routes.first(where: { $0.matches(method: outer.method, path: target) })?.policy == .unsealed,
      policy(method: outer.method, path: target) == .sealed
    else { return nil }
    var head = outer
    head.path = target
    head.scheme = issuer.scheme
    if !authorities.contains(outer.authority) { head.authority = issuer.authority }
    return head
  }
}

/// The outer path and query in the form that is compared: %-encoded unreserved characters decoded, once; hex digits in upper case.
enum OuterTarget {
  /// Whether an outer target is the inner one.
  static func matches(_ outer: String, _ inner: String) -> Bool {
    if outer.utf8.elementsEqual(inner.utf8) { return true }
    return normalized(outer)?.elementsEqual(inner.utf8) ?? false
  }

  private static func normalized(_ target: String) -> [UInt8]? {
    let bytes = Array(target.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "%") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      guard bytes.count - index >= 3, let high = hex(bytes[index + 1]), let low = hex(bytes[index + 2])
      else { return nil }
      let value = high << 4 | low
      if isUnreserved(value) {
        result.append(value)
      } else {
        result += [UInt8(ascii: "%"), digit(high), digit(low)]
      }
      index += 3
    }
    return result
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x41 + value - 10 }

  /// unreserved, RFC 3986 section 2.3.
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }
}
