/// The target of a request (RFC 9112 section 3.2).
enum RequestTarget {
  struct Place: Equatable {
    let authority: String
    let path: String
  }

  /// Reads a target in origin-form, absolute-form or, for OPTIONS, asterisk-form; the path stays byte for byte as it is.
  static func read(_ target: [UInt8], method: String, host: String) -> Result<Place, Refusal> {
    guard let first = target.first else { return .failure(.malformed("the target is missing")) }
    guard target.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
      return .failure(.malformed("the target has characters that a target can't have"))
    }
    if first == UInt8(ascii: "/") { return .success(Place(authority: host, path: text(target[...]))) }
    if target == [UInt8(ascii: "*")], method == "OPTIONS" { return .success(Place(authority: host, path: "*")) }
    return absolute(target, host: host)
  }

  private static func absolute(_ target: [UInt8], host: String) -> Result<Place, Refusal> {
    guard let start = schemeEnd(target) else { return .failure(.malformed("the target is not a path")) }
    let rest = target[start...]
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
    let authority = rest[..<end]
    guard authority.count == host.utf8.count, !host.isEmpty,
      zip(authority, host.utf8).allSatisfy({ FieldText.lower($0) == FieldText.lower($1) })
    else { return .failure(.malformed("the target names another host than the field")) }
    let path = text(rest[end...])
    return .success(Place(authority: host, path: path.hasPrefix("/") ? path : "/" + path))
  }

  private static func schemeEnd(_ target: [UInt8]) -> Int? {
    let schemes: [StaticString] = ["http://", "https://"]
    for scheme in schemes where FieldText.equals(Array(target.prefix(scheme.utf8CodeUnitCount)), scheme) {
      return scheme.utf8CodeUnitCount
    }
    return nil
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
