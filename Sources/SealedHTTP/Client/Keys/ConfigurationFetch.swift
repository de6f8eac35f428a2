internal import SealedPayload

/// Fetches the key configuration and accepts it, or refuses it (spec/key-configuration.md).
struct ConfigurationFetch: Sendable {
  let issuer: Issuer
  let trust: IdentityTrust
  let transport: any Transport
  let memory: any ConfigurationState
  let time: any TimeSource
  let clock: ServerClock

  /// One fetch, with all checks; what it accepts is remembered.
  ///
  /// - Parameter bypassingCaches: whether caches on the way shall ask the API.
  func fetch(bypassingCaches: Bool) async throws(KeyFailure) -> KeyConfiguration {
    let text = try await text(bypassingCaches: bypassingCaches)
    let last: AcceptedConfiguration?
    do { last = try memory.load(issuer) } catch { throw .state("\(error)") }
    let verified = try trust.verify(UnverifiedKeyConfiguration(text), for: issuer, at: time.now, after: last)
    let accepted = AcceptedConfiguration(
      issuedAt: verified.configuration.issuedAt, identity: verified.identity,
      nextIdentity: verified.configuration.nextIdentity, pins: trust.pins, wasUnpinned: trust.isUnpinned)
    if accepted != last {
      do { try memory.save(accepted, for: issuer) } catch { throw .state("\(error)") }
    }
    return verified.configuration
  }

  private func text(bypassingCaches: Bool) async throws(KeyFailure) -> [UInt8] {
    let request = request(bypassingCaches: bypassingCaches)
    let fetched: Fetched
    do {
      fetched = try await time.withDeadline(.seconds(ClientLimits.fetchTimeout)) { try await self.fetched(request) }
    } catch {
      throw .unreachable(error)
    }
    guard let text = fetched.text else { throw .unexpectedAnswer(status: fetched.status) }
    return text
  }

  private struct Fetched: Sendable {
    let status: Int
    let text: [UInt8]?
  }

  private func fetched(_ request: RequestMessage) async throws -> Fetched {
    let sent = time.now
    let response = try await transport.send(request)
    guard response.head.status == 200, !OuterResponse(response.head).isEncoded else {
      response.body.cancel()
      return Fetched(status: response.head.status, text: nil)
    }
    if let date = OuterResponse(response.head).date { clock.compare(date: date, sent: sent, received: time.now) }
    // One byte more than allowed is enough to be refused.
    let text = try await response.body.collect(upTo: ConfigurationLimits.byteCount)
    return Fetched(status: 200, text: text)
  }

  private func request(bypassingCaches: Bool) -> RequestMessage {
    var fields = [HeaderField("accept", WellKnown.keysMediaType)]
    if bypassingCaches { fields.append(HeaderField("cache-control", "no-cache")) }
    return RequestMessage(
      RequestHead(
        method: "GET", scheme: issuer.scheme, authority: issuer.authority, path: WellKnown.keysPath, fields: fields))
  }
}
