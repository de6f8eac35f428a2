import SealedCrypto
import SealedPayload
import Testing

@Suite("Lines of a key log")
struct KeyLogLineTests {
  private let world: World

  init() throws {
    world = try World("key log lines")
  }

  @Test(
    "A line opens its message as its recipient does", arguments: MessageKind.allCases, [false, true])
  func opens(kind: MessageKind, signed: Bool) throws {
    for cipher in [Cipher.chaCha20Poly1305, .aes256GCM] where cipher.isAvailable {
      let letter = try LoggedLetter(world, kind, cipher, signed: signed)
      let logged = try #require(letter.logged)
      let opened = try LoggedMessageOpener(logged).open(letter.bytes)
      let expected = try letter.opener.open(letter.bytes)
      #expect(Opened(opened.message, opened.message.kind == .verdict ? [] : opened.body).head == expected.head)
      #expect(opened.message.attribution == expected.attribution)
      #expect(opened.message.signer == (signed ? world.signer.publicKey : nil))
      #expect(opened.message.timestamp == expected.timestamp)
      #expect(opened.message.recipient == world.key(kind.isReply ? .request : kind).recipient)
      #expect(opened.verdict == expected.verdict)
      #expect(opened.body == (kind == .verdict ? World.verdict : Array("a short body".utf8)))
    }
  }

  @Test("A line opens no other message of its session", arguments: MessageKind.allCases)
  func opensNoOther(kind: MessageKind) throws {
    let letter = try LoggedLetter(world, kind)
    let logged = try #require(letter.logged)
    var other = letter.letter
    other.nonce = Random.bytes(16)
    let bytes = try other.sealed(kind == .verdict ? World.verdict : [1, 2, 3])
    let start = LoggedLetter.preludeByteCount(kind)
    #expect(KeyLogReader(letter.line)[Array(bytes[start..<start + 32])] == nil)
    #expect(refusal(logged, bytes) == .commitment)
    // Nor under the prelude and commitment of its own: the key is another one.
    #expect(refusal(logged, Array(letter.bytes[..<(start + 32)] + bytes[(start + 32)...])) == .forgedRecord(0))
  }

  @Test("A line has the message's key and not its session's", arguments: MessageKind.allCases)
  func holdsNoSession(kind: MessageKind) throws {
    let letter = try LoggedLetter(world, kind, signed: true)
    let text = String(decoding: letter.line, as: UTF8.self)
    let exporter = letter.letter.session.context.exporter.withExporterSecret { [UInt8](copying: $0) }
    #expect(Marker(bytes: exporter).found(in: text) == nil)
    #expect(Marker(bytes: letter.commitment).found(in: text) != nil)
  }

  @Test("Every changed byte of a message is refused with a line as with a key", arguments: MessageKind.allCases)
  func tampering(kind: MessageKind) throws {
    let letter = try LoggedLetter(world, kind, signed: true)
    let logged = try #require(letter.logged)
    for index in letter.bytes.indices {
      var changed = letter.bytes
      changed[index] ^= 1
      #expect(refusal(logged, changed) != nil, "byte \(index)")
    }
    for count in letter.bytes.indices { #expect(refusal(logged, Array(letter.bytes[..<count])) != nil) }
    #expect(refusal(logged, letter.bytes + [0]) == .trailingBytes)
  }

  @Test("A line with parts of another line proves nothing", arguments: [MessageKind.response, .verdict])
  func otherRequest(kind: MessageKind) throws {
    let letter = try LoggedLetter(world, kind, signed: true)
    var fields = String(decoding: letter.line, as: UTF8.self).split(separator: " ").map(String.init)
    fields[8] = String(repeating: "0", count: 128)
    let logged = KeyLogReader(Array(fields.joined(separator: " ").utf8))[letter.commitment]
    #expect(refusal(try #require(logged), letter.bytes) == .proof(.signature))
  }

  @Test("The answer to HEAD may announce a length that it doesn't have")
  func answerToHead() throws {
    for (method, problem) in [("HEAD", nil), ("GET", FormatError.head(.contentLength))] {
      let exchange = try world.exchange(method: method)
      var sealer = try Handmade(.response, to: exchange.server)
      let head = Head.response(ResponseHead(status: 200, fields: [HeaderField("content-length", "7")]))
      sealer.head(try head.encoded(HeadRules()))
      sealer.end()
      let line = KeyLogLine(
        kind: .response, bind: sealer.bind, session: exchange.server.session, answering: exchange.server
      ).bytes()
      #expect(refusal(try #require(KeyLogReader(line)[sealer.keys.commitment]), sealer.bytes) == problem)
    }
  }

  @Test("Other programs' lines are passed over, damaged ones counted, and the good one of two found")
  func reading() throws {
    let letter = try LoggedLetter(world, .request)
    let text =
      "# a comment\n\nCLIENT_RANDOM 00 11\nSEALED_PAYLOAD_MESSAGE_2 new\n"
      + String(
        decoding: letter.line.prefix(200), as: UTF8.self) + "\n"
    let reader = KeyLogReader(Array(text.utf8) + letter.line + letter.line + Array("SEALED_PAYLOAD_MESSAGE_1".utf8))
    #expect(reader.messageCount == 1)
    #expect(reader.damagedLineCount == 2)
    #expect(reader[letter.commitment] != nil)
    #expect(KeyLogReader([]).messageCount == 0)
  }

  @Test("A damaged line is none, or says what it said")
  func mutations() throws {
    var mutator = Mutator("key log")
    for kind in MessageKind.allCases {
      let letter = try LoggedLetter(world, kind)
      for _ in 0..<500 {
        let changed = mutator.mutated(Array(letter.line.dropLast()), letter.line)
        guard let logged = changed.withSpan({ LoggedMessage($0) }) else { continue }
        #expect(logged.kind == kind)
        #expect(logged.recipient.publicKey == world.key(kind.isReply ? .request : kind).recipient.publicKey)
      }
    }
  }

  @Test("What is printed of a line tells nothing")
  func printing() throws {
    let letter = try LoggedLetter(world, .request)
    let logged = try #require(letter.logged)
    let bytes = try #require(Array(letter.line[90..<154]).withSpan { Text.decodeHex($0) })
    #expect(Marker(bytes: bytes).found(in: String(decoding: letter.line, as: UTF8.self)) != nil)
    #expect(Marker(bytes: bytes).found(in: printed(logged)) == nil)
  }

  private func refusal(_ logged: LoggedMessage, _ message: [UInt8]) -> FormatError? {
    do throws(OpenError) {
      _ = try LoggedMessageOpener(logged).open(message)
      return nil
    } catch {
      return error.cause
    }
  }
}
