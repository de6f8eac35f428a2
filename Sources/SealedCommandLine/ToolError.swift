/// Everything a command can fail with: what failed, what to do about it, and the exit status.
package enum ToolError: Error, Equatable {
  /// The command line was wrong.
  case usage(UsageError)

  /// A file could not be read or written, or must not be.
  case file(FileError)

  /// A passphrase is needed and cannot be had.
  case passphrase(PassphraseError)

  /// Nobody reads standard output any more; there is nobody to tell.
  case outputClosed

  /// Binary output would reach a terminal.
  case binaryToTerminal

  /// The content was refused; both parts are the command's own words.
  case refused(problem: String, remedy: String)

  /// Several things were refused, each in a line of its own.
  case refusals([Refusal])

  /// What was refused, and what to do about it.
  package struct Refusal: Equatable, Sendable {
    /// What failed.
    package let problem: String

    /// What the user can do about it.
    package let remedy: String

    /// Takes both parts, in the command's own words.
    package init(problem: String, remedy: String) {
      (self.problem, self.remedy) = (problem, remedy)
    }
  }
}

extension ToolError {
  /// What failed, in one line.
  package var problem: String {
    switch self {
    case .usage(let error): error.problem
    case .file(let error): error.problem
    case .passphrase(let error): error.problem
    case .outputClosed: "standard output is closed"
    case .binaryToTerminal: "refusing to write binary data to a terminal"
    case .refused(let problem, _): problem
    case .refusals(let list): list.first?.problem ?? ""
    }
  }

  /// What the user of a tool of this name can do about it.
  package func remedy(in tool: String) -> String {
    switch self {
    case .usage(let error): error.remedy(in: tool)
    case .file(let error): error.remedy
    case .passphrase(let error): error.remedy
    case .outputClosed: "read all of it"
    case .binaryToTerminal: "use -o FILE, --armor where the command has it, or a pipe"
    case .refused(_, let remedy): remedy
    case .refusals(let list): list.first?.remedy ?? ""
    }
  }

  /// The status the process ends with.
  package var status: ExitStatus {
    if case .usage = self { return .usage }
    return .failed
  }

  /// Runs a step that can only fail with a usage error.
  package static func usage<Value: ~Copyable>(_ step: () throws(UsageError) -> Value) throws(ToolError) -> Value {
    do throws(UsageError) {
      return try step()
    } catch {
      throw .usage(error)
    }
  }
}
