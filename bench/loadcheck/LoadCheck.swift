import Foundation
import SealedGateway

/// Puts real gateways under load and checks what must hold then: one line for each thing that held, exit code 1 for the first
/// that did not.
@main
struct LoadCheck {
  static func main() async {
    guard let plan = Plan(Array(CommandLine.arguments.dropFirst())) else {
      complain("usage: loadcheck --tools DIR [--short] [\(Plan.names.joined(separator: " | "))]...")
      exit(2)
    }
    for check in plan.checks {
      do {
        try await check.run(plan)
      } catch {
        complain("failed: \(check.name): \(error)")
        exit(1)
      }
    }
  }

  private static func complain(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }
}
