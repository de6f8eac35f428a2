import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload

/// Captured messages, sent again as a hop would: lines of spec/refusals.md by their numbers, against a real gateway.
struct RefusalCheck: Sendable {
  private let scene: Scene
  private let transport: CurlTransport
  private let maker: MessageMaker

  static func run(_ plan: Plan) async throws {
    let scene = try await Scene(plan)
    let gate = try await scene.serve()
    let transport = try scene.transport(to: gate)
    let check = RefusalCheck(
      scene: scene, transport: transport, maker: try await MessageMaker(scene, over: transport))
    try await check.twice()
    try await check.atOnce()
    try await check.elsewhere()
    try await check.mismatch()
    try await check.stripped()
    try await check.restart(of: gate)
    await scene.api.stop()
  }

  private func twice() async throws {
    for method in ["POST", "GET"] {
      let message = try maker.message(method)
      try await expectReply(message, .response(status: 200))
      for _ in 0..<10 { try await expectReply(message, .verdict("replayed", processed: nil)) }
      try expectEffects(of: message, 1)
    }
    held("1: a message and 10 copies of it, POST and GET: 1 effect each, every copy is replayed")
  }

  private func atOnce() async throws {
    for _ in 0..<100 {
      let message = try maker.message()
      async let first = message.send(over: transport)
      async let second = message.send(over: transport)
      let replies = try await [first, second]
      try expect(
        replies.contains(.response(status: 200)) && replies.contains(.verdict("replayed", processed: nil)),
        "2: two copies at once got \(replies)")
      try expectEffects(of: message, 1)
    }
    held("2: 100 times two copies at once: 1 effect each, the other copy is replayed")
  }

  private func elsewhere() async throws {
    let message = try maker.message()
    try await expectReply(message, .response(status: 200))
    for path in ["/", "/effects?a=2", "/effects", "/admin", "/effects?a=1&a=1"] {
      var copy = message
      copy.outer.head.path = path
      try await expectReply(copy, .verdict("replayed", processed: nil))
    }
    try expectEffects(of: message, 1)
    held("19: 5 copies for other paths, after the message took effect: no verdict but replayed")
  }

  private func mismatch() async throws {
    let changes: [(inout RequestHead) -> Void] = [
      { $0.path = "/admin?a=1" }, { $0.path = "/effects" }, { $0.path = "/effects?a=2" }, { $0.method = "PUT" },
      { $0.path = "//effects?a=1" }, { $0.path = "/x/../effects?a=1" },
    ]
    for change in changes {
      var message = try maker.message()
      change(&message.outer.head)
      try await expectReply(message, .verdict("mismatch", processed: false))
      try expectEffects(of: message, 0)
    }
    held("57: \(changes.count) messages whose outer method, path or query was changed: mismatch, no effect")
  }

  private func stripped() async throws {
    var message = try maker.message("DELETE")
    message.outer.head.fields = []
    try await expectReply(message, .hint("sealing-required", status: 400))
    try expect(scene.api.effects.count("DELETE /effects?a=1") == 0, "59: the API was asked")
    try expectEffects(of: message, 0)
    held("59: a sealed DELETE without its field: sealing-required, no effect")
  }

  private func restart(of gate: Gate) async throws {
    let past = try maker.message()
    let ahead = try maker.message(dated: now() + 9)
    for message in [past, ahead] { try await expectReply(message, .response(status: 200)) }
    try await expectSecondIsRefused()
    try await gate.child.end(9)
    let next = try await scene.serve(at: gate.address)
    let floor = now() + 15
    let early = try maker.message()
    try await expectReply(early, .hint("not-ready", status: 503))
    try await wait(.seconds(30), for: "a gateway that is ready after a kill") {
      try await maker.message().send(over: transport) == .response(status: 200)
    }
    // The gateway has read its clock a moment before this process did.
    for time in [floor - 1, floor - 2] {
      try await expectRefusal(maker.message(dated: time), effects: 0, "8: a timestamp at or below the floor")
    }
    try await expectRefusal(early, effects: 0, "8: a message from before the floor")
    held(
      "8: a second gateway on the same keys does not start; not ready before the floor, nothing at or below it accepted"
    )
    for message in [past, ahead] { try await expectRefusal(message, effects: 1, "7: a message from before the kill") }
    held("7: messages dated now and 9 s ahead, kill -9, restart: both refused, 1 effect each")
    try await next.child.end()
  }

  private func expectSecondIsRefused() async throws {
    let second = try Child(
      scene.plan.tools.appending(path: "sealgate"), scene.serveArguments(at: "127.0.0.1:0"), in: scene.folder)
    let status = try await within(.seconds(10), "8: a second gateway on the same keys") {
      try await onOwnThread { second.waitForEnd() }
    }
    try expect(status == 1 && second.log.contains("replay-lock is locked"), "8: a second gateway: \(second.log)")
  }

  private func expectReply(_ message: Message, _ reply: Message.Reply) async throws {
    let got = try await message.send(over: transport)
    try expect(got == reply, "\(got) instead of \(reply) to \(message.outer.head.method) \(message.outer.head.path)")
  }

  private func expectRefusal(_ message: Message, effects: Int, _ what: String) async throws {
    let got = try await message.send(over: transport)
    if case .response = got { throw Unmet("\(what) was answered: \(got)") }
    try expectEffects(of: message, effects)
  }

  private func expectEffects(of message: Message, _ count: Int) throws {
    let effects = scene.api.effects.count(message.key)
    try expect(effects == count, "\(effects) effects instead of \(count)")
  }
}
