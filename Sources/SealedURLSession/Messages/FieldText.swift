internal import Foundation
internal import SealedPayload

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// Fields between their bytes and the text that Foundation keeps them in.
enum FieldText {
  /// Name and value of each field to send; lines of one name are joined, as RFC 9110 section 5.3 allows (`cookie`: RFC 9113, 8.2.3).
  static func joined(_ fields: [HeaderField]) throws(URLSessionTransportError) -> [(name: String, value: String)] {
    var joined: [(name: String, value: String)] = []
    for field in fields {
      guard let value = text(field.rawValue) else { throw .fieldValue(name: field.name) }
      if let index = joined.firstIndex(where: { $0.name == field.name }) {
        joined[index].value += (field.name == "cookie" ? "; " : ", ") + value
      } else {
        joined.append((field.name, value))
      }
    }
    return joined
  }

  /// The fields of a response that came over the network, sorted by name: Foundation does not keep their order.
  static func fields(of response: HTTPURLResponse) -> [HeaderField] {
    response.allHeaderFields.compactMap { name, value in
      guard let name = name as? String, let value = value as? String else { return nil }
      return HeaderField(name.lowercased(), rawValue: bytes(value))
    }.sorted { $0.name < $1.name }
  }

  /// The text that Foundation sends as these very bytes; nil if there is none.
  private static func text(_ bytes: [UInt8]) -> String? {
    #if canImport(FoundationNetworking)
      String(validating: bytes, as: UTF8.self)
    #else
      // What CFNetwork makes of anything else is not documented.
      bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
    #endif
  }

  /// The bytes that were on the wire.
  private static func bytes(_ text: String) -> [UInt8] {
    #if !canImport(FoundationNetworking)
      // CFNetwork takes values for ISO-8859-1.
      if text.unicodeScalars.allSatisfy({ $0.value < 0x100 }) {
        return text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
      }
    #endif
    return Array(text.utf8)
  }
}
