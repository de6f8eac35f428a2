import SealedCrypto
import SealedPayload
import Testing

@Suite("Key files")
struct KeyFileTests {
  /// The members of a good file, whose values tests change.
  private static func members(_ curve: String) -> [String: String] {
    var generator = Seed.generator("key files")
    let seed = generator.bytes(32)
    let secret = seed.withSpan { Secret(copying: $0) }
    guard curve == "X25519" else {
      return [
        "kty": "OKP", "crv": curve, "x": base64URL(SigningKey(seed: secret).publicKey.bytes), "d": base64URL(seed),
        "use": "sig",
      ]
    }
    let x = seed.withSpan { X25519.publicKey(of: $0) }
    let kid = KeyIdentifier(kem: 0x20, publicKey: x).description
    return ["kty": "OKP", "crv": curve, "x": base64URL(x), "d": base64URL(seed), "use": "enc", "kid": kid]
  }

  private func json(_ members: [String: String]) -> String {
    "{" + members.map { "\"\($0)\":\"\($1)\"" }.sorted().joined(separator: ",") + "}"
  }

  @Test("A good file is read, with other members, white space and in any order", arguments: ["X25519", "Ed25519"])
  func good(curve: String) throws {
    let members = Self.members(curve)
    let key = try KeyFile.opened(json(members))
    #expect(key.description.hasSuffix(members["x"] ?? ""))
    #expect(try KeyFile.publicKey(text: json(members)) == key)
    for changed in [
      members.merging(["alg": "x", "ext": ""]) { $1 }, members.filter { !["use", "kid"].contains($0.key) },
    ] {
      #expect(try KeyFile.opened(" \n\t" + json(changed) + "\r\n") == key)
    }
    let publicHalf = members.filter { $0.key != "d" }
    #expect(try KeyFile.publicKey(text: json(publicHalf)) == key)
    #expect(throws: KeyError.malformedKeyFile) { try KeyFile.opened(json(publicHalf)) }
  }

  @Test("What is written is read back, and is what the members say", arguments: ["X25519", "Ed25519"])
  func written(curve: String) throws {
    let text = json(Self.members(curve))
    let file = try Array(text.utf8).withSpan { (file) throws(KeyError) in
      switch try KeyFile.privateKey(file) {
      case .encryption(let key): try KeyFile.file(key)
      case .signing(let key): try KeyFile.file(key)
      }
    }
    let document = try file.withSpan { (file) throws(JSONDocument.Failure) in try JSONDocument(file) }
    guard case .object(let members) = document.root else {
      Issue.record("not an object")
      return
    }
    let found = Dictionary(uniqueKeysWithValues: members.map { ($0.name, document.string($0.value)) })
    #expect(found == Self.members(curve))
    #expect(try KeyFile.opened(file) == KeyFile.opened(text))
  }

  @Test(
    "A changed member is refused", arguments: ["X25519", "Ed25519"],
    [
      ("kty", "EC"), ("kty", "okp"), ("kty", ""), ("crv", "x25519"), ("crv", "X448"), ("crv", "P-256"),
      ("crv", "Ed448"),
      ("crv", ""), ("use", ""), ("use", "both"), ("x", ""), ("x", "AAAA"), ("d", ""), ("d", "AAAA"), ("d", "="),
    ])
  func changed(curve: String, change: (String, String)) {
    var members = Self.members(curve)
    members[change.0] = change.1
    #expect(throws: KeyError.self) { try KeyFile.opened(json(members)) }
    members[change.0] = nil
    if change.0 != "use" { #expect(throws: KeyError.malformedKeyFile) { try KeyFile.opened(json(members)) } }
  }

  @Test("x and d of two keys, a key's use or curve of the other kind, another kid")
  func contradictions() {
    let (encryption, signing) = (Self.members("X25519"), Self.members("Ed25519"))
    for (members, change) in [(encryption, signing), (signing, encryption)] {
      for name in ["x", "crv", "use"] {
        var changed = members
        changed[name] = change[name]
        #expect(throws: KeyError.self, "\(name)") { try KeyFile.opened(json(changed)) }
      }
      var changed = members
      changed["d"] = base64URL([UInt8](repeating: 7, count: 32))
      #expect(throws: KeyError.malformedKeyFile) { try KeyFile.opened(json(changed)) }
    }
    for kid in ["", "AAAAAAAAAAA", (encryption["kid"] ?? "") + "="] {
      var changed = encryption
      changed["kid"] = kid
      #expect(throws: KeyError.malformedKeyFile) { try KeyFile.opened(json(changed)) }
      #expect(throws: KeyError.malformedKeyFile) { try KeyFile.publicKey(text: json(changed)) }
    }
  }

  @Test("Members of another type, doubled members, text that isn't such an object, too much of it")
  func forms() {
    let good = json(Self.members("X25519"))
    for bad in [
      "", "{}", "[]", "null", "\"\"", "[\(good)]", good + good, good.dropLast() + ",\"kty\":\"OKP\"}", "x" + good,
      good.replacing("\"OKP\"", with: "1"), good.replacing("\"enc\"", with: "null"), "\u{FEFF}" + good,
      String(repeating: " ", count: 65_536) + good,
    ] {
      #expect(throws: KeyError.malformedKeyFile) { try KeyFile.opened(String(bad)) }
    }
    #expect(throws: Never.self) { try KeyFile.opened(String(repeating: " ", count: 65_536 - good.utf8.count) + good) }
  }
}
