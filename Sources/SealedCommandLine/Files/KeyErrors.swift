package import SealedPayload

extension ToolError {
  /// What is wrong with a key file.
  package static func key(_ path: String, _ error: KeyError) -> ToolError {
    switch error {
    case .wrongPassphrase:
      .refused(problem: "the passphrase of \(path) is wrong, or the file was changed", remedy: "try again")
    case .outOfMemory:
      .refused(problem: "not enough memory to decrypt \(path)", remedy: "close other programs")
    case .unusablePublicKey:
      .refused(problem: "\(path) holds a key that cannot be used", remedy: "make another one with 'sealtool keygen'")
    case .unavailable(let name):
      .refused(problem: "\(name) is not available in this build", remedy: "use an X25519 key")
    default:
      .refused(
        problem: "\(path) is not a key file, or its parts contradict each other",
        remedy: "name a JWK with kty OKP and crv X25519 or Ed25519, as 'sealtool keygen' writes it")
    }
  }

  /// Runs a step that works on a key file.
  package static func key<Value: ~Copyable>(
    _ path: String, _ step: () throws(KeyError) -> Value
  ) throws(ToolError) -> Value {
    do throws(KeyError) { return try step() } catch { throw .key(path, error) }
  }
}
