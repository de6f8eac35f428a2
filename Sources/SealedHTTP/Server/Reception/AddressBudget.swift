internal import SealedPayload
internal import Synchronization

/// What one address may cost the server before anybody is known: key exchanges, and places in the replay guard.
///
/// Clocks are in whole seconds. Bounded: when too many addresses are remembered, those that spent nothing lately are forgotten.
final class AddressBudget: Sendable {
  /// Seconds in which a share of the replay guard is counted: the life of an entry.
  private static let claimSeconds = FreshnessLimits.past + FreshnessLimits.entryMargin

  private struct Account {
    var sessions: Int
    var refilled: UInt64
    var claims = 0
    var claimsSince: UInt64
  }

  private let limits: ServerLimits
  private let accounts = Mutex<[PeerAddress: Account]>([:])

  init(_ limits: ServerLimits) {
    self.limits = limits
  }

  /// Pays for a key exchange, if the message needs one.
  func admit(_ session: KeyRing.SessionState, from address: PeerAddress, at now: UInt64) throws(Hint) {
    guard session == .new else { return }
    let isPaid = withAccount(of: address, at: now) { account in
      guard account.sessions > 0 else { return false }
      account.sessions -= 1
      return true
    }
    guard isPaid else { throw .notReady(seconds: 1, "too many new sessions from one address") }
  }

  /// Pays for a place in the replay guard, for a client that nobody knows.
  func claim(from address: PeerAddress, at now: UInt64) -> Bool {
    withAccount(of: address, at: now) { account in
      guard account.claims < limits.anonymousClaims else { return false }
      account.claims += 1
      return true
    }
  }

  private func withAccount(of address: PeerAddress, at now: UInt64, _ body: (inout Account) -> Bool) -> Bool {
    accounts.withLock { accounts in
      if accounts.count >= limits.addresses, accounts[address] == nil {
        accounts = accounts.filter { now < $0.value.refilled &+ 2 || now < $0.value.claimsSince &+ Self.claimSeconds }
        guard accounts.count < limits.addresses else { return false }
      }
      var account =
        accounts[address] ?? Account(sessions: limits.newSessionsAtOnce, refilled: now, claimsSince: now)
      refill(&account, now)
      defer { accounts[address] = account }
      return body(&account)
    }
  }

  private func refill(_ account: inout Account, _ now: UInt64) {
    if now > account.refilled {
      let seconds = Int(min(now - account.refilled, 3_600))
      account.sessions = min(account.sessions + seconds * limits.newSessionsPerSecond, limits.newSessionsAtOnce)
      account.refilled = now
    }
    if now >= account.claimsSince &+ Self.claimSeconds {
      account.claims = 0
      account.claimsSince = now
    }
  }
}
