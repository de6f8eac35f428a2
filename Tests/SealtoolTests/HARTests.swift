import Foundation
import SealedCrypto
import SealedPayload
import Testing

@testable import sealtool

@Suite("HAR files")
struct HARTests {
  private let log: KeyLogReader
  private let archive: [UInt8]

  init() throws {
    let vectors = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../spec/vectors")
    let lines = [UInt8](try Data(contentsOf: vectors.appending(path: "key_log.txt")))
    log = lines.withSpan { KeyLogReader($0) }
    archive = [UInt8](try Data(contentsOf: vectors.appending(path: "key_log.har")))
  }

  /// The whole file with everything opened that can be; nil if it is refused.
  private func opened(_ text: [UInt8]) -> [UInt8]? {
    guard let har = try? HARFile(text) else { return nil }
    var (output, position) = ([UInt8](), 0)
    for entry in har.entries {
      guard let found = HAREntry(entry, in: har.source, log) else { continue }
      output += text[position..<entry.lowerBound] + found.opened()
      position = entry.upperBound
    }
    return output + text[position...]
  }

  private func isJSON(_ text: [UInt8]) -> Bool {
    (try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)) != nil
  }

  @Test("A damaged archive is refused, or what is written is JSON")
  func mutations() throws {
    let output = try #require(opened(archive))
    #expect(isJSON(output) && output != archive)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<60 {
      var changed = archive
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let index = Int.random(in: 0..<changed.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: changed[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: changed[index] = Array("{}[]\",:\\u0".utf8).randomElement(using: &generator) ?? 0
        case 2: changed.remove(at: index)
        default: changed.insert(contentsOf: changed[index...].prefix(9), at: index)
        }
      }
      guard let output = opened(changed) else { continue }
      #expect(JSONSource(output, depth: HARLimits.depth) != nil)
    }
  }

  @Test(
    "What passes is JSON, and nothing else does",
    arguments: [
      ("{}", true), ("[]", true), (" [1, -0.5e+3, true, null, \"a\\u00e9\\n\"] ", true), ("\"\\ud800\"", true),
      ("{\"a\": {\"b\": []}, \"c\": 0}", true), ("0", true), ("-", false), ("01", false), ("1.", false), ("1e", false),
      ("", false), ("{", false), ("[1,]", false), ("{\"a\":1,}", false), ("{a:1}", false), ("[1 2]", false),
      ("]", false),
      ("{\"a\" 1}", false), ("\"\\x\"", false), ("\"\\u12g4\"", false), ("\"\t\"", false), ("tru", false),
      ("[] []", false),
      ("[}", false), ("{]", false), ("\"abc", false), ("\"\\", false), ("nul", false), ("{\"a\"}", false), (",", false),
    ])
  func grammar(text: String, isJSON: Bool) {
    #expect((JSONSource(Array(text.utf8), depth: 8) != nil) == isJSON)
  }

  @Test("Depth and numbers of members and elements are bounded; bad UTF-8 is refused")
  func bounds() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(JSONSource(nested(8), depth: 8) != nil)
    #expect(JSONSource(nested(9), depth: 8) == nil)
    #expect(JSONSource(nested(1_000_000), depth: HARLimits.depth) == nil)
    #expect(JSONSource([0x22, 0xFF, 0x22], depth: 8) == nil)
    let source = try #require(JSONSource(Array("{\"a\": [1,2,3], \"b\": 2}".utf8), depth: 8))
    #expect(source.members(source.root, most: 2)?.map(\.name) == ["a", "b"])
    #expect(source.members(source.root, most: 1) == nil)
    let array = try #require(source.member("a", of: source.root))
    #expect(source.elements(array, most: 3)?.count == 3)
    #expect(source.elements(array, most: 2) == nil)
    let doubled = try #require(JSONSource(Array("{\"a\": 1, \"\\u0061\": 2}".utf8), depth: 8))
    #expect(doubled.members(doubled.root, most: 9) == nil)
  }

  @Test(
    "Strings come out as they were written",
    arguments: [
      ("\"\"", []), ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"", Array("a\"\\/\u{8}\u{C}\n\r\t".utf8)),
      ("\"\\u00e9\\u20ac\\ud83d\\ude00é\"", Array("é€😀é".utf8)), ("\"\\ud800x\"", [0xED, 0xA0, 0x80, 0x78]),
      ("\"\\udcff\"", [0xED, 0xB3, 0xBF]), ("\"\\ud83d\\u0041\"", [0xED, 0xA0, 0xBD, 0x41]),
    ] as [(String, [UInt8])])
  func strings(text: String, bytes: [UInt8]) throws {
    let source = try #require(JSONSource(Array(text.utf8), depth: 8))
    #expect(source.string(source.root) == bytes)
    #expect(source.string(source.root, most: 1) == nil)
  }

  @Test("Every byte survives the forms in which binary bodies are exported")
  func forms() throws {
    let message = Array("SPL\u{1}".utf8) + (0...255).map { UInt8($0) } + Random.bytes(400)
    let points = message.map { String(UnicodeScalar($0)) }.joined()
    let base64 = message.withSpan { Text.base64($0, .padded) }
    var encoder = ArmorEncoder()
    var armor: [UInt8] = []
    message.withSpan { encoder.write($0, into: &armor) }
    encoder.finish(into: &armor)
    for (text, isBase64) in [
      (Array(points.utf8), false), (base64, true), (base64, false), (armor, false), (escaped(message), false),
    ] {
      guard case .message(let found) = CarriedMessage.find(inBody: text, isBase64: isBase64, isDeclared: false) else {
        Issue.record("not found")
        continue
      }
      #expect(found == message)
    }
    let replaced = Array(String(decoding: message, as: UTF8.self).utf8)
    guard case .lost = CarriedMessage.find(inBody: replaced, isBase64: false, isDeclared: false) else {
      Issue.record("taken for whole")
      return
    }
    for text in [nil, [], Array("plain".utf8)] as [[UInt8]?] {
      let (undeclared, declared) = (
        CarriedMessage.find(inBody: text, isBase64: false, isDeclared: false),
        CarriedMessage.find(inBody: text, isBase64: false, isDeclared: true)
      )
      if case .some = undeclared { Issue.record("found in \(text ?? [])") }
      guard case .lost = declared else {
        Issue.record("passed over")
        continue
      }
    }
  }

  /// UTF-8 where the bytes are, and a single surrogate for each other byte.
  private func escaped(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { byte -> [UInt8] in
      byte < 0x80 ? [byte] : [0xED, 0xB0 | byte >> 6, 0x80 | byte & 0x3F]
    }
  }
}
