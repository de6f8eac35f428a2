import Foundation
import SealedPayload

/// Measures the costs that the README states, each against libsodium's own functions in the same run.
@main
struct Bench {
  static func main() throws {
    var arguments = CommandLine.arguments.dropFirst()
    func take(_ flag: String) -> Bool {
      guard let index = arguments.firstIndex(of: flag) else { return false }
      arguments.remove(at: index)
      return true
    }
    let (json, onlyExchanges, onlyBodies) = (take("--json"), take("--exchanges"), take("--bodies"))
    let rounds = arguments.first.flatMap { Int($0) } ?? 15
    guard arguments.count <= 1, rounds > 0 else {
      print("usage: bench [--json] [--exchanges | --bodies] [ROUNDS]")
      exit(2)
    }
    var report = Report()
    if !onlyBodies { try exchanges(rounds, &report) }
    for cipher in [Cipher.chaCha20Poly1305, .aes256GCM] where cipher.isAvailable && !onlyExchanges {
      for size in [64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20] { try bodies(cipher, size, rounds, &report) }
    }
    print(json ? report.json : report.table, terminator: "")
  }

  /// Small messages, in scalar multiplications.
  private static func exchanges(_ rounds: Int, _ report: inout Report) throws {
    for cipher in [Cipher.chaCha20Poly1305, .aes256GCM] where cipher.isAvailable {
      let exchanges = try Exchanges(cipher)
      let figures = measure(
        [
          Case(name: "X25519", repetitions: 200, run: Baseline.scalarMultiplication()),
          Case(name: "request", repetitions: 1000) { orStop { try exchanges.requestInSession() } },
          Case(name: "exchange", repetitions: 500) { orStop { try exchanges.exchangeInSession() } },
          Case(name: "fresh", repetitions: 100) { orStop { try exchanges.exchangeWithFreshKeys() } },
        ], rounds: rounds)
      let multiplication = figures[0].median
      let goals = [
        ("1 KiB request sealed and opened, in a session", 0.4), ("request and response of 1 KiB, in a session", 0.8),
        ("request and response of 1 KiB, fresh key exchange", 4.2),
      ]
      for ((name, most), figure) in zip(goals, figures.dropFirst()) {
        report.add(
          name, cipher, figure, baseline: multiplication, unit: "X25519", ratio: figure.median / multiplication,
          goal: "<= \(most)", isMet: figure.median / multiplication <= most)
      }
    }
  }

  /// Large bodies, in rates of libsodium's AEAD loop.
  private static func bodies(_ cipher: Cipher, _ size: Int, _ rounds: Int, _ report: inout Report) throws {
    let loop = Baseline.Loop(cipher, size: size)
    let (one, all) = (
      try Bodies(cipher, size: size, usesAllCores: false), try Bodies(cipher, size: size, usesAllCores: true)
    )
    let bare = try Bodies(cipher, size: size, usesAllCores: false, padding: .noneRevealingExactLengths)
    let repetitions = max(2, (8 << 20) / size)
    let figures = measure(
      [
        Case(name: "seal", repetitions: repetitions) { loop.seal() },
        Case(name: "open", repetitions: repetitions) { loop.open() },
        Case(name: "sealed, one core", repetitions: repetitions) { orStop { try one.seal() } },
        Case(name: "sealed lending, one core", repetitions: repetitions) { orStop { try one.sealLending() } },
        Case(name: "opened, one core", repetitions: repetitions) { orStop { try one.open() } },
        Case(name: "sealed lending, one core, no padding", repetitions: repetitions) {
          orStop { try bare.sealLending() }
        },
        Case(name: "opened, one core, no padding", repetitions: repetitions) { orStop { try bare.open() } },
        Case(name: "sealed, all cores", repetitions: repetitions) { orStop { try all.seal() } },
        Case(name: "sealed lending, all cores", repetitions: repetitions) { orStop { try all.sealLending() } },
        Case(name: "opened, all cores", repetitions: repetitions) { orStop { try all.open() } },
      ], rounds: rounds)
    for (index, figure) in figures.enumerated().dropFirst(2) {
      let baseline = figures[figure.name.hasPrefix("opened") ? 1 : 0].median
      let goal = index < 7 ? 0.95 : size >= 1 << 20 ? 1.8 : 0.95
      report.add(
        "\(size >> 10) KiB \(figure.name)", cipher, figure, baseline: baseline, unit: "AEAD loop",
        ratio: baseline / figure.median, goal: ">= \(goal)", isMet: baseline / figure.median >= goal)
    }
  }

  private static func orStop(_ body: () throws -> Void) {
    do { try body() } catch { fatalError("\(error)") }
  }
}
