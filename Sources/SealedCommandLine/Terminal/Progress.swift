/// Decides when progress is worth a line, and writes the line.
struct Progress {
  /// What erases the line.
  static let erase = "\r\u{1B}[K"

  private var done = 0
  private var began: Duration?
  private var shown: Duration = .zero

  /// Counts bytes, and returns the line to show if it is time for one: after a second, then ten times a second.
  mutating func advance(by count: Int, of total: Int?, at now: Duration) -> String? {
    done += count
    let began = self.began ?? now
    self.began = began
    guard now - began >= .seconds(1), now - shown >= .milliseconds(100) else { return nil }
    shown = now
    let elapsed = (now - began) / Duration.seconds(1)
    let rate = Self.size(Int(Double(done) / elapsed)) + "/s"
    guard let total, total >= done else { return "\(Self.size(done)), \(rate)" }
    return "\(Self.size(done)) of \(Self.size(total)), \(rate)"
  }

  /// A number of bytes with one decimal, in the unit that fits.
  static func size(_ bytes: Int) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB"]
    guard bytes >= 1024 else { return "\(bytes) B" }
    var tenths = bytes / 1024 * 10 + bytes % 1024 * 10 / 1024
    var unit = 0
    while tenths >= 10240 && unit < units.count - 1 {
      tenths /= 1024
      unit += 1
    }
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
