import Foundation
import SealedHTTP
import SealedPayload
import Testing

/// The documents show code that compiles and runs: each example is a file here, quoted to the letter.
@Suite struct DocumentationTests {
  @Test(arguments: [
    ("RequestExample.swift", "README.md"),
    ("RequestExample.swift", "Sources/SealedPayload/SealedPayload.docc/SealingRequests.md"),
    ("PayloadExample.swift", "Sources/SealedPayload/SealedPayload.docc/SealingPayloads.md"),
    ("StreamExample.swift", "Sources/SealedPayload/SealedPayload.docc/SealingPayloads.md"),
    ("ClientExample.swift", "Sources/SealedHTTP/SealedHTTP.docc/CallingAnAPI.md"),
    ("ClientTestExample.swift", "Sources/SealedHTTP/SealedHTTP.docc/CallingAnAPI.md"),
    ("ServerExample.swift", "docs/embedding.md"),
    ("URLSessionExample.swift", "Sources/SealedURLSession/SealedURLSession.docc/LoadingSealed.md"),
    ("EventsExample.swift", "Sources/SealedURLSession/SealedURLSession.docc/LoadingSealed.md"),
    ("URLProtocolExample.swift", "Sources/SealedURLSession/SealedURLSession.docc/SealingAURLSession.md"),
  ])
  func quotesTheExample(_ example: String, _ document: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let root = folder.deletingLastPathComponent().deletingLastPathComponent()
    let code = try String(contentsOf: folder.appending(path: example), encoding: .utf8)
    let text = try String(contentsOf: root.appending(path: document), encoding: .utf8)
    #expect(text.contains("```swift\n\(code)```\n"), "\(document) does not quote \(example) as it is")
  }

  @Test func requestExampleGivesTheAnswer() throws {
    #expect(try placeOrder(Array("lamp".utf8), now: 1_700_000_000) == Array("lamp".utf8))
  }

  @Test func payloadExampleGivesTheFile() throws {
    #expect(try archive([1, 2, 3], now: 1_700_000_000) == [1, 2, 3])
  }

  @Test func clientExampleSaysWhatHappened() async throws {
    let answers: [(SealedServer.Handler, String)] = [
      ({ _ in ResponseMessage(status: 201, body: MessageBody(Array("7".utf8))) }, "ordered: 7"),
      ({ _ in ResponseMessage(status: 422) }, "refused"),
      (
        { _ in throw HandlerRefusal(reason: "rate-limited", status: 429, isCertainlyUnprocessed: true) },
        "too many orders; again in 60 s"
      ),
      ({ _ in throw CancellationError() }, "perhaps ordered, look before you try again"),
    ]
    for (handler, expected) in answers {
      let said = await order([1], number: "n", through: try clientForTests(of: handler))
      #expect(said.hasPrefix(expected), "\(said)")
    }
  }

  @Test func streamExampleGivesTheBody() throws {
    let key = RecipientKey(try RecipientPrivateKey(), issuer: .unnamed)
    let pieces = [[UInt8](repeating: 1, count: 70_000), [], [2]]
    let session = try SealingSession(to: key.recipient)
    #expect(try stream(pieces, in: session, for: key, now: 1_700_000_000) == pieces.flatMap { $0 })
  }
}
