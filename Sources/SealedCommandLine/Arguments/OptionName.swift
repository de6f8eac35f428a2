/// The long name of an option; a tool adds its own as static members.
package struct OptionName: Sendable, Hashable {
  /// What the user types after `--`.
  package let word: String

  /// Names an option.
  package init(_ word: String) { self.word = word }

  /// The option as typed: `--name`.
  package var typed: String { "--\(word)" }
}

/// The options that are the same in every tool.
extension OptionName {
  /// `--header`, which `ParsedArguments.headers()` reads.
  package static let header = OptionName("header")

  /// `--help`.
  package static let help = OptionName("help")

  /// `--man`.
  package static let man = OptionName("man")

  /// `--padding`, which `ParsedArguments.padding()` reads.
  package static let padding = OptionName("padding")

  /// `--version`.
  package static let version = OptionName("version")
}
