internal import SealedCrypto
internal import SealedPayload

/// What `inspect` found, ready to be shown as text or JSON.
struct Inspection {
  /// What was there to open the records.
  enum Access { case none, key, keyLog }

  /// What error messages call it.
  let name: String

  /// The message, looked at record by record.
  let message: MessageInspector

  /// Its bytes.
  let total: Int

  /// What was there to open the records.
  let access: Access

  /// Whether the records could be opened.
  var hasAccess: Bool { access != .none }

  /// The names of the algorithms.
  var suite: [String]? {
    message.prelude.map { prelude in
      let kem = prelude.suite.kem == .xWing ? "x-wing" : "x25519"
      return [kem, "hkdf-sha256", Cipher(aead: prelude.aead).name]
    }
  }

  /// Whom the message was sealed to, where only a key log tells.
  var recipient: Recipient? { access == .keyLog ? message.message?.recipient : nil }

  /// What is wrong, and where, in one line.
  var problem: String? {
    guard let problem = message.problem else { return nil }
    guard let record = problem.record else { return problem.error.diagnosis }
    return "record \(record): \(problem.error.diagnosis)"
  }

  /// How far the message was checked: who has a key log can make messages that open with it.
  var verdict: String {
    if problem != nil { return "refused" }
    guard message.isAuthentic else { return "not opened" }
    return access == .keyLog ? "opened" : "authentic"
  }
}

extension Inspection.Access {
  /// What an inspector had, given what it was given.
  init(_ access: MessageInspector.Access, _ message: MessageInspector) {
    switch access {
    case .none: self = .none
    case .keys, .exchange: self = .key
    case .keyLog: self = message.isUnknownToKeyLog ? .none : .keyLog
    }
  }
}

extension RecordType {
  /// The type in a word.
  var name: String {
    switch self {
    case .head: "head"
    case .proof: "proof"
    case .data: "data"
    case .end: "end"
    }
  }
}
