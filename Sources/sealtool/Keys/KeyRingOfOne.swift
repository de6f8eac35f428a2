internal import SealedCommandLine
internal import SealedPayload

extension KeyRing {
  /// A ring of one key, read from `path`.
  convenience init(of key: consuming RecipientPrivateKey, issuer: Issuer, _ path: String) throws(ToolError) {
    do throws(KeyError) {
      // One message is opened: there is no session to remember.
      try self.init([RecipientKey(key, issuer: issuer, sessions: 0)])
    } catch {
      throw .key(path, error)
    }
  }
}
