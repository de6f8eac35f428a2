internal import SealedCrypto

/// Opens a captured message of any kind with its line of a key log: for debugging.
///
/// All rules are checked as they are with a key, but that the line was written by an end of the message is taken on trust:
/// whoever has the line can make messages that open with it. Whoever signed a reply is accepted, and told.
package struct LoggedMessageOpener: Sendable {
  private let source: MessageSource
  private let options: OpeningOptions

  /// Makes an opener for the one message that the line is about.
  package init(_ message: LoggedMessage, options: OpeningOptions = .init(allowsPlainHTTP: true)) {
    source = .logged(message)
    self.options = options
  }

  /// Opens the whole message: `body` becomes its body, that of a verdict its JSON.
  ///
  /// On failure `body` is empty.
  package func open(
    _ message: Span<UInt8>, into body: inout [UInt8]
  ) throws(OpenError) -> (message: OpenedMessage, verdict: Verdict?) {
    let opened = try openWhole(message, source, options, into: &body).message
    guard opened.kind == .verdict, case .response(let head) = opened.head else { return (opened, nil) }
    do throws(VerdictProblem) {
      return (opened, try body.withSpan { (body) throws(VerdictProblem) in try Verdict(head, body: body) })
    } catch {
      body.erase()
      throw OpenError(.verdict(error))
    }
  }
}
