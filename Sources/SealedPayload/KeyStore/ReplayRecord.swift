/// What a replay guard in memory leaves on disk at a clean stop: all timestamps up to the floor are refused by its successor.
package struct ReplayRecord: Sendable, Hashable {
  package static let fileName = "replay-record"
  package static let lockName = "replay-lock"
  /// Bytes of the file.
  package static let byteCount = 1_024

  private static let version: Int64 = 1

  package let floor: UInt64

  package init(floor: UInt64) {
    self.floor = floor
  }

  /// Reads the file; nil for what this version would not have written.
  package init?(_ bytes: [UInt8]) {
    let bytes = bytes[...]
    guard let document = try? JSONDocument(bytes.span),
      document.integer(document.member("sealed_payload_replay_record")) == Self.version,
      let floor = document.integer(document.member("floor")).flatMap(UInt64.init(exactly:)),
      floor <= FormatLimits.timestamp
    else { return nil }
    self.floor = floor
  }

  /// The file.
  package var bytes: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.integer("sealed_payload_replay_record", Self.version)
      json.integer("floor", floor)
    }
    return json.text()
  }
}
