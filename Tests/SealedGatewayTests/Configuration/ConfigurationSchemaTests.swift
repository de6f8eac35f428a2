import Foundation
@testable import SealedGateway
import Testing

@Suite("Configuration: schema and tables")
struct ConfigurationSchemaTests {
  @Test("The published schema is what 'sealgate check-config --schema' prints")
  func published() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../../docs/sealgate.schema.json")
    #expect(try Data(contentsOf: file) == Data(ConfigurationSections.schema))
  }

  @Test("The example in the document is right")
  func documented() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/sealgate.md")
    let parts = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "```")
    let examples = parts.filter { $0.hasPrefix("json\n") }.map { String($0.dropFirst(5)) }
    #expect(!examples.isEmpty)
    for example in examples { #expect(mistakes(in: example) == []) }
  }

  @Test("The schema is JSON, and knows every setting with its help")
  func members() throws {
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(ConfigurationSections.schema)) as? [String: Any])
    let properties = try #require(root["properties"] as? [String: [String: Any]])
    #expect(Set(properties.keys) == ["$schema", "serve", "proxy"])
    for (section, names) in [
      ("serve", ServeSettings.table.settings.map(\.name)), ("proxy", ProxySettings.table.settings.map(\.name)),
    ] {
      for name in names {
        var node = try #require(properties[section])
        for part in name.split(separator: ".") {
          node = try #require((node["properties"] as? [String: [String: Any]])?[String(part)], "\(section).\(name)")
        }
        #expect((node["description"] as? String)?.hasSuffix(".") == true, "\(section).\(name)")
      }
    }
  }

  @Test("No two settings of a section share a name or a flag")
  func unique() {
    for (names, flags) in [
      (ServeSettings.table.settings.map(\.name), ServeSettings.table.settings.map(\.flag)),
      (ProxySettings.table.settings.map(\.name), ProxySettings.table.settings.map(\.flag)),
    ] {
      #expect(Set(names).count == names.count && Set(flags).count == flags.count)
      #expect(
        flags.allSatisfy {
          $0.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        })
    }
  }

  @Test(
    "What a setting is unless given can be written into a file", arguments: ServeSettings.table.settings.map(\.name))
  func initialValues(name: String) throws {
    let setting = try #require(ServeSettings.table.settings.first { $0.name == name })
    let text: String
    switch setting.initial {
    case .text(let value): text = "\"\(value)\""
    case .integer(let number): text = String(number)
    case .bool(let value): text = String(value)
    case .texts(let values): text = "[\(values.map { "\"\($0)\"" }.joined(separator: ", "))]"
    case .other, nil: return
    }
    let parts = name.split(separator: ".")
    let member =
      parts.dropLast().map { "\"\($0)\": {" }.joined() + "\"\(parts[parts.count - 1])\": \(text)"
      + String(repeating: "}", count: parts.count - 1)
    #expect(mistakes(in: serve(member)).isEmpty)
  }
}
