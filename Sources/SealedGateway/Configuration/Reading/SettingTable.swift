/// All settings of one section of a configuration: reading, flags, help and the schema use this and nothing else.
package struct SettingTable<Draft: Sendable, Configuration: Sendable>: Sendable {
  /// Makes a configuration of what was read, or notes which settings do not go together.
  typealias Completion = @Sendable (Draft, inout SettingConflicts) -> Configuration?

  /// The member of the file that holds the section.
  package let section: String

  /// What the section is for.
  package let help: String

  /// The settings, in the order in which the help shows them.
  package let settings: [Setting<Draft>]

  private let initial: Draft
  private let complete: Completion

  init(
    section: String, help: String, initial: Draft, settings: [Setting<Draft>], complete: @escaping Completion
  ) {
    (self.section, self.help, self.settings) = (section, help, settings)
    (self.initial, self.complete) = (initial, complete)
  }

  /// The setting of that flag.
  package func setting(flag: String) -> Setting<Draft>? { settings.first { $0.flag == flag } }

  /// Whether the values of a flag are right by themselves.
  package func check(flag: String, _ words: [String]) throws(SettingProblem) {
    var draft = initial
    try setting(flag: flag)?.read(words, into: &draft)
  }

  /// Reads the section of a file, then the flags, which win; everything that is wrong is thrown at once.
  ///
  /// - Parameters:
  ///   - file: nil if everything is in the flags.
  ///   - flags: the values of each flag, in the order in which they were given.
  package func read(
    _ file: ConfigurationFile?, flags: [String: [String]] = [:]
  ) throws(ConfigurationMistakes) -> Configuration {
    var (draft, given) = (initial, [String: ConfigurationMistake.Place]())
    var mistakes: [ConfigurationMistake] = []
    if let file { mistakes += read(file, into: &draft, &given) }
    mistakes += read(flags, into: &draft, &given)
    if mistakes.isEmpty { mistakes += missing(given, file) }
    guard mistakes.isEmpty else { throw ConfigurationMistakes(mistakes) }
    var conflicts = SettingConflicts()
    let configuration = complete(draft, &conflicts)
    let found = conflicts.found.map { conflict in
      let place = given[conflict.setting] ?? .missing
      return ConfigurationMistake(place, name(of: conflict.setting, given), typed(conflict.problem, at: place))
    }
    guard let configuration, found.isEmpty else { throw ConfigurationMistakes(found) }
    return configuration
  }

  private func read(
    _ flags: [String: [String]], into draft: inout Draft, _ given: inout [String: ConfigurationMistake.Place]
  ) -> [ConfigurationMistake] {
    var mistakes: [ConfigurationMistake] = []
    for setting in settings {
      guard let words = flags[setting.flag] else { continue }
      given[setting.name] = .flag(setting.flag)
      do throws(SettingProblem) { try setting.read(words, into: &draft) } catch {
        mistakes.append(ConfigurationMistake(.flag(setting.flag), "", error))
      }
    }
    return mistakes
  }

  /// What is required and nowhere; a file lacks it where its section begins.
  private func missing(
    _ given: [String: ConfigurationMistake.Place], _ file: ConfigurationFile?
  ) -> [ConfigurationMistake] {
    let place = file.flatMap { file in
      file.section(section).map { ConfigurationMistake.Place.line(file.line(at: $0.offset)) }
    }
    return settings.filter { $0.isRequired && given[$0.name] == nil }.map { setting in
      let problem = SettingProblem("it is missing", "add it, or give --\(setting.flag)")
      return ConfigurationMistake(place ?? .missing, "\(section).\(setting.name)", problem)
    }
  }

  /// The problem, with flags in place of settings where it is one of the command line.
  private func typed(_ problem: SettingProblem, at place: ConfigurationMistake.Place) -> SettingProblem {
    guard case .flag = place else { return problem }
    let names = settings.filter { $0.name.contains { $0 == "_" || $0 == "." } }
    func typed(_ text: String) -> String {
      names.reduce(text) { $0.replacing($1.name, with: "--\($1.flag)") }
    }
    return SettingProblem(typed(problem.problem), typed(problem.remedy))
  }

  /// The name of a setting in an error; a flag is its own name.
  private func name(of setting: String, _ given: [String: ConfigurationMistake.Place]) -> String {
    if case .flag = given[setting] { "" } else { "\(section).\(setting)" }
  }
}

extension SettingTable {
  private func read(
    _ file: ConfigurationFile, into draft: inout Draft, _ given: inout [String: ConfigurationMistake.Place]
  ) -> [ConfigurationMistake] {
    guard let node = file.section(section) else {
      let problem = SettingProblem("the file has no member of this name", "add \"\(section)\": { ... }")
      return [ConfigurationMistake(.line(1), section, problem)]
    }
    var context = SettingContext(folder: file.folder, name: section)
    var offsets: [String: Int] = [:]
    read(node, at: [], &context, &draft, &offsets)
    for (name, offset) in offsets { given[name] = .line(file.line(at: offset)) }
    return context.found.map { found in
      ConfigurationMistake(.line(file.line(at: found.offset)), found.name, found.problem)
    }
  }

  /// Reads the members below `path`.
  private func read(
    _ node: ConfigurationNode, at path: [String], _ context: inout SettingContext, _ draft: inout Draft,
    _ offsets: inout [String: Int]
  ) {
    guard case .object(let members) = node.content else {
      context.wrongType(node, expected: "an object in { }")
      return
    }
    for member in members {
      let here = path + [member.name]
      context.inside(".\(member.name)") { context in
        if let setting = settings.first(where: { $0.path == here }) {
          offsets[setting.name] = member.node.offset
          setting.read(member.node, &context, &draft)
        } else if settings.contains(where: { $0.path.starts(with: here) }) {
          read(member.node, at: here, &context, &draft, &offsets)
        } else {
          context.add(.unknown(member.name, among: names(at: path)), at: member.node.offset)
        }
      }
    }
  }

  /// The names that members below `path` can have.
  private func names(at path: [String]) -> [String] {
    var names: [String] = []
    for setting in settings where setting.path.starts(with: path) && setting.path.count > path.count {
      if !names.contains(setting.path[path.count]) { names.append(setting.path[path.count]) }
    }
    return names
  }

  /// What the schema says about the section.
  var schema: Schema { schema(at: []) }

  private func schema(at path: [String]) -> Schema {
    let members = names(at: path).map { name -> Schema.Member in
      let here = path + [name]
      guard let setting = settings.first(where: { $0.path == here }) else {
        return Schema.Member(name: name, schema: schema(at: here))
      }
      return Schema.Member(name: name, schema: setting.schema, help: setting.help + ".", initial: setting.initial)
    }
    return .object(members, required: [])
  }
}
