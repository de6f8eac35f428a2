internal import SealedCommandLine
internal import SealedGateway

/// Where the configuration of a command comes from: its flags, and a file if one is named; it can be read again.
struct ConfigurationSource<Draft: Sendable, Configuration: Sendable>: Sendable {
  private let table: SettingTable<Draft, Configuration>
  private let flags: [String: [String]]

  /// The file, if one is named.
  let file: String?

  /// Takes the flags of the command line; without a file, they must be a whole configuration.
  init(_ arguments: ParsedArguments, _ table: SettingTable<Draft, Configuration>) throws(UsageError) {
    self.table = table
    flags = try arguments.flags(of: table)
    file = arguments.value(.config)
    guard file == nil else { return }
    for setting in table.settings where setting.isRequired && flags[setting.flag] == nil {
      throw .missingOption("--\(setting.flag)", command: arguments.command.name)
    }
    do throws(ConfigurationMistakes) { _ = try table.read(nil, flags: flags) } catch {
      throw Self.usage(error)
    }
  }

  /// Reads the file, if there is one; what is wrong is an error of one line for each mistake.
  func read(_ files: Files) throws(ToolError) -> Configuration {
    let file = try self.file.map { (path) throws(ToolError) in try files.configuration(path) }
    do throws(ConfigurationMistakes) { return try table.read(file?.file, flags: flags) } catch {
      throw .configuration(error.list, in: file?.name)
    }
  }

  /// Reads the file again, while the command runs.
  func readAgain() throws(ToolError) -> Configuration { try read(Files(terminal: Terminal(tool: "sealgate"))) }

  /// Flags that do not go together, as a mistake of the command line.
  private static func usage(_ mistakes: ConfigurationMistakes) -> UsageError {
    guard let first = mistakes.list.first else { return .noCommand }
    let name = if case .flag(let flag) = first.place { "--\(flag)" } else { first.setting }
    return .unusable(name, problem: first.problem, remedy: first.remedy)
  }
}

extension Files {
  /// Reads a configuration file.
  func configuration(_ path: String) throws(ToolError) -> (name: String, file: ConfigurationFile) {
    let input = try input(path)
    let bytes = try input.readAll(limit: ConfigurationFile.maximumByteCount, remedy: "name a configuration file")
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    do throws(ConfigurationMistakes) {
      return (input.name, try ConfigurationFile(bytes, folder: folder))
    } catch {
      throw .configuration(error.list, in: input.name)
    }
  }
}

extension ToolError {
  /// The mistakes of a configuration, each in a line of its own.
  static func configuration(_ mistakes: [ConfigurationMistake], in file: String?) -> ToolError {
    .refusals(mistakes.map { Refusal(problem: $0.problem(in: file), remedy: $0.remedy) })
  }
}
