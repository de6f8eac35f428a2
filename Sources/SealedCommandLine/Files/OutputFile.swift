/// An output being written; what is not committed leaves nothing behind.
package struct OutputFile: ~Copyable {
  private let target: OutputTarget
  private let release: Release
  private let terminal: Terminal
  private let direct: Descriptor?
  private var temporary: TemporaryFile?
  private var held: [UInt8] = []
  private var screen: ScreenText?

  /// Prepares an output; `Files.output` makes these.
  package init(
    _ target: OutputTarget, content: OutputContent, release: Release, terminal: Terminal
  ) throws(ToolError) {
    let direct = try Self.open(target.place, terminal: terminal)
    let isTerminal: Bool
    switch direct {
    case .some(let descriptor): isTerminal = descriptor.isTerminal
    case .none: isTerminal = false
    }
    if isTerminal && content == .binary { throw .binaryToTerminal }
    screen = isTerminal && content == .body ? ScreenText() : nil
    if isTerminal { terminal.stopProgress() }
    self.direct = direct
    (self.target, self.release, self.terminal) = (target, release, terminal)
  }

  /// Writes bytes, or keeps them until `commit` where they would be seen too early.
  package mutating func write(_ bytes: Span<UInt8>) throws(ToolError) {
    guard case .file(_, let folder, let permissions) = target.place else {
      return try release == .streaming ? show(bytes) : held.append(copying: bytes)
    }
    if temporary == nil {
      temporary = try TemporaryFile(folder: folder, permissions: permissions, target: target.name)
    }
    try temporary?.write(bytes, target: target.name)
  }

  /// Makes the output final; without this call there is none.
  package consuming func commit() throws(ToolError) {
    guard case .file(let path, _, _) = target.place else {
      let bytes = held
      try show(bytes.span)
      if let screen, !screen.isFinished { throw .binaryToTerminal }
      return
    }
    let nothing: [UInt8] = []
    if temporary == nil { try write(nothing.span) }
    try temporary.take()?.rename(to: path, canReplace: target.canReplace)
  }

  private static func open(_ place: OutputTarget.Place, terminal: Terminal) throws(ToolError) -> Descriptor? {
    switch place {
    case .standardOutput: Descriptor(borrowing: terminal.output, name: "standard output")
    case .direct(let path): try Descriptor(opening: path, for: .writing)
    case .file: nil
    }
  }

  /// Sends bytes on; a terminal gets plain text only.
  private mutating func show(_ bytes: Span<UInt8>) throws(ToolError) {
    guard screen != nil else {
      try direct?.write(bytes)
      return
    }
    guard let text = screen?.accept(bytes) else { throw .binaryToTerminal }
    try direct?.write(text.span)
  }
}

extension [UInt8] {
  /// Adds the bytes of a span at the end.
  package mutating func append(copying bytes: Span<UInt8>) {
    // A loop over the span would be slow; the pointer does not leave the closure.
    unsafe bytes.withUnsafeBufferPointer { pointer in unsafe append(contentsOf: pointer) }
  }
}
