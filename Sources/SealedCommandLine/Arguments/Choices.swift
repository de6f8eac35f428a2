/// A value that is one of a few words.
package protocol WordChoice: RawRepresentable<String>, CaseIterable, Sendable {}

extension WordChoice {
  /// The words, in the order the help shows them.
  package static var words: [String] { allCases.map(\.rawValue) }
}

/// The shells that completions can be printed for.
package enum Shell: String, WordChoice { case bash, zsh, fish }

/// How `--padding` hides the length.
package enum PaddingChoice: Equatable, Sendable {
  /// The format's own steps.
  case standard

  /// The length shows.
  case none

  /// To a multiple of this many bytes.
  case multiple(of: Int)
}

/// One `--header`, split at its first colon.
package struct HeaderArgument: Equatable, Sendable {
  /// What stands before the colon.
  package let name: String

  /// What stands after it, without the blanks around it.
  package let value: String
}
