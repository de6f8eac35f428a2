/// Why a gateway or proxy can't start.
package struct StartError: Error, Equatable, Sendable {
  /// What failed.
  package let problem: String

  /// What to do about it.
  package let remedy: String

  init(_ problem: String, _ remedy: String) {
    (self.problem, self.remedy) = (problem, remedy)
  }

  /// Takes an error that says what to do after a semicolon.
  init(_ error: any Error & CustomStringConvertible, remedy: String) {
    let parts = error.description.split(separator: "; ", maxSplits: 1).map(String.init)
    self.init(parts.first ?? "", parts.count == 2 ? parts[1] : remedy)
  }

  /// Runs a step of starting.
  static func step<Value, Failure: Error & CustomStringConvertible>(
    _ remedy: String, _ body: () throws(Failure) -> Value
  ) throws(StartError) -> Value {
    do throws(Failure) { return try body() } catch { throw StartError(error, remedy: remedy) }
  }
}
