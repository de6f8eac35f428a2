internal import SealedPayload
internal import Synchronization

/// What one address may cost the server before anybody is known: key exchanges, and places in the replay guard.
///
/// Clocks are in whole seconds. An IPv6 address counts with its network of 64 bits. Bounded: those who owe nothing are forgotten,
/// and when too many are remembered all the same, the others share one account.
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
  private struct State {
    var accounts: [Network: Account] = [:]
    var overflow: Account?
    var prunedAt: UInt64 = 0
  }

  /// Who an account is for.
  private enum Network: Hashable {
    case address([UInt8])
    case name(String)

    init(_ peer: PeerAddress) {
      self = NetworkAddress(peer.host).map { .address($0.network) } ?? .name(peer.host)
    }
  }

  private let state = Mutex(State())

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
    let network = Network(address)
    return state.withLock { state in
      let known = state.accounts[network]
      if known == nil, state.accounts.count >= limits.addresses { prune(&state, now) }
      let isOverflowing = known == nil && state.accounts.count >= limits.addresses
      var account = (isOverflowing ? state.overflow : known) ?? fresh(now)
      refill(&account, now)
      defer { if isOverflowing { state.overflow = account } else { state.accounts[network] = account } }
      return body(&account)
    }
  }

  private func fresh(_ now: UInt64) -> Account {
    Account(sessions: limits.newSessionsAtOnce, refilled: now, claimsSince: now)
  }

  /// Forgets who owes nothing; at most once in a second, for it looks at everybody.
  private func prune(_ state: inout State, _ now: UInt64) {
    guard state.prunedAt != now else { return }
    state.prunedAt = now
    state.accounts = state.accounts.filter { _, account in
      var account = account
      refill(&account, now)
      return account.sessions < limits.newSessionsAtOnce || account.claims > 0
    }
  }

  private func refill(_ account: inout Account, _ now: UInt64) {
    // A clock that was set back must not stop the refilling until it has caught up.
    account.refilled = min(account.refilled, now)
    account.claimsSince = min(account.claimsSince, now)
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
