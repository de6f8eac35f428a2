/// Why keys are not written to the file that was named.
public enum KeyLogError: Error, Sendable, Hashable {
  /// Others than its owner can read the file or write to it.
  case openToOthers(path: String)
  /// The file belongs to another user.
  case ownedByAnother(path: String)
  /// It is a link, a folder, a pipe or a device, or has a second name.
  case notAPlainFile(path: String)
  /// The system refused to open the file.
  case system(path: String, reason: String)
}

extension KeyLogError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .openToOthers(let path): "the key log \(path) is open to others; run: chmod 600 \(path)"
    case .ownedByAnother(let path): "the key log \(path) belongs to another user; name another file"
    case .notAPlainFile(let path): "the key log \(path) is not a plain file with one name; name another file"
    case .system(let path, let reason): "the key log \(path): \(reason)"
    }
  }
}
