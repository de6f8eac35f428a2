package import SealedHTTP
package import SealedPayload
internal import Synchronization

/// Remembers accepted key configurations in a file, so that a restart doesn't make a client accept older ones.
///
/// The file is JSON, only its owner can read it, and it is replaced whole.
package final class ConfigurationStateFile: ConfigurationState {
  private let path: String
  private let folder: PrivateFolder
  private let name: String
  private let lock = Mutex(())

  private static let maximumByteCount = 1 << 20

  /// Names the file; it is made when the first configuration is accepted.
  package init(_ path: String) {
    self.path = path
    let slash = path.lastIndex(of: "/")
    folder = PrivateFolder(slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
    name = slash.map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// What was accepted last for an API; nil if there was nothing.
  package func load(_ issuer: Issuer) throws -> AcceptedConfiguration? {
    try lock.withLock { _ in try read().first { $0.issuer == issuer }?.accepted }
  }

  /// Remembers it in the place of what was there.
  package func save(_ accepted: AcceptedConfiguration, for issuer: Issuer) throws {
    try lock.withLock { _ in
      var entries = try read()
      let entry = StateEntry(issuer: issuer, accepted: accepted)
      if let index = entries.firstIndex(where: { $0.issuer == issuer }) {
        guard entries[index] != entry else { return }
        entries[index] = entry
      } else {
        entries.append(entry)
      }
      do throws(SystemFailure) { try folder.replace(name, with: StateEntry.text(entries).span) } catch {
        throw StateFileError.system(path: error.path, reason: error.reason)
      }
    }
  }

  private func read() throws(StateFileError) -> [StateEntry] {
    let bytes: [UInt8]?
    do throws(SystemFailure) { bytes = try folder.read(name, limit: Self.maximumByteCount) } catch {
      throw .system(path: path, reason: error.reason)
    }
    guard let bytes else { return [] }
    guard let entries = StateEntry.entries(bytes) else { throw .malformed(path: path) }
    return entries
  }
}

/// Why the file of accepted key configurations can't be used.
enum StateFileError: Error, Equatable, CustomStringConvertible {
  /// The system refused to read or write it.
  case system(path: String, reason: String)
  /// It is something else, or damaged.
  case malformed(path: String)

  /// What is wrong and what to do.
  var description: String {
    switch self {
    case .system(let path, let reason): "\(path): \(reason)"
    case .malformed(let path): "\(path) is no file of accepted keys, or damaged; name another, or put back a good copy"
    }
  }
}

/// What was accepted for one API.
private struct StateEntry: Equatable {
  let issuer: Issuer
  let accepted: AcceptedConfiguration

  static func text(_ entries: [StateEntry]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.integer("sealed_payload_state", 1)
      json.array("accepted") { json in
        for entry in entries { json.elementObject { entry.write(to: &$0) } }
      }
    }
    return json.text()
  }

  private func write(to json: inout JSONWriter) {
    json.string("iss", issuer.text)
    json.integer("iat", accepted.issuedAt)
    json.string("identity", accepted.identity.description)
    if let next = accepted.nextIdentity { json.string("next_identity", next.description) }
    json.array("pins") { json in
      for pin in accepted.pins.map(\.description).sorted() { json.element(pin) }
    }
  }

  /// What a file says; nil if it is not one of these, or says anything twice.
  static func entries(_ bytes: [UInt8]) -> [StateEntry]? {
    guard let document = try? JSONDocument(bytes.span), document.integer(document.member("sealed_payload_state")) == 1,
      case .array(let elements) = document.member("accepted")
    else { return nil }
    var entries: [StateEntry] = []
    for element in elements {
      guard let entry = StateEntry(document, element.value), !entries.contains(where: { $0.issuer == entry.issuer })
      else { return nil }
      entries.append(entry)
    }
    return entries
  }

  private init?(_ document: borrowing JSONDocument, _ value: JSONDocument.Value) {
    func text(_ name: String) -> String? { document.string(JSONDocument.member(name, of: value)) }
    guard let issuer = text("iss").flatMap({ try? Issuer(origin: $0) }),
      let time = document.integer(JSONDocument.member("iat", of: value)).flatMap(UInt64.init(exactly:)),
      let identity = text("identity").flatMap({ try? VerifyingKey($0) }),
      case .array(let elements) = JSONDocument.member("pins", of: value)
    else { return nil }
    var pins: Set<VerifyingKey> = []
    for element in elements {
      guard let pin = document.string(element.value).flatMap({ try? VerifyingKey($0) }) else { return nil }
      pins.insert(pin)
    }
    let next = text("next_identity")
    let nextKey = next.flatMap { try? VerifyingKey($0) }
    guard (next == nil) == (nextKey == nil) else { return nil }
    self.issuer = issuer
    accepted = AcceptedConfiguration(issuedAt: time, identity: identity, nextIdentity: nextKey, pins: pins)
  }

  init(issuer: Issuer, accepted: AcceptedConfiguration) {
    (self.issuer, self.accepted) = (issuer, accepted)
  }
}
