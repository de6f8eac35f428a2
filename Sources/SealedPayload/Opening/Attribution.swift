internal import SealedCrypto

/// Who is known to have sent a message.
public enum Attribution: Sendable, Hashable {
  /// Nobody signed: any holder of the recipient's public key can have sealed it.
  case none
  /// This key signed the head, and the keys of the message with it; what body followed can't be shown to a third party.
  case authenticated(VerifyingKey)
  /// This key signed the head and, by its digest, the body: provable to a third party.
  case signed(VerifyingKey)

  /// The key, if anybody signed.
  public var signer: VerifyingKey? {
    switch self {
    case .none: nil
    case .authenticated(let key), .signed(let key): key
    }
  }
}

/// Identifies a message to replay guards: its commitment, which nobody else can produce.
public struct MessageIdentifier: Sendable, Hashable {
  // In line, not in an array: guards keep a million of them.
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// The 32 bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    for word in [first, second, third, fourth] { bytes.append(bigEndian: word) }
    return bytes
  }

  private static let byteCount = 32

  /// Takes the 32 bytes of a commitment.
  package init(bytes: [UInt8]) {
    precondition(bytes.count == Self.byteCount)
    (first, second, third, fourth) = bytes.withSpan { bytes in
      (
        bytes.bigEndian(at: 0, as: UInt64.self), bytes.bigEndian(at: 8, as: UInt64.self),
        bytes.bigEndian(at: 16, as: UInt64.self), bytes.bigEndian(at: 24, as: UInt64.self)
      )
    }
  }
}

/// What an opener knows of a message once its head is authentic.
public struct OpenedMessage: Sendable {
  /// Names the message to replay guards.
  public let identifier: MessageIdentifier

  /// When it was sealed, by the sealer's clock: seconds since 1970.
  ///
  /// Nil for responses, which are as fresh as their request.
  public let timestamp: UInt64?

  /// Whom it was sealed to.
  public let recipient: Recipient

  /// Who signed, if anybody did.
  ///
  /// That the body is covered too is only known at its end: see `Attribution`.
  public let signer: VerifyingKey?

  package let kind: MessageKind
  package let head: Head
  package let headBytes: [UInt8]
  package let bind: [UInt8]
  package let proof: Proof?
  package let digest: ContentDigest

  /// Whether the body was read to its end, and every digest of it was right.
  package private(set) var isComplete = false

  /// What is known of the sender so far: never `signed` before the body was compared with its digest.
  package var attribution: Attribution {
    guard let signer else { return .none }
    return isComplete && !digest.isEmpty ? .signed(signer) : .authenticated(signer)
  }

  /// The same message, once its body passed every check.
  consuming func completed() -> OpenedMessage {
    isComplete = true
    return self
  }
}

extension OpenedMessage: CustomStringConvertible, CustomReflectable {
  /// The kind and the identifier: nothing of what was sealed.
  public var description: String {
    "\(kind) \(identifier.bytes.withSpan { Text.hex($0.extracting(first: 8)) })"
  }

  /// What a dump shows: nothing of what was sealed.
  public var customMirror: Mirror {
    Mirror(
      self, children: ["kind": kind, "identifier": identifier, "timestamp": timestamp as Any, "recipient": recipient])
  }
}
