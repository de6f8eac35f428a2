/// What is written, which decides whether a terminal may see it.
package enum OutputContent: Sendable {
  /// Never shown on a terminal.
  case binary

  /// Text of our own making.
  case text

  /// A body that may be either; a terminal gets it if it is plain text.
  case body
}

/// Who may read the file, and what becomes of one that is there.
package enum Protection: Sendable {
  /// As the umask says; an existing file is replaced.
  case ordinary

  /// The owner alone; an existing file is replaced.
  case secret

  /// The owner alone; an existing file is never replaced.
  case key
}

/// When the bytes can be seen.
package enum Release: Sendable {
  /// All of them at `commit`, or none.
  case whole

  /// Standard output, pipes and devices get them at once; a file still appears whole or not at all.
  case streaming
}

/// Where an output goes.
package struct OutputTarget: Sendable {
  /// The ways to get there.
  package enum Place: Sendable {
    /// The process's own output.
    case standardOutput

    /// A pipe or a device.
    case direct(String)

    /// A file with these permissions, in this folder.
    case file(String, folder: String, permissions: UInt32)
  }

  /// What error messages call it.
  package let name: String

  /// Where it is.
  package let place: Place

  /// Whether it is a file, which appears whole or not at all.
  package var isFile: Bool { if case .file = place { true } else { false } }

  /// What makes two names for the same place equal.
  package let uniqueName: String

  /// The file that is there now, if it is one whose content counts.
  package let identity: FileIdentity?

  /// Whether a file that is there now can be replaced.
  package let canReplace: Bool

  /// Looks at where `path` leads, without touching it.
  package init(_ path: String?, protection: Protection) throws(ToolError) {
    canReplace = protection != .key
    guard let path, !Self.standardOutputs.contains(path) else {
      (name, place, uniqueName) = ("standard output", .standardOutput, "-")
      let status = FileStatus(descriptor: 1)
      // Reading a file while appending to it never ends.
      identity = status?.kind == .regular ? status?.identity : nil
      return
    }
    name = path
    let status = FileStatus(path: path)
    if status?.kind == .directory { throw .file(.isDirectory(path)) }
    if let status, status.kind != .regular || path.hasPrefix("/dev/fd/") || path == "/dev/stderr" {
      (place, uniqueName, identity) = (.direct(path), path, nil)
      return
    }
    if protection == .key && FileStatus.isTaken(path) { throw .file(.exists(path)) }
    // A link stays a link: what it leads to is replaced.
    let real = FileSystem.resolved(path) ?? path
    let folder = Self.folder(of: real)
    // Never wider than the file it replaces.
    let permissions = protection == .ordinary ? 0o666 & (status?.permissions ?? 0o666) : 0o600
    place = .file(real, folder: folder, permissions: permissions)
    uniqueName = Self.uniqueName(of: real, in: folder)
    identity = status?.identity
  }

  private static let standardOutputs: Set<String> = ["-", "/dev/stdout", "/dev/fd/1"]

  private static func uniqueName(of path: String, in folder: String) -> String {
    let base = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    return (FileSystem.resolved(folder) ?? folder) + "/" + base
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
