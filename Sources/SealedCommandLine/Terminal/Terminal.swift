// The rules of this user interface:
//
// - Results go to standard output, everything else to standard error; nothing else in the tool prints.
// - Success is silent, unless there is a result to show.
// - An error is one line: "TOOL: what failed; what to do".
// - Nothing is asked except a passphrase, and that only on a terminal; there are no colours.
// - Binary data never reaches a terminal.
// - Text that came from somebody else is escaped before a terminal can act on it. A line stays one line.
// - What takes longer than a second shows progress, if standard error is a terminal, and erases it at the end.
// - A reader that closes our output ends the command quietly, with status 1.

/// The only place that prints.
package final class Terminal {
  /// The descriptor results go to.
  package let output: Int32

  private let tool: String
  private let messages: Int32
  private let showsProgress: Bool
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var progress = Progress()
  private var progressIsShown = false
  private var progressIsStopped = false

  /// Prints on these descriptors; the standard ones unless a test has its own.
  package init(tool: String, output: Int32 = 1, messages: Int32 = 2) {
    self.tool = tool
    self.output = output
    self.messages = messages
    start = clock.now
    showsProgress = Descriptor(borrowing: messages, name: "").isTerminal
  }

  deinit { eraseProgress() }

  /// Prints one line of a result; line ends and other control characters in it are escaped.
  package func line(_ text: String) throws(ToolError) {
    try self.text(EscapedText.line(text) + "\n")
  }

  /// Prints text of our own making as it stands: help, scripts, JSON that is already escaped.
  package func text(_ text: String) throws(ToolError) {
    eraseProgress()
    try Descriptor(borrowing: output, name: "standard output").write(Array(text.utf8).span)
  }

  /// Writes one line to standard error; control characters in it are escaped.
  package func note(_ text: String) {
    messageText(EscapedText.line(text) + "\n")
  }

  /// Writes text of our own making to standard error as it stands: JSON that is already escaped.
  package func messageText(_ text: String) {
    eraseProgress()
    writeMessage(text)
  }

  /// Says what went wrong and what to do about it.
  package func report(_ error: ToolError) {
    eraseProgress()
    switch error {
    case .outputClosed: break
    case .refusals(let list): for refusal in list { note("\(tool): \(refusal.problem); \(refusal.remedy)") }
    default: note("\(tool): \(error.problem); \(error.remedy(in: tool))")
    }
  }

  private func writeMessage(_ text: String) {
    // Nobody is left to tell if this fails.
    try? Descriptor(borrowing: messages, name: "standard error").write(Array(text.utf8).span)
  }
}

extension Terminal {
  /// Counts bytes that are done; `total` is how many there will be, if that is known.
  package func advance(by count: Int, of total: Int?) {
    guard showsProgress, !progressIsStopped else { return }
    guard let line = progress.advance(by: count, of: total, at: clock.now - start) else { return }
    Interruption.progress(isShown: true)
    progressIsShown = true
    writeMessage(Progress.erase + line)
  }

  /// Shows no more progress: results are about to appear on the same screen.
  package func stopProgress() {
    eraseProgress()
    progressIsStopped = true
  }

  private func eraseProgress() {
    guard progressIsShown else { return }
    writeMessage(Progress.erase)
    progressIsShown = false
    Interruption.progress(isShown: false)
  }
}
