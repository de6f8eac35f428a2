internal import SealedHTTP
internal import SealedPayload

/// Looks after the keys of a running gateway: makes, signs and erases when that is due, once a second.
struct KeyUpkeep: Sendable {
  let keys: ServerKeyStore
  let time: any TimeSource
  let observer: Gateway.Observer

  /// Runs until the task is cancelled.
  func run() async {
    var last: String?
    while (try? await time.sleep(for: .seconds(1))) != nil {
      let problem = once()
      if let problem, problem != last { observer(GatewayEvent(.error, "keys-not-maintained", ["problem": problem])) }
      last = problem
    }
  }

  /// Does what is due, and says what failed.
  private func once() -> String? {
    do throws(KeyStoreError) {
      let change = try keys.maintain(at: time.now)?.change ?? KeyStoreChange()
      if change.added != nil || !change.removed.isEmpty || change.signedUntil != nil {
        observer(
          GatewayEvent(
            .info, "keys-maintained",
            [
              "added": change.added?.description, "removed": list(change.removed),
              "signed_until": change.signedUntil.map { String($0) },
            ]))
      }
      return keys.problem?.description
    } catch {
      return error.description
    }
  }

  private func list(_ keys: [KeyIdentifier]) -> String? {
    keys.isEmpty ? nil : keys.map(\.description).joined(separator: " ")
  }
}
