/// What was being done when the system refused.
package enum FileOperation: String, Sendable { case open, read, write, create }

/// Why a file was not read or not written; every case names the file.
package enum FileError: Error, Equatable {
  /// The system refused, with its error number.
  case system(FileOperation, String, Int32)

  /// It is a folder.
  case isDirectory(String)

  /// It is a pipe or a device, where a key does not belong.
  case notAFile(String)

  /// It holds more than the limit.
  case tooLarge(String, limit: Int, remedy: String)

  /// It is secret, and others can read it.
  case openToOthers(String)

  /// A key file of that name is there already.
  case exists(String)

  /// It would be read and written at once.
  case inputIsOutput(String)

  /// Two outputs would go there.
  case writtenTwice(String)

  /// Two inputs would come from standard input.
  case standardInputTaken
}

extension FileError {
  /// What failed, in one line.
  package var problem: String {
    switch self {
    case .system(let operation, let file, let code):
      "cannot \(operation.rawValue) \(file): \(FileSystem.message(for: code))"
    case .isDirectory(let file): "\(file) is a folder"
    case .notAFile(let file): "a key does not go to \(file)"
    case .tooLarge(let file, let limit, _): "\(file) holds more than \(limit) bytes"
    case .openToOthers(let file): "\(file) is secret, but others can read it"
    case .exists(let file): "\(file) exists already and may hold a key"
    case .inputIsOutput(let file): "\(file) is both input and output"
    case .writtenTwice(let file): "two outputs would go to \(file)"
    case .standardInputTaken: "two inputs would come from standard input"
    }
  }

  /// What the user can do about it.
  package var remedy: String {
    switch self {
    case .system(_, let file, let code): FileSystem.remedy(for: code, file: file)
    case .isDirectory, .notAFile: "name a file"
    case .tooLarge(_, _, let remedy): remedy
    case .openToOthers(let file): "run 'chmod 600 \(file)'"
    case .exists, .inputIsOutput, .writtenTwice: "give another name"
    case .standardInputTaken: "name a file for one of them"
    }
  }
}
