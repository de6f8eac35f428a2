internal import SealedCrypto
internal import SealedPayload

/// What `inspect` found, ready to be shown as text or JSON.
struct Inspection {
  /// The message, looked at record by record.
  let message: MessageInspector

  /// Its bytes.
  let total: Int

  /// Whether a key or an exchange was there to open the records.
  let hasAccess: Bool

  /// The names of the algorithms.
  var suite: [String]? {
    message.prelude.map { prelude in
      let kem = prelude.suite.kem == .xWing ? "x-wing" : "x25519"
      return [kem, "hkdf-sha256", Cipher(aead: prelude.aead).name]
    }
  }

  /// What is wrong, and where, in one line.
  var problem: String? {
    guard let problem = message.problem else { return nil }
    guard let record = problem.record else { return problem.error.diagnosis }
    return "record \(record): \(problem.error.diagnosis)"
  }

  /// How far the message was checked.
  var verdict: String {
    if problem != nil { return "refused" }
    return message.isAuthentic ? "authentic" : "not opened"
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
