internal import SealedPayload

/// A HAR file (HTTP Archive 1.2): finds its entries, and hands on everything else as it is.
struct HARFile {
  let source: JSONSource

  /// The entries, in the order of the file.
  let entries: [JSONSource.Value]

  /// Why a file is refused.
  enum Problem: Error {
    /// Not JSON, or nested too deeply.
    case notJSON
    /// JSON, but without `log` and `entries`, or with too many of them.
    case notHAR
  }

  /// Reads a file whose size was bounded.
  init(_ text: [UInt8]) throws(Problem) {
    guard let source = JSONSource(text, depth: HARLimits.depth) else { throw .notJSON }
    guard let log = source.member("log", of: source.root), let array = source.member("entries", of: log),
      let entries = source.elements(array, most: HARLimits.elements)
    else { throw .notHAR }
    self.source = source
    self.entries = entries
  }
}

extension JSONSource {
  /// The members of an object that is looked into.
  func members(_ value: Value?) -> [Member]? { value.flatMap { members($0, most: HARLimits.members) } }

  /// The value of a member, if `value` is an object that has it.
  func member(_ name: String, of value: Value?) -> Value? { members(value)?.first { $0.name == name }?.value }

  /// The values of all headers of that name, compared without regard to case.
  func headers(_ name: String, of message: Value) -> [[UInt8]] {
    let headers = member("headers", of: message).flatMap { elements($0, most: HARLimits.elements) } ?? []
    return headers.compactMap { header in
      guard let members = members(header),
        text(members.first { $0.name == "name" }?.value)?.lowercased() == name
      else { return nil }
      return members.first { $0.name == "value" }.flatMap { string($0.value, most: HARLimits.messageText) }
    }
  }
}
