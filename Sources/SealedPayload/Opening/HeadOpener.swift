internal import SealedCrypto

/// Opens what comes before the body, in the order of spec/sealed-payload.md, "Opening": prelude, keys, commitment, head,
/// proof.
struct HeadOpener: ~Copyable, Sendable {
  private let source: MessageSource
  private let rules: HeadRules
  private let prelude: AcceptedPrelude
  private let keys: MessageKeys
  private var head: Head?
  private var headBytes: [UInt8] = []
  private var digest: ContentDigest?
  private var proof: Proof?

  init(_ source: MessageSource, _ rules: HeadRules, prelude wire: Span<UInt8>) throws(FormatError) {
    let prelude = try source.accept(prelude: wire)
    keys = try prelude.keys()
    self.prelude = prelude
    self.source = source
    self.rules = rules
  }

  /// Compares the commitment before any record is touched.
  func check(commitment wire: Span<UInt8>) throws(FormatError) {
    guard keys.commitment.withSpan({ Sodium.equal($0, wire) }) else { throw .commitment }
    // Not before: strangers could fill a log with keys of messages that nobody sealed.
    if KeyLog.isExposingMessages, let session = prelude.session {
      KeyLog.note(session, kind: prelude.kind, bind: prelude.bind, answering: prelude.exchange)
    }
  }

  /// Opens a record into `target`, which has 16 bytes less than `ciphertext`.
  func open(
    _ ciphertext: Span<UInt8>, number: UInt64, into target: inout MutableSpan<UInt8>
  ) throws(FormatError) -> Record.Opened {
    try Record.open(ciphertext, number: number, key: keys.key, into: &target)
  }

  /// Takes the content of the first record.
  mutating func accept(head content: Span<UInt8>) throws(FormatError) {
    do throws(HeadProblem) {
      head = try Head(content, kind: prelude.kind, rules)
    } catch {
      throw .head(error)
    }
    do throws(DigestProblem) {
      digest = try head.map { (head) throws(DigestProblem) in try ContentDigest(of: head.fields) }
    } catch {
      throw .digest(error)
    }
    if case .response(let response) = head, prelude.kind == .verdict {
      do throws(VerdictProblem) { try Verdict.check(response) } catch { throw .verdict(error) }
    }
    headBytes = [UInt8](copying: content)
    if case .session(let session, let key, let prefix) = prelude.origin { key.sessions.insert(session, prefix: prefix) }
  }

  /// Takes the content of the second record, if that is a proof.
  mutating func accept(proof content: Span<UInt8>) throws(FormatError) {
    let statement = Proof.Statement(
      kind: prelude.kind, recipientPublicKey: prelude.recipient.publicKey.bytes,
      info: prelude.recipient.issuer.info, bind: prelude.bind, commitment: keys.commitment,
      headHash: SHA512.hash(headBytes), requestHeadHash: prelude.requestHeadHash)
    do throws(ProofProblem) {
      let proof = try Proof(content, verifying: statement)
      if case .exchange(_, let signers) = source, !signers.allow(proof.signer) { throw .unlistedKey }
      self.proof = proof
    } catch {
      throw .proof(error)
    }
  }

  /// What is known once the second record was seen.
  func opened() throws(FormatError) -> OpenedMessage {
    guard let head, let digest else { throw .truncated }
    return OpenedMessage(
      identifier: MessageIdentifier(bytes: keys.commitment), timestamp: prelude.timestamp,
      recipient: prelude.recipient, signer: proof?.signer, kind: prelude.kind, head: head,
      headBytes: headBytes, bind: prelude.bind, proof: proof, digest: digest)
  }

  /// What the server keeps to answer a request.
  func exchange(_ message: OpenedMessage) -> Exchange? {
    guard case .request(let head) = message.head, let session = prelude.session else { return prelude.exchange }
    return Exchange(
      role: .server, session: session, requestPrelude: prelude.bind,
      requestHead: .content(message.headBytes), requestMethod: head.method)
  }

  /// The head as it was read, whatever follows it: for inspection alone.
  var acceptedHead: Head? { head }

  /// The method of the request that a reply answers.
  var requestMethod: String? { prelude.requestMethod }
}
