import SealedGateway
import SealedHTTP
import SealedPayload

/// The gateway is killed under load, and started again: nothing takes effect twice, and every call ends with the truth.
enum CrashCheck {
  static func run(_ plan: Plan) async throws {
    // So that a kill always finds requests that took effect and were not answered.
    let scene = try await Scene(plan, thinking: .milliseconds(20))
    var gate = try await scene.serve()
    let client = try scene.client(over: try scene.transport(to: gate))
    let callers = Callers { _ in client }
    async let calling: Void = callers.run(plan.callers)
    for _ in 0..<plan.kills {
      try await waitForLoad(scene)
      try await gate.child.end(9)
      gate = try await scene.serve(at: gate.address)
    }
    try await waitForLoad(scene)
    callers.stop()
    try await calling
    try judge(callers, scene)
    try await gate.child.end()
    await scene.api.stop()
  }

  /// After a kill the gateway accepts nothing for 15 seconds.
  private static func waitForLoad(_ scene: Scene) async throws {
    let before = scene.api.effects.total
    try await wait(.seconds(40), for: "500 effects after a start") { scene.api.effects.total >= before + 500 }
  }

  private static func judge(_ callers: Callers, _ scene: Scene) throws {
    let (ends, effects) = (callers.ends, scene.api.effects.all)
    for (key, end) in ends {
      let count = effects[key] ?? 0
      let isTrue =
        switch end {
        case .answered, .incomplete: count == 1
        case .notSent: count == 0
        case .outcomeUnknown: count <= 1
        case .wrong: false
        }
      try expect(isTrue, "a call ended as \(end) and had \(count) effects; \(callers.reasons)")
    }
    try expect(effects.values.allSatisfy { $0 == 1 }, "an effect that happened twice")
    let happened = ends.count { $0.value == .outcomeUnknown && effects[$0.key] == 1 }
    try expect(happened > 0, "no request was on its way when the gateway was killed")
    held(
      "kill -9 \(scene.plan.kills) times under \(scene.plan.callers) callers: \(ends.count) requests, none took effect twice; "
        + "\(callers.count(.answered)) answered, \(callers.count(.notSent)) notSent (no effect), "
        + "\(callers.count(.outcomeUnknown)) outcomeUnknown (\(happened) took effect), \(callers.count(.incomplete)) incomplete"
    )
  }
}
