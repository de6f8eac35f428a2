import SealedPayload
import Testing

@Suite("Method, authority and path inside a head")
struct TargetTests {
  private func check(_ head: RawHead, opens: Bool, _ comment: Comment) throws {
    let world = try World("targets")
    var message = try Handmade(.request, in: try world.session())
    message.head(head.bytes)
    message.end()
    if opens {
      expectOpens(message.bytes, by: world.opener(.request), [.oneCore, .pieces(50)])
    } else {
      expectRefused(message.bytes, by: world.opener(.request), at: .head, [.oneCore, .pieces(50)], note: comment)
    }
  }

  @Test(
    "57: paths that two hops may read in two ways",
    arguments: [
      "", "*", "a", "//", "/a//b", "//a", "/a/../b", "/..", "/.", "/./", "/a/.", "/a/..", "/../", "/a/./b",
      "/%2e%2e/", "/%2E", "/%2e", "/a%2Fb", "/a%2fb", "/a%5Cb", "/a%5cb", "/a\\b", "/a%00", "/%", "/%4", "/%zz", "/%7E",
      "/%7e", "/%41", "/a#b", "/a?b#c", "/ ", "/a b", "/\u{E9}", "/%c3%a9", "/a?%00", "/a?b%2e", "/a?%5", "/a?%5c",
      "/a?b c", "/a[b", "/a?[b]", "/\"", "/a|b", "/a^b", "/a`b", "/{a}", "/<a>", "/a\0", "/a\r\nx", "/a\u{7F}",
      "https://api.example.com/a", "?", "?a",
    ])
  func refusedPaths(path: String) throws {
    try check(RawHead(path: path), opens: false, "\(path)")
  }

  @Test(
    "57: paths that have one reading",
    arguments: [
      "/", "/a", "/a/", "/a/b", "/a/b/", "/?", "/a?", "/a??", "/a?b=c&d=/?e", "/a;b=c/d", "/...", "/.a", "/..a", "/a..",
      "/%C3%A9", "/%20", "/%25", "/%252e", "/a?%2F%5C", "/@:!$&'()*+,;=", "/-._~", "/a?x=%23", "/;", "/a/;",
    ])
  func acceptedPaths(path: String) throws {
    try check(RawHead(path: path), opens: true, "\(path)")
  }

  @Test(
    "57: authorities that are not host and port in lower case",
    arguments: [
      "", ":", ":443", "API.example.com", "a@b", "a:b", "a:", "a:0", "a:080", "a:65536", "a:100000", "a:-1", "a:+1",
      "a b",
      "a/b", "a?b", "a#b", "[", "]", "[]", "[::1", "[::G]", "[::A]", "[v1.a]", "[::1]x", "[::1]:", "[fe80::1%25eth0]",
      "a%", "a,b", "a~b", "a%C3%A9", "a..b", ".a", "a.", ".", "-a", "a-", "1", "1.2.3", "1.2.3.256", "1.2.3.04",
      "0x7f.1", "a.0x", "a.12",
      "[1]", "[::1::]", "[0:0:0:0:0:0:0:1]", "[2001:db8:0:0:1::1]", "[1:2:3:4:5:6:7::]", "[::ffff:102:304]", "[::01]",
      "[:::]", "a%zz", "a%2e", "a%2D", "%61", "a%c3%a9", "\u{E9}.example", "a\\b", "a:1:2", "a\0", "%00", "a,b:\u{661}",
    ])
  func refusedAuthorities(authority: String) throws {
    try check(RawHead(authority: authority), opens: false, "\(authority)")
  }

  @Test(
    "57: authorities",
    arguments: [
      "a", "a:1", "a:65535", "1.2.3.4", "[::1]", "[::1]:8443", "[2001:db8::8:800:200c:417a]", "[::]",
      "[1::]", "[1:0:0:2::3]", "[2001:db8:0:1:1:1:1:1]", "a-b_c.d_e", "1.example", "0x.g", "a1.b2c",
    ])
  func acceptedAuthorities(authority: String) throws {
    try check(RawHead(authority: authority), opens: true, "\(authority)")
  }

  @Test(
    "57: methods and schemes",
    arguments: [
      ("CONNECT", "https", false), ("", "https", false), ("GE T", "https", false), ("GET\r\n", "https", false),
      ("G\u{E9}T", "https", false), (String(repeating: "M", count: 33), "https", false),
      (String(repeating: "M", count: 32), "https", true), ("connect", "https", true), ("get", "https", true),
      ("M-SEARCH", "https", true), ("GET", "http", false), ("GET", "HTTPS", false), ("GET", "", false),
      ("GET", "https:", false), ("GET", "ftp", false),
    ])
  func methods(method: String, scheme: String, opens: Bool) throws {
    try check(RawHead(method: method, scheme: scheme), opens: opens, "\(method) \(scheme)")
  }

  @Test("http is accepted where it is allowed by name, whole and streamed")
  func plainHTTP() throws {
    let world = try World("plain")
    var message = try Handmade(.request, in: try world.session())
    message.head(RawHead(scheme: "http").bytes)
    message.end()
    let options = OpeningOptions(allowsPlainHTTP: true)
    #expect(try RequestOpener(world.ring, options: options).open(message.bytes).0.head.scheme == "http")
    var stream = RequestOpener(world.ring, options: options).stream()
    var body: [UInt8] = []
    let bytes = message.bytes[...]
    try stream.receive(bytes.span, into: &body)
    #expect(try stream.finish().head.scheme == "http")
  }

  @Test("Statuses from 200 to 599, and no other")
  func statuses() throws {
    let world = try World("statuses")
    let exchange = try world.exchange()
    let opener = world.opener(.response, exchange.client)
    for (status, opens) in [
      (0, false), (100, false), (103, false), (199, false), (200, true), (599, true), (600, false),
    ] {
      var message = try Handmade(.response, to: exchange.server)
      message.head(RawHead(status: status).bytes)
      message.end()
      if opens { expectOpens(message.bytes, by: opener) } else { expectRefused(message.bytes, by: opener, at: .head) }
    }
  }
}
