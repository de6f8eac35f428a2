import SealedCrypto
import SealedPayload
import Testing

@Suite("51: random changes of files")
struct JSONMutationTests {
  @Test("Key files: typed errors, or the same key", arguments: ["X25519", "Ed25519"], 0..<4)
  func keyFiles(curve: String, part: Int) throws {
    let world = try World("mutated key files")
    let file = try curve == "X25519" ? KeyFile.file(RecipientPrivateKey()) : KeyFile.file(world.signer)
    let key = try KeyFile.opened(file)
    var mutator = Mutator("key files \(curve) \(part)")
    for _ in 0..<1_500 {
      let changed = mutator.mutated(file, file)
      do {
        #expect(try KeyFile.opened(changed) == key)
      } catch {
        #expect(error is KeyError)
      }
      do { _ = try KeyFile.publicKey(bytes: changed) } catch { #expect(error is KeyError) }
    }
  }

  @Test("Encrypted key files: typed errors, or the same key", arguments: 0..<4)
  func encryptedKeyFiles(part: Int) throws {
    let file = Array(try CheapKeyFile().text.utf8)
    let key = try KeyFile.opened(file, CheapKeyFile.passphrase)
    var mutator = Mutator("encrypted key files \(part)")
    for _ in 0..<400 {
      let changed = mutator.mutated(file)
      // Ever more memory is the files' right, up to the limits: that work is left out here.
      let text = String(decoding: changed, as: UTF8.self)
      guard text.contains("\"mem\":8192,"), text.contains("\"ops\":1,") else { continue }
      do {
        #expect(try KeyFile.opened(changed, CheapKeyFile.passphrase) == key)
      } catch {
        #expect(error is KeyError)
      }
    }
  }

  @Test("Exchanges: typed errors, or an exchange that opens the response or refuses it", arguments: 0..<4)
  func exchanges(part: Int) throws {
    let world = try World("mutated exchanges")
    let exchange = try world.exchange()
    let file = exchange.client.serialized(expiry: 9)
    let other = try world.exchange().server.serialized(expiry: 9)
    let sealed = try ResponseSealer(ResponseHead(status: 200), to: exchange.server).seal([1, 2, 3])
    var mutator = Mutator("exchanges \(part)")
    for _ in 0..<1_000 {
      let changed = mutator.mutated(file, other)
      do {
        let restored = try changed.withSpan { (bytes) throws(ExchangeError) in try Exchange(serialized: bytes, now: 0) }
        guard restored.role == .client else { continue }
        let opened = try world.opener(.response, restored).open(sealed)
        #expect(opened.bodyCount == 3)
      } catch {
        #expect(error is ExchangeError || (error as? OpenError)?.refusal == .rejected)
      }
    }
  }

  @Test("Receipts: typed errors, or what was signed", arguments: 0..<4)
  func receipts(part: Int) throws {
    let world = try World("mutated receipts")
    let (message, opener) = try world.message(.request, signed: true)
    let good = try Receipt(of: RequestOpener(opener.ring).open(message).0.message)
    let file = good.serialized()
    var mutator = Mutator("receipts \(part)")
    for _ in 0..<1_000 {
      let changed = mutator.mutated(file, file)
      // That there is no other error, its type says.
      let receipt = try? changed.withSpan { (bytes) throws(ReceiptError) in try Receipt(verifying: bytes) }
      #expect(receipt.map { $0.serialized() == file } ?? true)
    }
  }

  @Test("JSON of any kind is read or refused, and never deeper than its limit", arguments: 0..<4)
  func json(part: Int) throws {
    let text = Array(
      #"{"a":[1,-2.5e3,true,null,{"b":"\u00e9\ud83d\ude00\n"}],"c":{"d":[[[]]]},"e":9223372036854775807}"#.utf8)
    var mutator = Mutator("json \(part)")
    var refused = 0
    for _ in 0..<3_000 {
      let changed = mutator.mutated(text, text)
      do throws(JSONDocument.Failure) {
        let document = try changed.withSpan { (bytes) throws(JSONDocument.Failure) in try JSONDocument(bytes) }
        #expect(depth(document.root) <= JSONDocument.maximumDepth)
      } catch {
        refused += 1
      }
    }
    #expect((1...2_999).contains(refused))
  }

  private func depth(_ value: JSONDocument.Value) -> Int {
    switch value {
    case .object(let members): 1 + (members.map { depth($0.value) }.max() ?? 0)
    case .array(let elements): 1 + (elements.map { depth($0.value) }.max() ?? 0)
    default: 1
    }
  }

  @Test("Names, authorities, paths, public keys: accepted or refused, never more")
  func texts() {
    var mutator = Mutator("texts")
    let texts = [
      "https://api.example.com:8443", "backup", "x25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "/a/b?c=%C3%A9",
    ]
    for _ in 0..<4_000 {
      let changed = mutator.mutated(Array(texts[mutator.generator.below(4)].utf8))
      let text = String(decoding: changed, as: UTF8.self)
      if let issuer = try? Issuer(text) { #expect(issuer.text == text && issuer.text.utf8.count <= 255) }
      if let key = try? RecipientPublicKey(text) { #expect(key.description == text) }
      if let key = try? VerifyingKey(text) { #expect(key.description == text) }
      if TargetRules.isPath(text) {
        #expect(text.utf8.first == 0x2F && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
      }
      if AuthorityRules.isAuthority(text) {
        #expect(!text.contains("@") && text.lowercased().utf8.count == text.utf8.count)
      }
    }
  }
}
