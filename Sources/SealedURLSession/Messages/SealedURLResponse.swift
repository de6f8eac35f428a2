internal import Foundation
internal import SealedPayload

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

extension ResponseHead {
  /// The sealed head as URLSession's users get heads.
  ///
  /// - Parameter without: names of fields that are left out.
  func response(for url: URL, without: Set<String> = []) throws(URLError) -> HTTPURLResponse {
    var values: [String: String] = [:]
    for field in fields where !without.contains(field.name) {
      let value = String(validating: field.rawValue, as: UTF8.self) ?? Self.latin1(field.rawValue)
      values[field.name] = values[field.name].map { "\($0), \(value)" } ?? value
    }
    guard
      let response = HTTPURLResponse(url: url, statusCode: status, httpVersion: "HTTP/1.1", headerFields: values)
    else { throw URLError(.badServerResponse) }
    return response
  }

  /// ISO-8859-1, the encoding of fields before UTF-8.
  private static func latin1(_ bytes: [UInt8]) -> String {
    String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}
