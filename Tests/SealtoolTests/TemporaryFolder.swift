#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@testable import SealedCommandLine
@testable import sealtool

/// A folder for one test, removed at its end.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = "/tmp/sealtool-test-\(UInt64.random(in: .min ... .max))"
    guard unsafe mkdir(path, 0o700) == 0 else { throw Failure() }
  }

  deinit { _ = run("rm -rf '\(path)'") }

  struct Failure: Error {}

  func name(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file and returns its path.
  func file(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
    let path = self.name(name)
    let number = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
    try Descriptor(borrowing: number, name: path).write(Array(text.utf8).span)
    close(number)
    _ = unsafe chmod(path, mode)
    return path
  }

  /// The content of a file, or nil if there is none.
  func read(_ path: String) -> [UInt8]? {
    let files = Files(terminal: Terminal(tool: "sealtool"))
    return try? files.input(path).readAll(limit: 1 << 24)
  }

  /// The names in the folder.
  var entries: Int32 { run("exit $(ls -A '\(path)' | wc -l)") }
}

/// Runs a shell command and returns its exit status.
func run(_ command: String) -> Int32 {
  var child = pid_t()
  var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("sh"), strdup("-c"), strdup(command), nil]
  guard unsafe posix_spawn(&child, "/bin/sh", nil, nil, &arguments, environ) == 0 else { return -1 }
  var status: Int32 = 0
  _ = unsafe waitpid(child, &status, 0)
  return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
}
