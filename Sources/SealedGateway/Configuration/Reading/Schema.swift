internal import SealedPayload

/// What a JSON schema says about a value.
indirect enum Schema: Sendable {
  case boolean
  case integer(ClosedRange<Int>)
  /// A text; `shape` is a regular expression.
  case string(shape: String?)
  case choice([String])
  /// A list of different values.
  case list(Schema)
  case object([Member], required: [String])
  case anyOf([Schema])

  /// A member of an object.
  struct Member: Sendable {
    let name: String
    let schema: Schema
    var help = ""
    var initial: ShownValue?
  }
}

extension Schema {
  /// Writes the members of the schema's object.
  func write(to json: inout JSONWriter) {
    switch self {
    case .boolean: json.string("type", "boolean")
    case .integer(let range):
      json.string("type", "integer")
      json.integer("minimum", range.lowerBound)
      json.integer("maximum", range.upperBound)
    case .string(let shape):
      json.string("type", "string")
      if let shape { json.string("pattern", shape) } else { json.integer("minLength", 1) }
    case .choice(let words): json.array("enum") { json in words.forEach { json.element($0) } }
    case .list(let element):
      json.string("type", "array")
      json.object("items") { element.write(to: &$0) }
      json.bool("uniqueItems", true)
    case .object(let members, let required): Self.write(members, required, to: &json)
    case .anyOf(let schemas):
      json.array("anyOf") { json in
        for schema in schemas { json.elementObject { schema.write(to: &$0) } }
      }
    }
  }

  private static func write(_ members: [Member], _ required: [String], to json: inout JSONWriter) {
    json.string("type", "object")
    json.object("properties") { json in
      for member in members {
        json.object(member.name) { json in
          if !member.help.isEmpty { json.string("description", member.help) }
          member.schema.write(to: &json)
          member.initial.map { write($0, to: &json) }
        }
      }
    }
    if !required.isEmpty { json.array("required") { json in required.forEach { json.element($0) } } }
    json.bool("additionalProperties", false)
  }

  private static func write(_ initial: ShownValue, to json: inout JSONWriter) {
    switch initial {
    case .text(let text): json.string("default", text)
    case .integer(let number): json.integer("default", number)
    case .bool(let isTrue): json.bool("default", isTrue)
    case .texts(let texts): json.array("default") { json in texts.forEach { json.element($0) } }
    case .other: break
    }
  }
}
