import SealedPayload
import Testing

/// A record of a generated message, and what the rules say of it.
struct RecordPlan: Sendable {
  var type: UInt8
  var content: [UInt8]
  var zeros: Int

  static let head = RecordPlan(type: 1, content: RawHead(payload: [("a", "b")]).bytes, zeros: 3)
}

/// The rules of spec/sealed-payload.md, sections 7 and 15.5, in a few lines: the model that openers are compared with.
struct RecordModel {
  private(set) var body: [UInt8] = []
  private var emptyRun = 0
  private var allowance: Int

  init(limit: Int) {
    allowance = limit
  }

  /// The layer that refuses the message, or nil if it opens.
  mutating func verdict(_ plans: [RecordPlan]) -> FormatError.Layer? {
    for (index, plan) in plans.enumerated() {
      let size = plan.content.count + 1 + plan.zeros + 20
      if index > 0 && size > allowance { return .limit }
      if index > 0 { allowance -= size }
      if !(1...4).contains(plan.type) { return .plaintext }
      if (plan.type == 1) != (index == 0) || (plan.type == 2 && index != 1) { return .order }
      if plan.type == 2 { return .proof }
      emptyRun = plan.type == 3 && plan.content.isEmpty ? emptyRun + 1 : 0
      if emptyRun > 16 { return .order }
      if plan.type == 4 && index != plans.count - 1 { return .end }
      if plan.type > 2 { body += plan.content }
    }
    return plans.last?.type == 4 ? nil : .end
  }
}

@Suite("Order of records")
struct RecordOrderTests {
  @Test("36 to 43: random records are judged as the rules say, whole and in pieces", arguments: 0..<400)
  func random(number: Int) throws {
    var generator = Seed.generator("records \(number)")
    let world = try World(&generator)
    let limit = generator.chance(3) ? generator.below(3_000) : 64 << 20
    let plans = plans(&generator)
    var message = try Handmade(.payload, in: try world.session(.payload))
    for plan in plans { message.record(plan.type, plan.content, zeros: plan.zeros) }
    var model = RecordModel(limit: limit)
    let opener = world.opener(.payload, limit: limit)
    if let layer = model.verdict(plans) {
      expectRefused(message.bytes, by: opener, at: layer, [.allCores, .oneCore, .randomPieces(below: 90)])
    } else {
      let opened = expectOpens(message.bytes, by: opener, [.allCores, .oneCore, .randomPieces(below: 90)])
      #expect(opened?.bodyCount == model.body.count)
    }
  }

  private func plans(_ generator: inout SeededGenerator) -> [RecordPlan] {
    var plans = [RecordPlan.head]
    for _ in 0..<generator.below(generator.chance(2) ? 60 : 6) {
      let empty = generator.chance(2)
      let zeros = generator.chance(2) ? 0 : generator.below(200)
      plans.append(RecordPlan(type: 3, content: empty ? [] : generator.bytes(generator.below(90)), zeros: zeros))
    }
    plans.append(RecordPlan(type: 4, content: generator.bytes(generator.below(40)), zeros: generator.below(9)))
    guard generator.chance(2) else { return plans }
    let type = [1, 2, 3, 4, 4, 5, 9][generator.below(7)] as UInt8
    let extra = RecordPlan(type: type, content: type == 1 ? RecordPlan.head.content : generator.bytes(20), zeros: 0)
    plans.insert(extra, at: generator.below(plans.count + 1))
    return plans
  }

  @Test("40: no head, two heads, proof third, two proofs, data first, only an end")
  func orders() throws {
    let world = try World("orders")
    let refused: [([UInt8], FormatError.Layer)] = [
      ([4], .order), ([3, 4], .order), ([2, 4], .order), ([2, 1, 4], .order), ([3, 1, 4], .order), ([4, 1], .order),
      ([1, 1, 4], .order), ([1, 2, 1, 4], .order), ([1, 2, 2, 4], .order), ([1, 3, 2, 4], .order),
      ([1, 2, 3, 2, 4], .order), ([1, 2, 3, 1, 4], .order), ([1, 4, 3], .end), ([1, 4, 4], .end), ([1, 2], .end),
      ([1], .end), ([1, 3], .end), ([1, 2, 3], .end), ([], .end), ([1, 4, 2], .end), ([1, 4, 1], .end),
    ]
    for (types, layer) in refused {
      expectRefused(try message(types, world), by: world.opener(.payload), at: layer, note: "\(types)")
    }
    for types in [[1, 4], [1, 2, 4], [1, 3, 4], [1, 2, 3, 3, 4]] as [[UInt8]] {
      expectOpens(try message(types, world), by: world.opener(.payload))
    }
  }

  /// Records of these types, each with right content.
  private func message(_ types: [UInt8], _ world: World) throws -> [UInt8] {
    var message = try Handmade(.payload, in: try world.session(.payload))
    for type in types {
      switch type {
      case 1: message.head(RecordPlan.head.content)
      case 2: message.record(2, message.proof(by: world.signer).bytes)
      default: message.record(type, [7])
      }
    }
    return message.bytes
  }

  @Test("43: 16 empty data records in a row, not 17; the run starts anew after content", arguments: [0, 1, 500])
  func emptyRuns(zeros: Int) throws {
    let world = try World("empty runs")
    for (runs, opens) in [([16], true), ([17], false), ([16, 16], true), ([1, 17], false), ([16, 3, 16], true)] {
      var message = try Handmade(.payload, in: try world.session(.payload))
      message.head(RecordPlan.head.content)
      for run in runs {
        for _ in 0..<run { message.data(zeros: zeros) }
        if run != runs.last || opens { message.data([1]) }
      }
      message.end()
      if opens {
        expectOpens(message.bytes, by: world.opener(.payload))
      } else {
        expectRefused(message.bytes, by: world.opener(.payload), at: .order)
      }
    }
  }

  @Test("43: the body limit, exceeded by one byte of padding, of a proof, or of the end")
  func limits() throws {
    let world = try World("limits")
    var message = try Handmade(.payload, in: try world.session(.payload))
    message.head(RecordPlan.head.content)
    let before = message.bytes.count
    message.record(2, message.proof(by: world.signer).bytes)
    message.data(zeros: 5_000)
    message.end([1], zeros: 10)
    let cost = message.bytes.count - before
    expectOpens(message.bytes, by: world.opener(.payload, limit: cost))
    for limit in [cost - 1, 5_150, 118, 117, 20, 0, -1, .min] {
      expectRefused(message.bytes, by: world.opener(.payload, limit: limit), at: .limit, note: "\(limit)")
    }
  }
}
