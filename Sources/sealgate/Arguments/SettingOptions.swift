internal import SealedCommandLine
internal import SealedGateway

extension OptionSpec {
  /// The flag of a setting.
  init<Draft>(_ setting: Setting<Draft>) {
    let kind: ValueKind =
      switch setting.form.completion {
      case .none: .text
      case .file: .file
      case .choice(let words): .choice(words)
      case .suggestion(let words): .suggestion(words)
      }
    self.init(
      name: OptionName(setting.flag), valueName: setting.form.valueName, kind: kind,
      help: setting.help + Self.initial(setting.initial), isRepeatable: setting.form.isRepeatable)
  }

  private static func initial(_ value: ShownValue?) -> String {
    switch value {
    case .text(let text): "; \(text) unless given"
    case .integer(let number): "; \(number) unless given"
    case .texts(let texts) where !texts.isEmpty: "; \(texts.joined(separator: " and ")) unless given"
    default: ""
    }
  }
}

extension ParsedArguments {
  /// The values of the flags of a table that were given; each is checked by itself.
  func flags<Draft, Configuration>(
    of table: SettingTable<Draft, Configuration>
  ) throws(UsageError) -> [String: [String]] {
    var flags: [String: [String]] = [:]
    for setting in table.settings {
      let name = OptionName(setting.flag)
      guard has(name) else { continue }
      let words = values(name)
      do throws(SettingProblem) { try table.check(flag: setting.flag, words) } catch {
        throw .unusable(name.typed, problem: error.problem, remedy: error.remedy)
      }
      flags[setting.flag] = words
    }
    return flags
  }
}
