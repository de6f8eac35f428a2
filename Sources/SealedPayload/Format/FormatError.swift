/// Which rule a message broke: for tests and for diagnostics on this machine, never for a peer.
package enum FormatError: Error, Equatable, Sendable {
  // prelude
  case magic, version, unexpectedKind(UInt8), mode(UInt8), kem(UInt16), kdf(UInt16), aead(UInt16)
  case timestamp(UInt64)
  /// The algorithm is the format's, but this machine or build doesn't have it.
  case unavailable(StaticName)

  // key
  case unknownKey(KeyIdentifier)

  // kem
  case encapsulation

  // commitment
  case commitment

  // records
  case recordLength(UInt32)
  case forgedRecord(UInt64)
  case recordType(UInt8?)
  case order(RecordOrderProblem)
  case bodyLimit(Int)
  case recordLimit

  // content
  case head(HeadProblem)
  case proof(ProofProblem)
  case digest(DigestProblem)
  case verdict(VerdictProblem)

  // end
  case truncated
  case trailingBytes
  /// The text form around a message is not what it should be.
  case armor

  /// The names of algorithms, so that errors stay small and comparable.
  package enum StaticName: String, Sendable {
    case aes256GCM = "AES-256-GCM"
    case xWing = "X-Wing"
  }

  /// The step of opening that refused: what vectors name.
  package enum Layer: String, Sendable, CaseIterable {
    case prelude, key, kem, commitment, framing, aead, plaintext, order, head, proof, digest, verdict, limit, end
  }

  package var layer: Layer {
    switch self {
    case .magic, .version, .unexpectedKind, .mode, .kem, .kdf, .aead, .timestamp, .unavailable: .prelude
    case .unknownKey: .key
    case .encapsulation: .kem
    case .commitment: .commitment
    case .recordLength: .framing
    case .forgedRecord: .aead
    case .recordType: .plaintext
    case .order: .order
    case .bodyLimit, .recordLimit: .limit
    case .head: .head
    case .proof: .proof
    case .digest: .digest
    case .verdict: .verdict
    case .truncated, .trailingBytes, .armor: .end
    }
  }

  /// What a peer may be told.
  package var refusal: Refusal {
    switch self {
    case .unknownKey: .unknownKey
    case .bodyLimit, .recordLimit: .tooLarge
    default: .rejected
    }
  }
}

/// How records can be out of order.
package enum RecordOrderProblem: String, Equatable, Sendable {
  case headNotFirst, secondHead, proofNotSecond, tooManyEmptyRecords
}
