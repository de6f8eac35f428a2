internal import SealedCommandLine
internal import SealedPayload

extension Files {
  /// Reads an exchange, and refuses one whose time is over.
  func exchange(_ path: String, role: Exchange.Role) throws(ToolError) -> Exchange {
    let exchange = try exchange(path)
    guard exchange.role != role else { return exchange }
    let maker = role == .client ? "seal request" : "open"
    throw .refused(
      problem: "\(path) belongs to the other side of the request",
      remedy: "name the exchange file that 'sealtool \(maker)' wrote")
  }

  /// Reads an exchange of either side.
  func exchange(_ path: String) throws(ToolError) -> Exchange {
    try withSecret(path) { (file) throws(ToolError) in
      do throws(ExchangeError) {
        return try Exchange(serialized: file, now: Clock.now)
      } catch .expired {
        throw .refused(problem: "the exchange in \(path) has expired", remedy: "seal the request anew")
      } catch {
        throw .refused(
          problem: "\(path) is not an exchange file",
          remedy: "name the one that sealing or opening the request wrote")
      }
    }
  }
}
