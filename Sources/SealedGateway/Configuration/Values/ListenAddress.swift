internal import SealedPayload

/// Where a server listens: an address of this machine, and a port.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
  /// An IPv4 address, or an IPv6 address without brackets.
  package let host: String

  /// The port; 0 lets the system choose one.
  package let port: UInt16

  /// Takes an address and a port.
  package init(host: String, port: UInt16) {
    (self.host, self.port) = (host, port)
  }

  /// The form in which a configuration has it.
  package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// Whether only this machine can connect.
  package var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") }

  /// Takes `127.0.0.1:8443`, `[::1]:8443`.
  init(_ text: String) throws(SettingProblem) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(decimal: text[text.index(after: colon)...]) else {
      throw SettingProblem("'\(text)' is not an address and a port", "use the form 127.0.0.1:8443 or [::1]:8443")
    }
    let host = String(text[..<colon])
    guard NetworkText.isAddress(host, inBrackets: true) else {
      throw SettingProblem("'\(host)' is not an address", "use one such as 127.0.0.1, 0.0.0.0 or [::1]")
    }
    self.init(host: host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host, port: port)
  }
}

/// A name or address, and a port.
package struct HostAndPort: Sendable, Hashable, CustomStringConvertible {
  /// A name, an IPv4 address, or an IPv6 address in brackets.
  package let host: String

  /// The port.
  package let port: UInt16

  /// The form in which a configuration has it.
  package var description: String { "\(host):\(port)" }

  /// Takes `api.internal:8443`.
  package init(_ text: String) throws(SettingProblem) {
    let expected = "use the form HOST:PORT"
    guard let colon = text.lastIndex(of: ":"), AuthorityRules.isAuthority(text),
      let port = UInt16(decimal: text[text.index(after: colon)...])
    else { throw SettingProblem("'\(text)' is not a host and a port", expected) }
    (host, self.port) = (String(text[..<colon]), port)
  }
}

/// Where an API really is: a scheme, a host and a port.
package struct APIOrigin: Sendable, Hashable, CustomStringConvertible {
  /// `http` or `https`.
  package let scheme: String

  /// Host and, unless it is the scheme's own, port.
  package let authority: String

  /// The form in which a configuration has it.
  package var description: String { "\(scheme)://\(authority)" }

  /// Takes `http://127.0.0.1:3000`.
  init(_ text: String) throws(SettingProblem) {
    guard let issuer = try? Issuer(origin: text), let end = text.firstIndex(of: ":") else {
      throw SettingProblem(
        "'\(text)' is not an origin",
        "use the form http://host[:port], in lower case, without the scheme's own port and without a path")
    }
    scheme = String(text[..<end])
    authority = String(issuer.text.dropFirst(scheme.count + 3))
  }
}

/// Addresses as text.
enum NetworkText {
  /// Whether it is an IPv4 address, or an IPv6 address in the form of RFC 5952.
  static func isAddress(_ text: String, inBrackets: Bool) -> Bool {
    let isV4 =
      AuthorityRules.isAuthority(text) && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    if isV4 { return true }
    let bracketed = inBrackets ? text : "[\(text)]"
    // Without a host in brackets there is nothing, or all addresses.
    return bracketed == "[::]" || (bracketed.hasPrefix("[") && AuthorityRules.isAuthority(bracketed))
  }
}

extension UInt16 {
  /// A number in digits alone.
  init?(decimal text: Substring) {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    self.init(text)
  }
}
