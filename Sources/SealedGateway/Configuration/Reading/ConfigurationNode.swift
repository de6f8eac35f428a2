package import SealedPayload

/// A value of a configuration file, with the byte at which it, or the member that holds it, begins.
package struct ConfigurationNode: Sendable {
  /// What the value is.
  package enum Content: Sendable {
    case object([Member])
    case list([ConfigurationNode])
    case text(String)
    case integer(Int64)
    /// A number that is not an integer of 64 bits.
    case number
    case bool(Bool)
    case null
  }

  /// A member of an object.
  package struct Member: Sendable {
    let name: String
    let node: ConfigurationNode
  }

  let content: Content
  let offset: Int

  /// What is at the root of a document.
  package init(_ document: borrowing JSONDocument) {
    self.init(document.root, 0, document)
  }

  private init(_ value: JSONDocument.Value, _ offset: Int, _ document: borrowing JSONDocument) {
    self.offset = offset
    switch value {
    case .object(let members):
      var nodes: [Member] = []
      for member in members {
        nodes.append(Member(name: member.name, node: ConfigurationNode(member.value, member.offset, document)))
      }
      content = .object(nodes)
    case .array(let elements):
      var nodes: [ConfigurationNode] = []
      for element in elements { nodes.append(ConfigurationNode(element.value, element.offset, document)) }
      content = .list(nodes)
    case .string: content = .text(document.string(value) ?? "")
    case .integer(let number): content = .integer(number)
    case .number: content = .number
    case .bool(let isTrue): content = .bool(isTrue)
    case .null: content = .null
    }
  }

  /// What an error calls a value of this type.
  var typeName: String {
    switch content {
    case .object: "an object"
    case .list: "a list"
    case .text: "a text"
    case .integer, .number: "a number"
    case .bool(let isTrue): String(isTrue)
    case .null: "null"
    }
  }
}
