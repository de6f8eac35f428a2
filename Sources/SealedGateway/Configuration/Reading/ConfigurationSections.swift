internal import SealedPayload

/// The sections that a configuration file can have: one for each command that runs for long.
package enum ConfigurationSections {
  /// Their names.
  package static let names = [ServeSettings.table.section, ProxySettings.table.section]

  /// Everything that is wrong with a file; nothing for one that its commands can use as it is.
  package static func mistakes(in bytes: [UInt8]) -> [ConfigurationMistake] {
    let file: ConfigurationFile
    do throws(ConfigurationMistakes) {
      file = try ConfigurationFile(bytes, folder: "")
    } catch {
      return error.list
    }
    guard !file.sections.isEmpty else {
      let problem = SettingProblem("the file has no section", "add \"\(names.joined(separator: "\" or \""))\": { ... }")
      return [ConfigurationMistake(.line(1), "", problem)]
    }
    return check(file, ServeSettings.table) + check(file, ProxySettings.table)
  }

  private static func check(
    _ file: ConfigurationFile, _ table: SettingTable<some Sendable, some Sendable>
  ) -> [ConfigurationMistake] {
    guard file.section(table.section) != nil else { return [] }
    do throws(ConfigurationMistakes) {
      _ = try table.read(file)
      return []
    } catch {
      return error.list
    }
  }

  /// The JSON schema of a configuration file, for editors.
  package static var schema: [UInt8] {
    let tables = [
      Schema.Member(
        name: ServeSettings.table.section, schema: ServeSettings.table.schema, help: ServeSettings.table.help + "."),
      Schema.Member(
        name: ProxySettings.table.section, schema: ProxySettings.table.schema, help: ProxySettings.table.help + "."),
    ]
    let schemaMember = Schema.Member(name: ConfigurationFile.schemaMember, schema: .string(shape: nil))
    var json = JSONWriter()
    json.object { json in
      json.string("$schema", "https://json-schema.org/draft/2020-12/schema")
      json.string("title", "Configuration of sealgate")
      Schema.object([schemaMember] + tables, required: []).write(to: &json)
    }
    return json.text()
  }
}
