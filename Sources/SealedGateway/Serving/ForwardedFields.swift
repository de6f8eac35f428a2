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
      return !asserted.contains(name) && !name.hasPrefix("x-forwarded-") && !Self.ofConnection.contains(name)
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

  /// What is behind the gateway may take underscores for hyphens.
  private static func folded(_ name: String) -> String {
    name.contains("_") ? String(name.map { $0 == "_" ? "-" : $0 }) : name
  }

  private static let ofConnection: Set<String> = [
    "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "host", "expect", "proxy",
    "http2-settings",
  ]
}
