internal import SealedHTTP
internal import SealedPayload

/// Looks after the keys of a running gateway, once a second: makes, signs and erases when that is due, and says what it can't do.
struct KeyUpkeep: Sendable {
  let keys: ServerKeyStore
  /// Those that are in use now; nil for none.
  let clients: @Sendable () -> ClientRegistry?
  let time: any TimeSource
  let observer: Gateway.Observer

  /// What was said before, so that it is said once.
  private struct Said {
    var problem: String?
    var clientsProblem: ClientRegistryError?
    var signature = Signature.fresh
  }

  /// Whether the configuration lasts, told by its end: seconds since 1970.
  private enum Signature: Equatable {
    case fresh
    case needed(until: UInt64)
    case over(since: UInt64)
  }

  /// Runs until the task is cancelled.
  func run() async {
    var said = Said()
    while (try? await time.sleep(for: .seconds(1))) != nil {
      lookAfterKeys(&said)
      lookAfterClients(&said)
    }
  }

  /// Does what is due, and says what failed.
  private func lookAfterKeys(_ said: inout Said) {
    let problem: String?
    do throws(KeyStoreError) {
      let now = time.now
      let maintenance = try keys.maintain(at: now)
      tell(maintenance?.change ?? KeyStoreChange())
      // While another process changes the directory, nothing is known.
      if maintenance?.wasBusy != true { tell(maintenance?.needsSignature ?? false, now, &said) }
      problem = keys.problem?.description
    } catch {
      problem = error.description
    }
    if let problem, problem != said.problem {
      observer(GatewayEvent(.error, "keys-not-maintained", ["problem": problem]))
    }
    said.problem = problem
  }

  /// A change that can't be taken up leaves the clients that were there before, also those who were taken out.
  private func lookAfterClients(_ said: inout Said) {
    guard let clients = clients() else { return said.clientsProblem = nil }
    clients.refresh()
    let problem = clients.problem
    if let problem, problem != said.clientsProblem {
      observer(GatewayEvent(.error, "clients-not-read", ["problem": problem.description, "in_use": "the list before"]))
    }
    if problem == nil, said.clientsProblem != nil { observer(GatewayEvent(.info, "clients-read")) }
    said.clientsProblem = problem
  }

  private func tell(_ change: KeyStoreChange) {
    guard change.added != nil || !change.removed.isEmpty || change.signedUntil != nil else { return }
    observer(
      GatewayEvent(
        .info, "keys-maintained",
        [
          "added": change.added?.description, "removed": list(change.removed),
          "signed_until": change.signedUntil.map { String($0) },
        ]))
  }

  /// Says that somebody must sign where the identity key is, and when it is too late.
  private func tell(_ needsSignature: Bool, _ now: UInt64, _ said: inout Said) {
    let end = keys.published.expiry
    let signature: Signature = now >= end ? .over(since: end) : needsSignature ? .needed(until: end) : .fresh
    defer { said.signature = signature }
    guard signature != said.signature else { return }
    let remedy = "sign a configuration where the identity key is, and put it into the folder of the keys"
    switch signature {
    case .fresh: break
    case .needed(let end):
      observer(
        GatewayEvent(.warning, "signature-needed", ["seconds_left": String(end - now), "remedy": remedy]))
    case .over(let end):
      observer(
        GatewayEvent(.error, "configuration-expired", ["expired_at": String(end), "remedy": remedy]))
    }
  }

  private func list(_ keys: [KeyIdentifier]) -> String? {
    keys.isEmpty ? nil : keys.map(\.description).joined(separator: " ")
  }
}
