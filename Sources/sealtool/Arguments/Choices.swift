internal import SealedVectors

/// A value that is one of a few words.
protocol WordChoice: RawRepresentable<String>, CaseIterable, Sendable {}

extension WordChoice {
  /// The words, in the order the help shows them.
  static var words: [String] { allCases.map(\.rawValue) }
}

/// What `keygen` can make.
enum KeyKind: String, WordChoice { case encryption, signing }

/// The cipher of a message; the first is the default.
enum SuiteChoice: String, WordChoice { case chacha20poly1305, aes256gcm }

/// The formats of test vectors; the first is the default.
extension VectorFormat: WordChoice {}

/// The shells that completions can be printed for.
enum Shell: String, WordChoice { case bash, zsh, fish }

/// How `--padding` hides the length.
enum PaddingChoice: Equatable, Sendable {
  /// The format's own steps.
  case standard

  /// The length shows.
  case none

  /// To a multiple of this many bytes.
  case multiple(of: Int)
}

/// One `--header`, split at its first colon.
struct HeaderArgument: Equatable, Sendable {
  /// What stands before the colon.
  let name: String

  /// What stands after it, without the blanks around it.
  let value: String
}
