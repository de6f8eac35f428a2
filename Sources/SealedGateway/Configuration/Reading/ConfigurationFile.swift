internal import SealedPayload

/// A configuration file: JSON (RFC 8259), one member for each section.
package struct ConfigurationFile: Sendable {
  /// Bytes at most.
  package static let maximumByteCount = 1 << 20

  /// The member that editors look for; its value is not used.
  static let schemaMember = "$schema"

  /// The folder to which relative paths in it belong.
  let folder: String

  private let members: [ConfigurationNode.Member]
  private let lineStarts: [Int]

  /// Reads a file; `folder` is where it lies.
  ///
  /// What its sections say is read by their tables. Throws what is wrong with the file as a whole.
  package init(_ bytes: [UInt8], folder: String) throws(ConfigurationMistakes) {
    self.folder = folder
    lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    let text = ConfigurationText(bytes, lineStarts)
    do throws(ConfigurationMistake) { members = try text.members() } catch { throw ConfigurationMistakes([error]) }
    let mistakes = members.compactMap { member -> ConfigurationMistake? in
      if member.name == Self.schemaMember || ConfigurationSections.names.contains(member.name) { return nil }
      let problem = SettingProblem.unknown(member.name, among: ConfigurationSections.names)
      return ConfigurationMistake(.line(text.line(at: member.node.offset)), member.name, problem)
    }
    guard mistakes.isEmpty else { throw ConfigurationMistakes(mistakes) }
  }

  /// The section of that name.
  func section(_ name: String) -> ConfigurationNode? { members.first { $0.name == name }?.node }

  /// The line of a byte, from 1.
  func line(at offset: Int) -> Int { ConfigurationText.line(at: offset, lineStarts) }

  /// The names of the sections that it has.
  var sections: [String] { members.map(\.name).filter(ConfigurationSections.names.contains) }
}
