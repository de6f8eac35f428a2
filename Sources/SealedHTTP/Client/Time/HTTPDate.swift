/// Dates of HTTP fields (RFC 9110 section 5.6.7), in the one form that senders may use.
enum HTTPDate {
  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Seconds since 1970 of an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT`; nil for anything else.
  static func seconds(_ text: String) -> UInt64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 29, days.contains(Self.text(bytes, 0..<3)), Self.text(bytes, 3..<5) == ", ",
      Self.text(bytes, 25..<29) == " GMT",
      [(7, " "), (11, " "), (16, " "), (19, ":"), (22, ":")].allSatisfy({ Self.text(bytes, $0.0..<$0.0 + 1) == $0.1 }),
      let day = number(bytes, 5..<7), let month = months.firstIndex(of: Self.text(bytes, 8..<11)),
      let year = number(bytes, 12..<16), let hour = number(bytes, 17..<19), let minute = number(bytes, 20..<22),
      let second = number(bytes, 23..<25),
      (1...31).contains(day), year >= 1970, hour < 24, minute < 60, second <= 60
    else { return nil }
    return UInt64(((daysSince1970(year, month + 1, day) * 24 + hour) * 60 + minute) * 60 + second)
  }

  private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text(bytes, range))
  }

  /// Days of the proleptic Gregorian calendar, in years that begin with March, so that leap days come last.
  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let marchYear = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let daysBefore1970 = 719_468
    return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - daysBefore1970
  }
}
