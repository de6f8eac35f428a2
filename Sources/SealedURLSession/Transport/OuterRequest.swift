internal import Foundation
internal import SealedPayload

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

extension URLRequest {
  /// The request as URLSession sends it: the target letter for letter, and the fields of the head.
  init(outer head: RequestHead) throws(URLSessionTransportError) {
    let text = "\(head.scheme)://\(head.authority)\(head.path)"
    guard head.path.hasPrefix("/"), let url = URL(string: text), url.absoluteString == text, url.user == nil,
      url.fragment == nil
    else { throw .target }
    self.init(url: url, cachePolicy: .reloadIgnoringLocalCacheData)
    httpMethod = head.method
    httpShouldHandleCookies = false
    // Without these URLSession would tell the name of the process and the language of its user, and ask for compression.
    setValue("sealed-payload", forHTTPHeaderField: "user-agent")
    setValue("*", forHTTPHeaderField: "accept-language")
    for (name, value) in try FieldText.joined(head.fields) { setValue(value, forHTTPHeaderField: name) }
    setValue("identity", forHTTPHeaderField: "accept-encoding")
  }
}
