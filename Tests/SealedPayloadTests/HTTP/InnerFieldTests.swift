import SealedPayload
import Testing

/// A head that no honest sealer writes, encrypted with the right keys: as a request and as a response.
func expectHeadRefused(
  _ world: World, _ fields: [(String, [UInt8])], at layer: FormatError.Layer = .head, body: [UInt8] = [],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var heads = [RawHead(), RawHead(status: 200), RawHead(payload: [])]
  let exchange = try world.exchange()
  for (index, kind) in [MessageKind.request, .response, .payload].enumerated() {
    heads[index].fields = fields.map { (name: $0.0, value: $0.1) }
    var message =
      kind == .response ? try Handmade(kind, to: exchange.server) : try Handmade(kind, in: world.session(kind))
    message.head(heads[index].bytes)
    message.end(body)
    expectRefused(
      message.bytes, by: world.opener(kind, exchange.client), at: layer, [.oneCore, .pieces(17)],
      note: "\(kind) \(fields.map(\.0))", sourceLocation: sourceLocation)
  }
}

@Suite("Fields inside a head")
struct InnerFieldTests {
  @Test(
    "52: fields of a connection, of framing, of this protocol",
    arguments: [
      "transfer-encoding", "connection", "upgrade", "host", "expect", "te", "trailer", "keep-alive", "sealed-payload",
      "proxy-authorization", "proxy-", "proxy-x", "proxy-connection",
    ])
  func forbidden(name: String) throws {
    for value in ["", "gzip", "chunked", "trailers"] {
      try expectHeadRefused(World("forbidden"), [(name, Array(value.utf8))])
    }
    try expectHeadRefused(World("forbidden"), [("a", [0x62]), (name, [0x63]), ("d", [0x65])])
  }

  @Test(
    "52: names that are not lower-case tokens",
    arguments: [
      "", ":path", ":method", "Accept", "aCCEPT", "x y", " x", "x ", "x:", "x\u{7F}", "x\0", "x\r\n", "\u{E9}t\u{E9}",
      "x(", "x)", "x,", "x/", "x;", "x<", "x=", "x>", "x?", "x@", "x[", "x\\", "x]", "x{", "x}", "x\"",
    ])
  func names(name: String) throws {
    try expectHeadRefused(World("names"), [(name, [0x61])])
  }

  @Test("52: names that only look like forbidden ones are fields like others")
  func lookalikes() throws {
    let world = try World("lookalikes")
    let names = [
      "hosts", "x-host", "x_host", "proxies", "proxyx-a", "tea", "t", "upgrade-insecure-requests",
      "!#$%&'*+-.^_`|~09az",
    ]
    var message = try Handmade(.request, in: try world.session())
    message.head(RawHead(names.map { ($0, "v") }).bytes)
    message.end()
    let opened = try #require(expectOpens(message.bytes, by: world.opener(.request)))
    #expect(opened.head.fields.map(\.name) == names)
  }

  @Test("53: control characters in values, and white space at their ends")
  func values() throws {
    let world = try World("values")
    for byte in Array(UInt8(0)..<0x20) + [0x7F] where byte != 0x09 {
      try expectHeadRefused(world, [("x", [0x61, byte, 0x62])])
    }
    for value in [[0x20], [0x09], [0x20, 0x61], [0x61, 0x20], [0x09, 0x61], [0x61, 0x09], [0x20, 0x20]] as [[UInt8]] {
      try expectHeadRefused(world, [("x", value)])
    }
    try expectHeadRefused(world, [("a", [0x61]), ("x", Array("a\r\nx-admin: yes".utf8))])
  }

  @Test("53: every byte that a value may have arrives as it is")
  func goodValues() throws {
    let world = try World("good values")
    let value = [0x61, 0x09] + Array(UInt8(0x20)...0x7E) + Array(UInt8(0x80)...0xFF)
    var head = RawHead()
    head.fields = [(name: "x", value: value), (name: "empty", value: [])]
    var message = try Handmade(.request, in: try world.session())
    message.head(head.bytes)
    message.end()
    let opened = try #require(expectOpens(message.bytes, by: world.opener(.request)))
    #expect(opened.head.fields.map(\.rawValue) == [value, []])
  }

  @Test(
    "54: content-length that is no plain number, or not the body's",
    arguments: [
      "+5", "-5", "5,5", "05", "5 5", "", "5.0", "0x5", "\u{0665}", "5\t5", "00", "4", "6", "0", "1e1",
      "18446744073709551621", "99999999999999999999", "9223372036854775807", "9223372036854775808",
    ])
  func contentLength(value: String) throws {
    try expectHeadRefused(World("length"), [("content-length", Array(value.utf8))], body: [1, 2, 3, 4, 5])
  }

  @Test("54: content-length twice, even if the same")
  func contentLengthTwice() throws {
    let world = try World("length twice")
    let five = ("content-length", Array("5".utf8))
    try expectHeadRefused(world, [five, five], body: [1, 2, 3, 4, 5])
    try expectHeadRefused(world, [five, ("a", []), ("content-length", [0x36])], body: [1, 2, 3, 4, 5])
  }

  @Test("54: the rule of HEAD and 304 holds for empty bodies alone")
  func headMethod() throws {
    let world = try World("head method")
    for (method, status, length, count, opens) in [
      ("HEAD", 200, "5", 0, true), ("HEAD", 200, "5", 5, true), ("HEAD", 200, "5", 4, false),
      ("GET", 200, "5", 0, false),
      ("GET", 304, "5", 0, true), ("GET", 304, "9999999999999999999", 0, true), ("GET", 304, "5", 1, false),
      ("HEAD", 404, "9223372036854775808", 0, true), ("head", 200, "5", 0, false), ("HEAD", 200, "05", 0, false),
    ] {
      let exchange = try world.exchange(method: method)
      var message = try Handmade(.response, to: exchange.server)
      message.head(RawHead(status: status, [("content-length", length)]).bytes)
      message.end([UInt8](repeating: 1, count: count))
      let opener = world.opener(.response, exchange.client)
      if opens { expectOpens(message.bytes, by: opener) } else { expectRefused(message.bytes, by: opener, at: .head) }
    }
  }

  @Test("128 fields, not 129")
  func fieldCount() throws {
    let world = try World("field count")
    try expectHeadRefused(world, (0..<129).map { ("x\($0)", [0x61]) })
    var message = try Handmade(.request, in: try world.session())
    message.head(RawHead((0..<128).map { ("x\($0)", "") }).bytes)
    message.end()
    expectOpens(message.bytes, by: world.opener(.request), [.oneCore])
  }
}
