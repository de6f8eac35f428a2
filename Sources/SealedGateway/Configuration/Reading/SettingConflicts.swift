/// Which settings do not go together, each right by itself.
struct SettingConflicts {
  /// What was noted.
  private(set) var found: [(setting: String, problem: SettingProblem)] = []

  /// Notes what is wrong with a setting, given by its name in the table.
  mutating func add(_ setting: String, _ problem: String, _ remedy: String) {
    found.append((setting, SettingProblem(problem, remedy)))
  }
}

/// Everything that is wrong with a configuration.
package struct ConfigurationMistakes: Error, Equatable, Sendable {
  /// At least one, in the order in which they stand in the file; those of flags and of what is missing come last.
  package let list: [ConfigurationMistake]

  init(_ list: [ConfigurationMistake]) {
    let lines = list.compactMap { mistake in
      if case .line(let line) = mistake.place { (line, mistake) } else { nil }
    }
    let others = list.filter { mistake in
      if case .line = mistake.place { false } else { true }
    }
    self.list = lines.sorted { $0.0 < $1.0 }.map(\.1) + others
  }
}

extension SettingProblem {
  /// A member that no setting has.
  static func unknown(_ name: String, among names: [String]) -> SettingProblem {
    let remedy = nearest(name, among: names).map { "did you mean \($0)?" } ?? "use \(names.joined(separator: ", "))"
    return SettingProblem("there is no setting of this name", remedy)
  }

  /// The name that differs from `typed` in one place: equal before and after a gap of at most two letters.
  private static func nearest(_ typed: String, among names: [String]) -> String? {
    let letters = Array(typed.lowercased().replacing("-", with: "_").utf8)
    return names.first { name in
      let other = Array(name.utf8)
      let start = zip(letters, other).prefix { $0 == $1 }.count
      let end = zip(letters.reversed(), other.reversed()).prefix { $0 == $1 }.count
      return start + end >= max(letters.count, other.count) - 2
    }
  }
}
