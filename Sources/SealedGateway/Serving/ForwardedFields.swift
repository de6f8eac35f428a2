internal import SealedHTTP
internal import SealedPayload

/// Which fields go on from one side of a gateway to the other, by name.
struct ForwardedFields {
  private let asserted: Set<String>

  init(_ options: ApplicationOptions) {
    asserted = Set(options.assertedFields.map(Self.folded))
  }

  /// The fields of an opened request, without those by which the gateway asserts something itself.
  func request(_ fields: [HeaderField]) -> [HeaderField] {
    fields.filter { field in
      let name = Self.folded(field.name)
      return !asserted.contains(name) && !name.hasPrefix("x-forwarded") && !Self.ofConnection.contains(name)
        && name != "content-length"
    }
  }

  /// The fields of a message that came over a network, without those of its connection.
  static func withoutConnection(_ fields: [HeaderField]) -> [HeaderField] {
    let named = Set(
      fields.filter { $0.name == "connection" }.flatMap { $0.value.split(separator: ",") }
        .map { $0.lowercased().filter { $0 != " " && $0 != "\t" } })
    return fields.filter { field in
      !ofConnection.contains(folded(field.name)) && !field.name.hasPrefix("proxy-") && !named.contains(field.name)
        && field.name != WellKnown.carrierField
    }
  }

  /// What is behind the gateway may take any character but letters and digits for the same one.
  private static func folded(_ name: String) -> String {
    String(decoding: name.utf8.map { isLetterOrDigit($0) ? $0 : UInt8(ascii: "-") }, as: UTF8.self)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
  }

  private static let ofConnection: Set<String> = [
    "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "host", "expect", "proxy",
    "http2-settings",
  ]
}
