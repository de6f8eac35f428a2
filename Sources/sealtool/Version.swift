/// The release that `--version` and the man page name.
enum Version {
  /// The version number, as tagged.
  static let number = "0.1.0"

  /// The day of the last change to the commands, in the form the man page wants.
  static let date = "November 23, 2026"
}
