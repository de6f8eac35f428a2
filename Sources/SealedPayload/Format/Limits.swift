/// The numbers of the format (spec/sealed-payload.md, "Limits").
package enum FormatLimits {
  /// Content, type and padding of a record together.
  package static let plaintext = 65_536

  /// Content of a record.
  package static let content = plaintext - 1

  /// The smallest and largest values of a record's length field.
  package static let recordLength = 17...65_552

  /// Empty data records in a row.
  package static let emptyDataRecords = 16

  /// Records of a message: keeps a message key well inside the bounds of both AEADs.
  package static let records: UInt64 = 1 << 32

  /// Fields of a head.
  package static let fields = 128

  /// Characters of a method.
  package static let method = 32

  /// Bytes of an issuer.
  package static let issuer = 255

  /// The last second of the year 9999.
  package static let timestamp: UInt64 = 253_402_300_799

  /// Bytes of a verdict's JSON.
  package static let verdict = 65_536
}

/// What an opener accepts of a message that may come from anyone.
public struct OpeningLimits: Sendable, Hashable {
  /// Bytes of all records after the head, lengths included: what the body costs on the wire, padding and all.
  public var body: Int

  /// Makes limits; 64 MiB unless told.
  public init(body: Int = 64 << 20) {
    self.body = body
  }
}
