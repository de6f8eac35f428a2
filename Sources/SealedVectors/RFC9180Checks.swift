internal import SealedCrypto

/// Compares what the library computes with a vector's values, and remembers the names of those that differ.
struct RFC9180Checks {
  private var differing: [String] = []

  var outcome: VectorOutcome {
    differing.isEmpty ? .passed : .failed("differs in " + differing.joined(separator: ", "))
  }

  mutating func expect(_ agrees: Bool, _ name: String) {
    if !agrees { differing.append(name) }
  }

  mutating func expect(_ secret: borrowing Secret, _ name: String, of vector: VectorNode) throws(VectorError) {
    let expected = try vector.hex(name)
    expect(secret.withBytes { $0.elementsEqual([UInt8](expected)) }, name)
  }
}

// MARK: - The key schedule and what follows from it

extension RFC9180Checks {
  /// secret = LabeledExtract(shared_secret, "secret", psk): recomputed, because the schedule doesn't keep it.
  mutating func secret(
    of vector: VectorNode, _ suite: HPKE.Suite, _ shared: borrowing Secret, psk: ArraySlice<UInt8>
  ) throws(VectorError) {
    // The drafts' vectors leave it out.
    guard vector.has("secret") else { return }
    let kdf = LabeledKDF(suiteID: suite.identifier)
    let secret = shared.withBytes { kdf.extract(salt: $0, label: "secret", ikm: psk.span) }
    try expect(secret, "secret", of: vector)
  }

  mutating func schedule(_ schedule: borrowing KeySchedule, of vector: VectorNode) throws(VectorError) {
    // The RFC's vectors have no suite_id, the drafts' have no key_schedule_context.
    if vector.has("suite_id") {
      expect(try vector.hex("suite_id").elementsEqual(schedule.suite.identifier), "suite_id")
    }
    if vector.has("key_schedule_context") {
      expect(try vector.hex("key_schedule_context").elementsEqual(schedule.context), "key_schedule_context")
    }
    guard schedule.suite.aead != HPKE.exportOnly else { return }
    try expect(schedule.key(), "key", of: vector)
    try expect(schedule.baseNonce(), "base_nonce", of: vector)
  }

  mutating func exports(of vector: VectorNode, _ exporter: ExporterContext) throws(VectorError) {
    let expected = try vector.hex("exporter_secret")
    expect(exporter.withExporterSecret { $0.elementsEqual([UInt8](expected)) }, "exporter_secret")
    for (index, export) in try vector.array("exports").enumerated() {
      let count = try export.integer("L", as: Int.self)
      guard (0...255 * HMACSHA256.byteCount).contains(count) else { throw .member("L") }
      let (context, expected) = (try export.hex("exporter_context"), try export.hex("exported_value"))
      let value = exporter.export(context.span, count: count)
      expect(value.withBytes { $0.elementsEqual([UInt8](expected)) }, "exports[\(index)]")
    }
  }

  /// All encryptions in order, as sender and as recipient.
  mutating func encryptions(of vector: VectorNode, _ schedule: borrowing KeySchedule) throws(VectorError) {
    guard var sender = MessageContext(schedule), var recipient = MessageContext(schedule) else {
      return expect(false, "encryptions: no context")
    }
    let baseNonce = schedule.baseNonce().withBytes { AEADNonce($0) }
    for (index, message) in try vector.array("encryptions").enumerated() {
      let (aad, plaintext) = (try message.hex("aad"), try message.hex("pt"))
      let (ciphertext, nonce) = (try message.hex("ct"), try message.hex("nonce", count: AEAD.nonceByteCount))
      let counted = baseNonce.xor(AEADNonce(counter: UInt64(index)))
      expect(counted == AEADNonce(nonce.span), "encryptions[\(index)].nonce")
      let sealed = sender.seal(plaintext.span, authenticating: aad.span)
      expect(ciphertext.elementsEqual(sealed), "encryptions[\(index)].ct")
      let opened = recipient.open(ciphertext.span, authenticating: aad.span)
      expect(opened.map { plaintext.elementsEqual($0) } == true, "encryptions[\(index)].pt")
    }
  }
}
