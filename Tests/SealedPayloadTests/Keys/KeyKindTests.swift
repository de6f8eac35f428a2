import SealedPayload
import Testing

@Suite("Which messages a key is for")
struct KeyKindTests {
  @Test("33: a key of an API opens no payloads, and a key for payloads no requests", arguments: [false, true])
  func oneKind(isOrigin: Bool) throws {
    let world = try World("one kind")
    let (owner, kind): (MessageKind, MessageKind) = isOrigin ? (.request, .payload) : (.payload, .request)
    var message = try Handmade(kind, in: try world.session(owner))
    message.head(kind == .payload ? RawHead(payload: []).bytes : RawHead().bytes)
    message.end()
    expectRefused(message.bytes, by: world.opener(kind), at: .key)
  }
}
