import SealedPayload
import SealedTesting
import Testing

@testable import SealedHTTP

@Suite("Client: dates and the API's clock")
struct ClientTimeTests {
  @Test(
    "Dates in the one form that senders use",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600), ("Tue, 14 Nov 2023 22:13:20 GMT", 1_700_000_000),
      ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799), ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
    ])
  func dates(text: String, seconds: UInt64) {
    #expect(HTTPDate.seconds(text) == seconds)
  }

  @Test(
    "Other forms are no dates",
    arguments: [
      "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC",
      "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1969 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:3７",
      "Sun, +6 Nov 1994 08:49:37 GMT",
    ])
  func otherForms(text: String) {
    #expect(HTTPDate.seconds(text) == nil)
  }

  @Test(
    "An answer moves the offset only as far as the offset contradicts it",
    arguments: [
      (1_000, 1_000, 1_000, 0), (1_000, 1_000, 1_100, 0), (1_050, 1_000, 1_100, 0), (900, 1_000, 1_100, -100),
      (1_600, 1_000, 1_001, 599), (400, 1_000, 1_000, -600),
    ] as [(UInt64, UInt64, UInt64, Int64)])
  func learning(server: UInt64, sent: UInt64, received: UInt64, offset: Int64) {
    let clock = ServerClock(ManualClock(now: 10_000))
    clock.learn(server, sent: sent, received: received)
    #expect(Int64(clock.timestamp) - 10_000 == offset)
  }

  @Test("Absurd times change nothing")
  func absurd() {
    let clock = ServerClock(ManualClock(now: 10_000))
    clock.learn(.max, sent: 1, received: 2)
    clock.learn(5, sent: 2, received: 1)
    clock.compare(date: .max, sent: 0, received: .max)
    #expect(clock.timestamp == 10_000 && !clock.isDoubtful)
  }

  @Test("A date in a cache counts with its age")
  func age() {
    let fields = [HeaderField("date", "Tue, 14 Nov 2023 22:13:20 GMT"), HeaderField("age", "100")]
    #expect(OuterResponse(ResponseHead(status: 200, fields: fields)).date == 1_700_000_100)
  }
}
