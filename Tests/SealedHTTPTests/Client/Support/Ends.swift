import SealedHTTP
import SealedPayload
import Testing

/// How a call ended, in a word that tests can compare.
func end(_ call: () async throws -> SealedResponse) async -> String {
  do {
    return "status \(try await call().status)"
  } catch let error as ClientError {
    return switch error {
    case .notSent(let failure): "notSent \(word(failure))"
    case .outcomeUnknown(let failure): "outcomeUnknown \(word(failure))"
    case .responseIncomplete(let failure): "responseIncomplete \(word(failure))"
    @unknown default: "?"
    }
  } catch {
    return "\(error)"
  }
}

func word(_ failure: ClientFailure) -> String {
  switch failure {
  case .invalidRequest(let problem): "invalid \(problem)"
  case .keys(.refused(let problem)): "configuration \(problem)"
  case .keys(.noUsableKey): "noUsableKey"
  case .keys(.unreachable): "unreachable"
  case .keys(.unexpectedAnswer(let status)): "configuration status \(status)"
  case .keys(let failure): "keys \(failure)"
  case .refused(let verdict, _): "refused \(verdict.reason)"
  case .unsealed(let answer): "unsealed \(answer.reason?.rawValue ?? "\(answer.status)")"
  case .unauthentic: "unauthentic"
  case .unsigned: "unsigned"
  case .transport: "transport"
  case .body: "body"
  case .cancelled: "cancelled"
  @unknown default: "?"
  }
}

/// Lets other tasks run until something is so; false if it never is.
func comesTrue(_ condition: () -> Bool) async -> Bool {
  for _ in 0..<1_000_000 where !condition() { await Task.yield() }
  return condition()
}
