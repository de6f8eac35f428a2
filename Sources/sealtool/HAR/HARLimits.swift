/// What is accepted of a HAR file: they are large, and come from strangers.
enum HARLimits {
  /// Bytes of the file.
  static let file = 256 << 20

  /// Objects and arrays within each other: call stacks of scripts are nested deeply.
  static let depth = 512

  /// Elements of an array that is looked into: entries, headers.
  static let elements = 1_000_000

  /// Members of an object that is looked into.
  static let members = 10_000

  /// Bytes of a string that may hold a sealed message.
  static let messageText = 96 << 20
}
