internal import SealedCrypto

/// Vectors of HPKE, RFC 9180 appendix A: an array of contexts, each with all that is computed on the way to it.
enum RFC9180Vectors {
  static func run(_ bytes: Span<UInt8>, into report: inout VectorReport) throws(VectorError) {
    for (index, vector) in try VectorNode(bytes).elements("vectors").enumerated() {
      let header = try RFC9180Header(vector)
      report.record(try outcome(of: vector, header), id: "\(index): \(header)")
    }
  }

  private static func outcome(of vector: VectorNode, _ header: RFC9180Header) throws(VectorError) -> VectorOutcome {
    let (mode, suite): (HPKE.Mode, HPKE.Suite)
    do {
      (mode, suite) = (try header.mode(), try header.suite())
    } catch {
      return .skipped(error.reason)
    }
    var checks = RFC9180Checks()
    try checks.keyPairs(of: vector, suite.kem, mode)
    guard let shared = try checks.encapsulation(of: vector, suite.kem, mode) else { return checks.outcome }
    let (psk, pskID) = mode.hasPSK ? (try vector.hex("psk"), try vector.hex("psk_id")) : ([], [])
    let info = try vector.hex("info")
    let schedule = KeySchedule(
      suite, mode: mode, sharedSecret: shared, info: info.span, psk: psk.span, pskID: pskID.span)
    try checks.secret(of: vector, suite, shared, psk: psk)
    try checks.schedule(schedule, of: vector)
    try checks.exports(of: vector, schedule.exporter())
    if suite.aead != HPKE.exportOnly { try checks.encryptions(of: vector, schedule) }
    return checks.outcome
  }
}

/// The algorithms of a vector, as numbers.
struct RFC9180Header: CustomStringConvertible {
  /// What keeps a vector from being tried.
  struct Unavailable: Error {
    let reason: String
  }

  private let modeNumber: UInt8
  private let kem: UInt16
  private let kdf: UInt16
  private let aead: UInt16

  init(_ vector: VectorNode) throws(VectorError) {
    modeNumber = try vector.integer("mode")
    kem = try vector.integer("kem_id")
    kdf = try vector.integer("kdf_id")
    aead = try vector.integer("aead_id")
  }

  var description: String { "mode \(modeNumber), KEM \(hex(kem)), KDF \(hex(kdf)), AEAD \(hex(aead))" }

  func mode() throws(Unavailable) -> HPKE.Mode {
    guard let mode = HPKE.Mode(rawValue: modeNumber) else { throw Unavailable(reason: "unknown mode \(modeNumber)") }
    guard !mode.hasSender || kem == HPKE.KEM.x25519HKDFSHA256.rawValue else {
      throw Unavailable(reason: "KEM \(hex(kem)) has no authenticated modes")
    }
    return mode
  }

  func suite() throws(Unavailable) -> HPKE.Suite {
    guard let kem = HPKE.KEM(rawValue: kem) else { throw Unavailable(reason: "KEM \(hex(kem)) is not implemented") }
    guard let kdf = HPKE.KDF(rawValue: kdf) else { throw Unavailable(reason: "KDF \(hex(kdf)) is not implemented") }
    guard kem.isAvailable else { throw Unavailable(reason: "libsodium \(Sodium.version) has no \(kem)") }
    if aead != HPKE.exportOnly {
      guard let aead = AEAD(rawValue: aead) else { throw Unavailable(reason: "AEAD \(hex(aead)) is not implemented") }
      guard aead.isAvailable else { throw Unavailable(reason: "this processor has no \(aead)") }
    }
    return HPKE.Suite(kem: kem, kdf: kdf, aead: aead)
  }

  private func hex(_ number: UInt16) -> String {
    let digits = String(number, radix: 16)
    return "0x" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension HPKE.Mode {
  var hasPSK: Bool { self == .psk || self == .authPSK }
  var hasSender: Bool { self == .auth || self == .authPSK }
}
