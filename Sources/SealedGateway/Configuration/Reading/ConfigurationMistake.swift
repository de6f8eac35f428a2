/// What is wrong with a value, and what to write instead.
package struct SettingProblem: Error, Equatable, Sendable {
  /// What is wrong, in a few words.
  package let problem: String

  /// What to do about it.
  package let remedy: String

  init(_ problem: String, _ remedy: String) {
    (self.problem, self.remedy) = (problem, remedy)
  }
}

/// One thing that is wrong with a configuration: where, what, and what to do.
package struct ConfigurationMistake: Error, Equatable, Sendable {
  /// Where it is.
  package enum Place: Equatable, Sendable {
    /// A line of the file, from 1.
    case line(Int)
    /// A flag of the command line.
    case flag(String)
    /// Nowhere: something is missing.
    case missing
  }

  /// Where it is.
  package let place: Place

  /// The setting: the names of the members that lead to it, with dots between them; empty for the file as a whole.
  package let setting: String

  /// What is wrong, in a few words.
  package let problem: String

  /// What to do about it.
  package let remedy: String

  init(_ place: Place, _ setting: String, _ problem: SettingProblem) {
    (self.place, self.setting) = (place, setting)
    (self.problem, self.remedy) = (problem.problem, problem.remedy)
  }
}

extension ConfigurationMistake {
  /// Where and what, for an error line: `gateway.json:12: serve.listen: ...`; `file` is left out for flags.
  package func problem(in file: String?) -> String {
    let start =
      switch place {
      case .line(let line): [file.map { "\($0):\(line)" } ?? "line \(line)"]
      case .flag(let flag): ["option --\(flag)"]
      case .missing: file.map { [$0] } ?? []
      }
    return (start + (setting.isEmpty ? [] : [setting]) + [problem]).joined(separator: ": ")
  }
}
