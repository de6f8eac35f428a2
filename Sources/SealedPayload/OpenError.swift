/// What a peer may be told of a message that could not be opened; RFC 9457 names it in the server's answer.
public enum Refusal: String, Sendable, Hashable {
  /// Every failure of cryptography or format, whichever it was.
  case rejected
  /// No key with the message's key identifier is loaded: the sender's key configuration is out of date.
  case unknownKey = "unknown-key"
  /// The body exceeds the limit.
  case tooLarge = "too-large"
}

/// Why a message was not opened.
///
/// `refusal` is all that a peer may learn. `diagnosis` names the rule that was broken, for a log or a terminal on this
/// machine: telling it to a peer would help whoever forges messages.
public struct OpenError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What a peer may be told.
  public let refusal: Refusal

  package let cause: FormatError

  package init(_ cause: FormatError) {
    refusal = cause.refusal
    self.cause = cause
  }

  /// The rule that was broken, in a sentence without secrets; for local eyes alone.
  public var diagnosis: String { cause.diagnosis }

  /// The refusal's name, so that an error that is printed by accident says no more than a peer may know.
  public var description: String { refusal.rawValue }
}

extension OpenError: CustomReflectable {
  /// What may be seen where an error is dumped by accident.
  public var customMirror: Mirror { Mirror(self, children: ["refusal": refusal]) }
}
