import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload

/// Many streams of events that say nothing for a while: all stay open, each event arrives, and nothing is left behind.
struct StreamCheck: Sendable {
  private let scene: Scene
  private let gate: Gate
  private let client: SealedClient

  static func run(_ plan: Plan) async throws {
    let scene = try await Scene(plan)
    try expectOpenFiles(for: plan.streams)
    let gate = try await scene.serve()
    let client = try scene.client(over: try scene.transport(to: gate))
    let check = StreamCheck(scene: scene, gate: gate, client: client)
    try await within(.seconds(120), "\(plan.streams) streams") { try await check.streams() }
    await scene.api.stop()
  }

  private func streams() async throws {
    // One exchange ahead: what every process needs once is no cost of the streams.
    _ = try await client.post("/effects", [1], contentType: "text/plain").bytes()
    let (files, memory) = (try gate.child.openFiles(), try gate.child.memory("VmRSS"))
    let start = ContinuousClock.now
    let bodies = try await open()
    let time = ContinuousClock.now - start
    let count = bodies.count
    try expect(scene.api.events.openCount == count, "the API has \(scene.api.events.openCount) of \(count) streams")
    let (openFiles, openMemory) = (try gate.child.openFiles(), try gate.child.memory("VmRSS"))
    held(
      "\(count) idle streams of events on one gateway, opened in \(Int(time.inSeconds * 1_000)) ms: \(openFiles) descriptors, "
        + "\(openMemory / 1_024) MiB of memory (\((openMemory - memory) / count) KiB for each)")
    try await event(bodies)
    try await leave(bodies.prefix(count / 2))
    try await end(bodies.dropFirst(count / 2))
    // Kept connections that nobody uses are closed when the next request comes.
    try await wait(.seconds(30), for: "descriptors back to \(files)") {
      _ = try await client.post("/effects", [1], contentType: "text/plain").bytes()
      return try gate.child.openFiles() <= files + 8
    }
    held("all streams closed: \(try gate.child.openFiles()) descriptors, \(files) before")
    try expect(try await gate.child.end() == 0, "the gateway ended badly: \(gate.child.log)")
  }

  /// Not all at the same moment: a client's connections come one after another too.
  private func open() async throws -> [any BodyStream] {
    try await withThrowingTaskGroup(of: (any BodyStream).self) { group in
      var (bodies, started) = ([any BodyStream](), 0)
      while bodies.count < scene.plan.streams {
        while started < scene.plan.streams, started - bodies.count < scene.plan.callers {
          started += 1
          group.addTask { [client] in try await client.get("/events").body.open() }
        }
        if let body = try await group.next() { bodies.append(body) }
      }
      return bodies
    }
  }

  private func event(_ bodies: [any BodyStream]) async throws {
    let start = ContinuousClock.now
    scene.api.events.send("news")
    try await all(bodies) { body in
      let event = try await body.next()
      try expect(
        event == Array("data: news\n\n".utf8), "a stream brought \(event?.count ?? -1) bytes instead of the event")
    }
    held("an event to each of them arrived within \(Int((ContinuousClock.now - start).inSeconds * 1_000)) ms")
  }

  private func leave(_ bodies: ArraySlice<any BodyStream>) async throws {
    let start = ContinuousClock.now
    for body in bodies { body.cancel() }
    try await wait(.seconds(30), for: "the API sees \(bodies.count) clients leave") {
      scene.api.events.leftCount == bodies.count
    }
    held(
      "\(bodies.count) clients left: the API saw it within \(Int((ContinuousClock.now - start).inSeconds * 1_000)) ms")
  }

  private func end(_ bodies: ArraySlice<any BodyStream>) async throws {
    scene.api.events.end()
    try await all(Array(bodies)) { body in
      try expect(try await body.next() == nil, "a stream that the API ended goes on")
    }
    try expect(scene.api.events.leftCount == scene.plan.streams - bodies.count, "a stream was cut instead of ended")
    held("the API ended \(bodies.count) streams: every client saw the authentic end")
  }

  private func all(_ bodies: [any BodyStream], _ body: @escaping @Sendable (any BodyStream) async throws -> Void)
    async throws
  {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for stream in bodies { group.addTask { try await body(stream) } }
      try await group.waitForAll()
    }
  }

  /// The gateway and this process need two for each stream.
  private static func expectOpenFiles(for streams: Int) throws {
    let limits = try String(contentsOfFile: "/proc/self/limits", encoding: .utf8)
    let line = limits.split(separator: "\n").first { $0.hasPrefix("Max open files") } ?? ""
    let most = line.split(separator: " ").dropFirst(4).first.flatMap { Int($0) } ?? .max
    try expect(
      most >= 2 * streams + 512,
      "\(streams) streams need \(2 * streams + 512) open files; raise 'ulimit -Hn' from \(most)")
  }
}
