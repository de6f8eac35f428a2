import SealedGateway
import SealedHTTP
import SealedPayload
import Synchronization

/// Keys are rotated under load: no request fails, and each takes effect exactly once.
enum RotationCheck {
  private static let interval = Duration.seconds(2)

  static func run(_ plan: Plan) async throws {
    let scene = try await Scene(plan, policy: ["--life", "60", "--configuration-life", "60", "--lead", "0"])
    let gate = try await scene.serve()
    let transport = KeyWatch(before: try scene.transport(to: gate))
    let first = try scene.client(over: transport)
    let newest = Mutex(first)
    // Half of the callers keep their client, the others get the newest, which fetches the newest keys.
    let callers = Callers { number in number % 2 == 0 ? first : newest.withLock { $0 } }
    async let calling: Void = callers.run(plan.callers)
    let rotations = try await rotate(scene, for: .seconds(plan.rotationSeconds)) {
      let client = try scene.client(over: transport)
      newest.withLock { $0 = client }
    }
    callers.stop()
    try await calling
    try judge(callers, scene, rotations: rotations, keys: transport.count)
    try await gate.child.end()
    await scene.api.stop()
  }

  private static func rotate(_ scene: Scene, for time: Duration, then: () throws -> Void) async throws -> Int {
    let end = ContinuousClock.now + time
    var (next, count) = (ContinuousClock.now, 0)
    while next < end {
      try await Task.sleep(until: next, clock: .continuous)
      try await scene.sealtool(["keys", "rotate", "--dir", "keys", "--lead", count.isMultiple(of: 2) ? "0" : "1"])
      try then()
      count += 1
      next += interval
    }
    try await Task.sleep(until: end, clock: .continuous)
    return count
  }

  private static func judge(_ callers: Callers, _ scene: Scene, rotations: Int, keys: Int) throws {
    let (calls, effects) = (callers.ends, scene.api.effects.all)
    let failed = calls.count - callers.count(.answered)
    try expect(failed == 0, "\(failed) of \(calls.count) requests failed: \(callers.reasons)")
    let wrong = calls.keys.filter { effects[$0] != 1 }
    try expect(wrong.isEmpty && effects.count == calls.count, "\(wrong.count) requests did not take effect once")
    try expect(calls.count > 20 * scene.plan.rotationSeconds, "only \(calls.count) requests: no load")
    try expect(keys * 3 > rotations, "clients used \(keys) keys in \(rotations) rotations")
    held(
      "\(rotations) rotations in \(scene.plan.rotationSeconds) s under \(scene.plan.callers) callers: \(calls.count) requests "
        + "to \(keys) keys, 0 failed, each took effect once")
  }
}
