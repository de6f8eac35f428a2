internal import SealedPayload
internal import Synchronization

/// The API's keys as this client holds them: fetched when needed, renewed ahead of their end, by one fetch at a time
/// (spec/key-configuration.md, "Expiry and refreshing").
final class KeyDirectory: Sendable {
  private struct State {
    var held: HeldConfiguration?
    var lastRefresh: UInt64?
    var lastRefetch: UInt64?
    /// The fetch after which the next one begins.
    var lastFetch: Task<Result<HeldConfiguration, KeyFailure>, Never>?
  }

  private let fetch: ConfigurationFetch
  private let time: any TimeSource
  private let renewals = SharedRun<Result<HeldConfiguration, KeyFailure>>()
  /// Those that bypass caches: a renewal that may be answered by a cache is no substitute.
  private let refetches = SharedRun<Result<HeldConfiguration, KeyFailure>>()
  private let state = Mutex(State())

  init(_ fetch: ConfigurationFetch, time: any TimeSource) {
    self.fetch = fetch
    self.time = time
  }

  /// A configuration that may be used now.
  func current() async throws(ClientFailure) -> KeyConfiguration {
    let now = time.now
    guard let held = state.withLock({ $0.held }), held.isUsable(at: now) else { return try await fetched() }
    if held.isDueForRefresh(at: now), isTurn(\.lastRefresh, after: ClientLimits.refreshInterval, now) {
      renewals.start { await self.renewInTurn() }
    }
    return held.configuration
  }

  /// Fetches anew because an answer that anybody can have written says that a key is unknown; not too often.
  ///
  /// Whoever comes while such a fetch is under way waits for it. The configuration in use stays in use if it fails.
  func refetch() async {
    _ = await refetches.value(
      startingIf: { self.isTurn(\.lastRefetch, after: ClientLimits.refetchInterval, self.time.now) },
      of: { await self.inTurn { await self.renew(bypassingCaches: true) } })
  }

  private func fetched() async throws(ClientFailure) -> KeyConfiguration {
    guard let result = await renewals.value(of: { await self.renewInTurn() }) else { throw .cancelled }
    switch result {
    case .success(let held): return held.configuration
    case .failure(let failure): throw .keys(failure)
    }
  }

  /// Renews, unless the fetch before it has done so.
  private func renewInTurn() async -> Result<HeldConfiguration, KeyFailure> {
    await inTurn {
      let now = self.time.now
      if let held = self.state.withLock({ $0.held }), held.isUsable(at: now), !held.isDueForRefresh(at: now) {
        return .success(held)
      }
      return await self.renew(bypassingCaches: false)
    }
  }

  /// One fetch at a time: an older configuration must not come after a newer one.
  private func inTurn(
    _ work: @escaping @Sendable () async -> Result<HeldConfiguration, KeyFailure>
  ) async -> Result<HeldConfiguration, KeyFailure> {
    let task = state.withLock { state in
      let before = state.lastFetch
      let task = Task {
        _ = await before?.value
        return await work()
      }
      state.lastFetch = task
      return task
    }
    return await task.value
  }

  private func renew(bypassingCaches: Bool) async -> Result<HeldConfiguration, KeyFailure> {
    do throws(KeyFailure) {
      let held = HeldConfiguration(try await fetch.fetch(bypassingCaches: bypassingCaches))
      state.withLock { $0.held = held }
      return .success(held)
    } catch {
      return .failure(error)
    }
  }

  /// Whether enough time has passed since the last time; if so, it is now.
  private func isTurn(_ last: WritableKeyPath<State, UInt64?>, after interval: UInt64, _ now: UInt64) -> Bool {
    state.withLock { state in
      // A clock that was set back must not keep the client from fetching.
      if let time = state[keyPath: last], time <= now, now - time < interval { return false }
      state[keyPath: last] = now
      return true
    }
  }
}

/// A configuration and the moments of its use: seconds since 1970 by this machine's clock.
struct HeldConfiguration: Sendable {
  let configuration: KeyConfiguration
  private let end: UInt64
  private let refresh: UInt64

  init(_ configuration: KeyConfiguration) {
    self.configuration = configuration
    // With the last of its keys a configuration is at its end, whatever it says of itself.
    let lastKeyEnd = configuration.keys.map(\.validity.upperBound).max() ?? 0
    end = min(configuration.expiry, max(lastKeyEnd, configuration.issuedAt))
    // At a random moment of the last quarter, so that not all clients come at once.
    let quarter = (end - configuration.issuedAt) / 4
    refresh = end - UInt64.random(in: min(1, quarter)...quarter)
  }

  func isUsable(at now: UInt64) -> Bool { now < end }

  func isDueForRefresh(at now: UInt64) -> Bool { now >= refresh }
}
