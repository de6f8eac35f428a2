internal import SealedCrypto
package import SealedPayload

/// All files of one run: knows what is read and what is written, so that no file is both.
package final class Files {
  private let terminal: Terminal
  private var inputs: Set<FileIdentity> = []
  private var outputs: Set<FileIdentity> = []
  private var targets: Set<String> = []
  private var standardInputIsTaken = false

  /// Starts with no file open.
  package init(terminal: Terminal) {
    self.terminal = terminal
  }

  /// Opens a file for reading; nil and `-` stand for standard input.
  package func input(_ path: String?) throws(ToolError) -> InputFile {
    InputFile(try open(path), terminal: terminal)
  }

  /// Reads a file that only its owner may read, a key or an exchange, and lends it to `body`; then it is erased.
  package func withSecret<Value: ~Copyable>(
    _ path: String, limit: Int = 1 << 16, _ body: (Span<UInt8>) throws(ToolError) -> Value
  ) throws(ToolError) -> Value {
    let descriptor = try openSecret(path)
    // Of its final size at once: growing would leave a copy behind.
    let size = descriptor.status.flatMap { $0.kind == .regular ? $0.size : nil } ?? limit
    var bytes = [UInt8](repeating: 0, count: min(size, limit) + 1)
    defer { bytes.erase() }
    var (count, got) = (0, -1)
    while got != 0 && count < bytes.count {
      let start = count
      got = try bytes.withMutableSpan { (span) throws(ToolError) in try descriptor.read(into: &span, from: start) }
      count += got
    }
    guard count <= limit else {
      throw .file(.tooLarge(descriptor.name, limit: limit, remedy: "name a file of the right kind"))
    }
    return try bytes.withSpan { (span) throws(ToolError) in try body(span.extracting(first: count)) }
  }

  /// Reads a passphrase from a file's first line.
  package func passphrase(_ path: String) throws(ToolError) -> Passphrase {
    try PassphraseSource.line(of: openSecret(path))
  }

  /// Reads a passphrase, if a file is named for it.
  package func optionalPassphrase(_ path: String?) throws(ToolError) -> Passphrase? {
    guard let path else { return nil }
    return try passphrase(path)
  }

  /// Prepares an output; nil and `-` stand for standard output.
  ///
  /// Nothing is created before the first byte is written.
  package func output(
    _ path: String?, _ content: OutputContent, protection: Protection = .ordinary, release: Release = .whole
  ) throws(ToolError) -> OutputFile {
    let target = try OutputTarget(path, protection: protection)
    if let identity = target.identity {
      guard !inputs.contains(identity) else { throw .file(.inputIsOutput(target.name)) }
      outputs.insert(identity)
    }
    guard protection != .key || target.isFile else { throw .file(.notAFile(target.name)) }
    guard targets.insert(target.uniqueName).inserted else { throw .file(.writtenTwice(target.name)) }
    return try OutputFile(target, content: content, release: release, terminal: terminal)
  }

  private func openSecret(_ path: String) throws(ToolError) -> Descriptor {
    let descriptor = try open(path)
    if let status = descriptor.status, status.kind != .other, status.isOpenToOthers {
      throw .file(.openToOthers(descriptor.name))
    }
    return descriptor
  }

  private func open(_ path: String?) throws(ToolError) -> Descriptor {
    let descriptor = try openUnchecked(path)
    guard let status = descriptor.status else { return descriptor }
    if status.kind == .directory { throw .file(.isDirectory(descriptor.name)) }
    if status.kind == .regular {
      guard !outputs.contains(status.identity) else { throw .file(.inputIsOutput(descriptor.name)) }
      inputs.insert(status.identity)
    }
    return descriptor
  }

  private func openUnchecked(_ path: String?) throws(ToolError) -> Descriptor {
    if let path, path != "-" { return try Descriptor(opening: path, for: .reading) }
    guard !standardInputIsTaken else { throw .file(.standardInputTaken) }
    standardInputIsTaken = true
    return Descriptor(borrowing: 0, name: "standard input")
  }
}

extension Files {
  /// The passphrase for a key file: from `--passphrase-file` if that is given, else asked for on the terminal.
  package func passphrase(for keyFile: String, from path: String?) throws(ToolError) -> Passphrase {
    if let path { return try passphrase(path) }
    terminal.stopProgress()
    return try PassphraseSource.ask(for: keyFile)
  }
}
