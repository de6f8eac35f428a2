import SealedCrypto
import SealedPayload
import Testing

@Suite("Content-digest")
struct ContentDigestTests {
  private static let body = Array("body".utf8)
  private static let sha512 = SHA512.hash(body).withSpan { String(decoding: Text.base64($0, .padded), as: UTF8.self) }
  private static let sha256 = SHA256.hash(body).withSpan { String(decoding: Text.base64($0, .padded), as: UTF8.self) }

  private func message(_ lines: [String], _ world: World, signed: Bool = true) throws -> [UInt8] {
    var message = try Handmade(.request, in: try world.session())
    message.head(RawHead(lines.map { ("content-digest", $0) }).bytes)
    if signed { message.record(2, message.proof(by: world.signer).bytes) }
    message.end(Self.body)
    return message.bytes
  }

  @Test("28: md5 or unknown algorithms alone are passed over, and the body counts as not covered")
  func unknown() throws {
    let world = try World("unknown digest")
    for line in ["md5=:AAAA:", "unknown=::", "a=:AA==:,b=:AAA=:", "sha-384=:AAAA:", ""] {
      let opened = expectOpens(try message([line], world), by: world.opener(.request), [.oneCore, .pieces(33)])
      #expect(opened?.attribution == .authenticated(world.signer.publicKey))
    }
  }

  @Test("A right digest covers the body; one of two that is wrong refuses it")
  func known() throws {
    let world = try World("known digest")
    let (good512, good256) = ("sha-512=:\(Self.sha512):", "sha-256=:\(Self.sha256):")
    for lines in [[good512], [good256], [good512, good256], ["a=::, \(good256)"], ["\(good512)\t ,\t \(good256)"]] {
      let opened = expectOpens(try message(lines, world), by: world.opener(.request), [.oneCore, .pieces(33)])
      #expect(opened?.attribution == .signed(world.signer.publicKey))
    }
    let bad256 = "sha-256=:\(String(repeating: "A", count: 43))=:"
    for lines in [[bad256], [good512, bad256], [bad256, good512]] {
      expectRefused(try message(lines, world), by: world.opener(.request), at: .digest)
      expectRefused(try message(lines, world, signed: false), by: world.opener(.request), at: .digest)
    }
  }

  @Test(
    "Lines that are no dictionary of byte sequences",
    arguments: [
      ",", "a", "a=", "a=:", "a=::,", "a=::,,b=::", "a=:A:", "a=:AA:", "a=:AB==:", "a=:A-==:", "a=::;p", "a=::; p=1",
      "=::",
      "A=::", "1a=::", "a=?1", "a=1", "a=\"b\"", "a=(:AA==:)", "a=:: b=::", "a=::b=::", "a= ::", "a =::", "a=::,a=::",
      "sha-512=:AAAA:", "sha-256=::", "a=:AA==", "a=:A A=:", "a=::\u{E9}", "a=:AA\u{E9}:", "a=:\u{E9}\u{E9}:", "-a=::",
      "a:=::", "a=;::",
    ])
  func malformed(line: String) throws {
    let world = try World("malformed digest")
    expectRefused(try message([line], world), by: world.opener(.request), at: .digest, [.oneCore, .pieces(33)])
    expectRefused(try message([line, "b=::"], world), by: world.opener(.request), at: .digest, [.oneCore])
    expectRefused(try message(["b=::", line], world), by: world.opener(.request), at: .digest, [.oneCore])
    let head = RequestHead(
      method: "GET", authority: "a", path: "/", fields: [HeaderField("content-digest", line)])
    let session = try world.session()
    #expect(throws: SealError.invalidHead(.contentDigest)) {
      try RequestSealer(head, in: session, timestamp: 1).seal(Self.body)
    }
  }

  @Test(
    "A line that is empty beside another breaks the dictionary", arguments: [["", "a=::"], ["a=::", ""], ["", ""]])
  func emptyBeside(lines: [String]) throws {
    let world = try World("empty digest line")
    expectRefused(try message(lines, world), by: world.opener(.request), at: .digest)
  }

  @Test("51: a dictionary of as many members as a head can hold takes no time that grows with their square")
  func manyMembers() throws {
    let names = (0..<7_000).map { "a" + String($0, radix: 36) + "=::" }
    let field = HeaderField("content-digest", names.joined(separator: ","))
    #expect(field.rawValue.count < 65_535)
    let time = try ContinuousClock().measure { _ = try ContentDigest(of: [field]) }
    #expect(time < .seconds(1))
  }
}
