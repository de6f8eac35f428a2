import Foundation
@testable import SealedGateway
import Synchronization
import Testing

@testable import sealgate

@Suite("sealgate: log and columns")
struct EventLogTests {
  private final class Lines: Sendable {
    private let text = Mutex("")
    var all: String { text.withLock { $0 } }
    func add(_ line: String) { text.withLock { $0 += line } }
  }

  private func log(_ settings: LogSettings, _ events: [GatewayEvent]) -> String {
    let lines = Lines()
    let log = EventLog(settings, now: { 1_700_000_000 }, write: { lines.add($0) })
    for event in events { log.log(event) }
    return lines.all
  }

  private let hostile = GatewayEvent(
    .info, "refused", ["reason": "a \"b\"\nc\u{1B}[2J", "source": "192.0.2.1", "none": nil])

  @Test("An event is one line of JSON, whatever a peer wrote")
  func json() throws {
    let text = log(LogSettings(level: .info, format: .json), [hostile])
    #expect(text.split(separator: "\n").count == 1 && text.hasSuffix("}\n"))
    let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String])
    #expect(
      object == [
        "time": "2023-11-14T22:13:20Z", "level": "info", "event": "refused", "reason": "a \"b\"\nc\u{1B}[2J",
        "source": "192.0.2.1",
      ])
  }

  @Test("An event is one line of text, whatever a peer wrote")
  func text() {
    let text = log(LogSettings(level: .info, format: .text), [hostile])
    #expect(text == "2023-11-14T22:13:20Z info refused reason='a \"b\"\\u{A}c\\u{1B}[2J' source=192.0.2.1\n")
  }

  @Test("Only what the level asks for is written", arguments: zip(LogSettings.Level.allCases, 1...4))
  func levels(level: LogSettings.Level, count: Int) {
    let events = LogSettings.Level.allCases.map { GatewayEvent($0, "event") }
    let text = log(LogSettings(level: level, format: .text), events)
    #expect(text.split(separator: "\n").count == count)
  }

  @Test("Columns keep their width, and control characters never reach the screen")
  func columns() {
    let long = String(repeating: "x", count: 100)
    let lines = SideBySide.lines(["a", long], ["b\u{1B}[2J\n", "c", "d"])
    #expect(lines.count == 4)
    #expect(lines[0] == "a" + String(repeating: " ", count: 47) + " | b\\u{1B}[2J\\u{A}")
    #expect(lines[1] == String(repeating: "x", count: 48) + " | c")
    #expect(lines[2] == "  " + String(repeating: "x", count: 46) + " | d")
    #expect(lines[3] == "  " + String(repeating: "x", count: 6) + String(repeating: " ", count: 40) + " |")
  }
}
