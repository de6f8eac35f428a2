internal import SealedPayload

/// The text of a configuration file: parsed, or what is wrong with it as JSON.
struct ConfigurationText {
  private let bytes: [UInt8]
  private let lineStarts: [Int]

  init(_ bytes: [UInt8], _ lineStarts: [Int]) {
    (self.bytes, self.lineStarts) = (bytes, lineStarts)
  }

  /// The members of the object at the root.
  func members() throws(ConfigurationMistake) -> [ConfigurationNode.Member] {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw mistake(at: 0, "the file is not UTF-8 text", "save it as UTF-8")
    }
    let root: ConfigurationNode
    do throws(JSONDocument.Failure) { root = ConfigurationNode(try JSONDocument(bytes.span)) } catch {
      throw mistake(for: error)
    }
    guard case .object(let members) = root.content else {
      throw mistake(at: 0, "\(root.typeName) is not a configuration", "write an object in { }")
    }
    return members
  }

  /// The line of a byte, from 1.
  func line(at offset: Int) -> Int { Self.line(at: offset, lineStarts) }

  /// The line of a byte, from 1, where these bytes begin lines.
  static func line(at offset: Int, _ starts: [Int]) -> Int {
    starts.lastIndex { $0 <= offset }.map { $0 + 1 } ?? 1
  }

  private func mistake(for failure: JSONDocument.Failure) -> ConfigurationMistake {
    switch failure {
    case .duplicateMember(let offset):
      mistake(at: offset, "the member \(quotedName(at: offset)) is there twice", "keep one of them")
    case .tooDeep(let offset):
      mistake(at: offset, "brackets lie deeper than \(JSONDocument.maximumDepth)", "no setting needs that: remove some")
    case .syntax(let offset): syntax(at: min(offset, bytes.count))
    }
  }

  /// What most likely went wrong where JSON could not go on.
  private func syntax(at offset: Int) -> ConfigurationMistake {
    guard offset < bytes.count else {
      return mistake(at: offset, "the file ends too early", "close what was opened: quotes, ] and }")
    }
    let byte = UnicodeScalar(bytes[offset])
    switch byte {
    case "/", "#": return mistake(at: offset, "JSON has no comments", "remove it")
    case "'": return mistake(at: offset, "JSON has no single quotes", "use double quotes")
    case "}", "]":
      if last(before: offset) == "," {
        return mistake(at: offset, "there is a comma before the closing \(byte)", "remove the comma")
      }
    case "\n", "\r": return mistake(at: offset, "a text ends with its line", "close the quotes, or write \\n")
    default: break
    }
    let shown = byte.isASCII && byte.value >= 0x20 ? "'\(byte)'" : "this"
    let remedy = "check the quotes, commas and colons before it"
    return mistake(at: offset, "\(shown) cannot stand here", remedy)
  }

  /// The last character before a byte that is not white space.
  private func last(before offset: Int) -> UnicodeScalar? {
    bytes[..<offset].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }.map { UnicodeScalar($0) }
  }

  /// The name that begins at a byte, with its quotes.
  private func quotedName(at offset: Int) -> String {
    let rest = bytes[(offset + 1)...].prefix(64)
    return "\"" + String(decoding: rest.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self) + "\""
  }

  private func mistake(at offset: Int, _ problem: String, _ remedy: String) -> ConfigurationMistake {
    ConfigurationMistake(.line(line(at: offset)), "", SettingProblem(problem, remedy))
  }
}
