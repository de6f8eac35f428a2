internal import SealedCrypto
internal import SealedPayload
internal import Synchronization

/// The key exchanges that this client has paid for (spec/sealed-payload.md, section 13).
///
/// A session serves one recipient key, suite, signer and set of credentials, for a bounded time and number of messages;
/// then the pool lets go of it, and it is erased with the last answer that it opens.
final class SessionPool: Sendable {
  fileprivate struct Owner: Hashable {
    let recipient: Recipient
    let cipher: Cipher
    let signer: VerifyingKey?
    let credentials: [UInt8]
  }

  fileprivate struct Entry {
    let session: SealingSession
    let use: Range<UInt64>
    var messages = 0
  }

  fileprivate struct State {
    var entries: [Owner: Entry] = [:]
    var sweep: Task<Void, Never>?
  }

  private let options: ClientOptions
  private let visibility: FieldVisibility
  private let time: any TimeSource
  private let digestKey = Random.bytes(HMACSHA256.byteCount)
  private let state = Mutex(State())

  init(_ options: ClientOptions, time: any TimeSource) {
    self.options = options
    visibility = FieldVisibility(options)
    self.time = time
  }

  deinit { state.withLock { $0.sweep?.cancel() } }

  /// How many sessions are held.
  var count: Int { state.withLock { $0.entries.count } }

  /// The session for one more message with these fields, to the best key that is usable now.
  func session(_ configuration: KeyConfiguration, for fields: [HeaderField]) throws(ClientFailure) -> SealingSession {
    let now = time.now
    guard let (recipient, cipher) = configuration.choose(at: now, allowing: options.allows) else {
      throw .keys(.noUsableKey)
    }
    do throws(SealError) {
      if options.unlinkable { return try SealingSession(to: recipient, cipher: cipher) }
      let owner = Owner(
        recipient: recipient, cipher: cipher, signer: options.signer?.publicKey,
        credentials: visibility.credentialDigest(fields, key: digestKey))
      let keyEnd = configuration.keys.first { $0.recipient == recipient }?.validity.upperBound ?? now
      return try session(of: owner, use: now..<max(now, min(now + options.sessionSeconds, keyEnd)))
    } catch {
      throw .invalidRequest(RequestProblem(error))
    }
  }

  private func session(of owner: Owner, use: Range<UInt64>) throws(SealError) -> SealingSession {
    let now = use.lowerBound
    let result = state.withLock { state -> Result<SealingSession, SealError> in
      if let entry = state.entries[owner], entry.use.contains(now), entry.messages < options.sessionMessages {
        state.entries[owner]?.messages += 1
        return .success(entry.session)
      }
      return Result { () throws(SealError) in
        let session = try SealingSession(to: owner.recipient, cipher: owner.cipher)
        state.makeRoom(now)
        state.entries[owner] = Entry(session: session, use: use, messages: 1)
        if state.sweep == nil { state.sweep = sweep() }
        return session
      }
    }
    return try result.get()
  }

  /// Lets go of sessions at their end even if no further message is sent.
  private func sweep() -> Task<Void, Never> {
    Task { [weak self, time, options] in
      while (try? await time.sleep(for: .seconds(options.sessionSeconds))) != nil {
        guard let self, dropEnded() else { return }
      }
    }
  }

  /// - Returns: whether sessions are left.
  private func dropEnded() -> Bool {
    let now = time.now
    return state.withLock { state in
      state.entries = state.entries.filter { $0.value.use.contains(now) }
      if state.entries.isEmpty { state.sweep = nil }
      return !state.entries.isEmpty
    }
  }
}

extension SessionPool.State {
  fileprivate mutating func makeRoom(_ now: UInt64) {
    guard entries.count >= ClientLimits.sessions else { return }
    entries = entries.filter { $0.value.use.contains(now) }
    guard entries.count >= ClientLimits.sessions else { return }
    if let oldest = entries.min(by: { $0.value.use.lowerBound < $1.value.use.lowerBound }) { entries[oldest.key] = nil }
  }
}
