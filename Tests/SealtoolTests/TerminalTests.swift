import Testing

@testable import SealedCommandLine
@testable import sealtool

@Suite struct TerminalTests {
  @Test(arguments: [
    ("plain é 漢", "plain é 漢"), ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("a\nb", "a\\u{A}b"),
    ("\u{9B}x", "\\u{9B}x"), ("a\u{202E}b", "a\\u{202E}b"), ("\u{7F}", "\\u{7F}"),
  ])
  func controlCharactersAreWrittenOut(_ text: String, _ expected: String) {
    #expect(EscapedText.line(text) == expected)
  }

  @Test(arguments: 1...5)
  func plainTextReachesAScreenInAnyPieces(_ step: Int) {
    let bytes = Array("aé漢😀\r\nb\t\n".utf8)
    var screen = ScreenText()
    var shown: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: step) {
      let piece = Array(bytes[start..<min(start + step, bytes.count)])
      shown += screen.accept(piece.span) ?? []
    }
    #expect(shown == bytes)
    #expect(screen.isFinished)
  }

  @Test(arguments: ["a\u{1B}[2J", "a\rb", "\u{0}", "\u{9B}31m"])
  func anythingElseDoesNot(_ text: String) {
    var screen = ScreenText()
    let bytes = Array(text.utf8)
    #expect(screen.accept(bytes.span) == nil)
  }

  @Test func progressAppearsAfterASecond() {
    var progress = Progress()
    #expect(progress.advance(by: 1 << 20, of: nil, at: .zero) == nil)
    #expect(progress.advance(by: 1 << 20, of: nil, at: .milliseconds(900)) == nil)
    #expect(progress.advance(by: 2 << 20, of: 8 << 20, at: .seconds(2)) == "4.0 MiB of 8.0 MiB, 2.0 MiB/s")
    #expect(progress.advance(by: 1, of: nil, at: .milliseconds(2050)) == nil)
    #expect(Progress.size(10 << 30) == "10.0 GiB")
  }
}
