import CMicrohttpd
import Glibc
import SealedPayload

/// An answer as bytes, for when the library takes none.
enum EarlyAnswer {
  /// The whole response, after which the connection closes; nil if its body is not there as a whole.
  static func serialized(_ answer: Answer) -> [UInt8]? {
    guard case .whole(let body) = answer.body, body.count <= ListenerLimits.wholeResponseBytes else { return nil }
    var bytes = Array("HTTP/1.1 \(answer.status) \(reason(answer.status))\r\nconnection: close\r\n".utf8)
    if !answer.fields.contains(where: { $0.name == "date" }), let date = date() {
      bytes += Array("date: \(date)\r\n".utf8)
    }
    for field in answer.fields {
      bytes += Array("\(field.name): ".utf8) + field.rawValue + [0x0D, 0x0A]
    }
    if answer.status != 204 { bytes += Array("content-length: \(body.count)\r\n".utf8) }
    return bytes + [0x0D, 0x0A] + body
  }

  private static func reason(_ status: Int) -> String {
    unsafe MHD_get_reason_phrase_for(UInt32(status)).map { unsafe String(cString: $0) } ?? ""
  }

  /// Now, as RFC 9110 section 5.6.7 has it.
  private static func date() -> String? {
    var seconds = time(nil)
    var parts = unsafe tm()
    guard unsafe gmtime_r(&seconds, &parts) != nil else { return nil }
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day =
      unsafe "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(1900 + parts.tm_year)"
    return unsafe "\(day) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
  }
}
