import Foundation

/// A JSON object whose members tests change.
struct JSONText {
  var members: [String: Any]

  init(_ bytes: [UInt8]) throws {
    let object = try JSONSerialization.jsonObject(with: Data(bytes))
    guard let members = object as? [String: Any] else { throw NotAnObject() }
    self.members = members
  }

  struct NotAnObject: Error {}

  func bytes() throws -> [UInt8] {
    [UInt8](try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes]))
  }

  func changing(_ name: String, to value: Any?) throws -> [UInt8] {
    var changed = self
    changed.members[name] = value
    return try changed.bytes()
  }
}
