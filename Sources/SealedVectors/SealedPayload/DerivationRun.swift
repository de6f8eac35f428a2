internal import SealedCrypto
internal import SealedPayload

/// Compares the intermediate values of a vector: from the shared secret to each record.
struct DerivationRun {
  private let vector: SealedPayloadVector
  private let expected: VectorNode

  init(_ vector: SealedPayloadVector, _ expected: VectorNode) {
    self.vector = vector
    self.expected = expected
  }

  func check() throws(VectorError) -> VectorOutcome {
    let first = (vector.request ?? vector.sealed)[...]
    let kind: MessageKind = vector.opener == .payload ? .payload : .request
    guard let prelude = try? Prelude(first.span, expecting: kind) else {
      return .skipped("the prelude is not one: nothing is derived")
    }
    let bind = Array(try expected.hex("bind"))
    let context = ExporterContext(
      prelude.suite, exporterSecret: try expected.secret("exporter_secret", count: HMACSHA256.byteCount))
    if let wrong = try checkKeySchedule(prelude) { return .failed(wrong) }
    let exported = bind.withSpan { context.export($0, count: 64) }.withBytes { [UInt8](copying: $0) }
    guard exported == Array(try expected.hex("secret")) else { return .failed("secret differs") }
    guard let keys = MessageKeys(context, bind: bind, aead: prelude.aead)
    else { return .skipped("this machine lacks the AEAD") }
    guard keys.commitment == Array(try expected.hex("commitment")) else { return .failed("commitment differs") }
    for record in try expected.array("records") {
      if let wrong = try check(record, keys) { return .failed(wrong) }
    }
    return .passed
  }

  /// shared_secret and info give exporter_secret.
  private func checkKeySchedule(_ prelude: Prelude) throws(VectorError) -> String? {
    guard expected.has("shared_secret") else { return nil }
    let info = try expected.hex("info")
    guard vector.issuer.info[...] == info else { return "info differs" }
    let schedule = KeySchedule(prelude.suite, sharedSecret: try expected.secret("shared_secret", count: 32), info: info.span)
    let exporter = schedule.exporter().withExporterSecret { [UInt8](copying: $0) }
    return exporter[...] == (try expected.hex("exporter_secret")) ? nil : "exporter_secret differs"
  }

  /// A record's plaintext gives its ciphertext.
  private func check(_ record: VectorNode, _ keys: borrowing MessageKeys) throws(VectorError) -> String? {
    guard record.has("plaintext"), record.has("ciphertext") else { return nil }
    let number: UInt64 = try record.integer("index")
    let plaintext = try record.hex("plaintext")
    var ciphertext = [UInt8](repeating: 0, count: plaintext.count + AEAD.tagByteCount)
    ciphertext.withMutableSpan {
      keys.key.seal(plaintext.span, nonce: AEADNonce(counter: number), into: &$0)
    }
    return ciphertext[...] == (try record.hex("ciphertext")) ? nil : "record \(number) differs"
  }
}
