extension FormatError {
  /// The broken rule in a sentence, without secrets.
  package var diagnosis: String {
    switch self {
    case .magic: "not a sealed message: it doesn't begin with SPL"
    case .version: "a version of the format other than 1"
    case .unexpectedKind(let kind): "a message of kind \(kind) where another kind belongs"
    case .mode(let mode): "HPKE mode \(mode); the format uses mode 0"
    case .kem(let number): "unknown KEM \(number)"
    case .kdf(let number): "unknown KDF \(number)"
    case .aead(let number): "unknown AEAD \(number)"
    case .timestamp(let seconds): "timestamp \(seconds) lies after the year 9999"
    case .unavailable(let name): "\(name.rawValue) is not available on this machine or in this build"
    case .unknownKey(let identifier): "sealed for key \(identifier), which is not loaded here"
    case .encapsulation: "the encapsulated key has low order"
    case .commitment: "not for this key and issuer, or the prelude was changed"
    case .recordLength(let length): "a record of \(length) bytes, outside 17 to 65552"
    case .forgedRecord(let index): "record \(index) was changed, or moved, or belongs to another message"
    case .recordType(.none): "a record of zeros, without a type"
    case .recordType(.some(let type)): "a record of unknown type \(type)"
    case .order(let problem): problem.diagnosis
    case .bodyLimit(let limit): "the body exceeds the limit of \(limit) bytes on the wire"
    case .recordLimit: "more records than a message may have"
    case .head(let problem): "head: \(problem.diagnosis)"
    case .proof(let problem): "proof: \(problem.diagnosis)"
    case .digest(let problem): "content-digest: \(problem.diagnosis)"
    case .verdict(let problem): "verdict: \(problem.rawValue)"
    case .truncated: "the message ends before its last record"
    case .trailingBytes: "bytes follow the last record"
    case .armor: "the armor (BEGIN and END lines, base64 between) is damaged"
    }
  }
}

extension RecordOrderProblem {
  fileprivate var diagnosis: String {
    switch self {
    case .headNotFirst: "the first record is not the head"
    case .secondHead: "a second head"
    case .proofNotSecond: "a proof that is not the second record"
    case .tooManyEmptyRecords: "more than 16 empty data records in a row"
    }
  }
}

extension HeadProblem {
  /// Without names of fields, which are the sender's plaintext.
  fileprivate var diagnosis: String {
    switch self {
    case .forbiddenField: "a field that must not be inside a sealed message, such as connection, host or proxy-..."
    case .fieldValue: "the value of a field has control characters or white space at its ends"
    default: description
    }
  }
}

extension ProofProblem {
  fileprivate var diagnosis: String {
    switch self {
    case .format: "not an algorithm, a public key and a signature"
    case .signature: "the signature is not the signer's over this message"
    case .unlistedKey: "signed by a key that the key configuration doesn't list for responses"
    }
  }
}

extension DigestProblem {
  fileprivate var diagnosis: String {
    switch self {
    case .malformed: "not a dictionary of byte sequences"
    case .mismatch: "the body is not the one that the digest was made of"
    }
  }
}
