internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// Checks a receipt.
struct VerifyCommand: ToolCommand {
  private let receipt: String
  private let signer: VerifyingKey?
  private let body: String?
  private let showsJSON: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    receipt = try arguments.required(.receipt)
    signer = try arguments.signer()
    body = arguments.value(.body)
    showsJSON = arguments.has(.json)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let file = try files.input(receipt)
    let bytes = try file.readAll(limit: 1 << 20, remedy: "name the file that opening a signed message wrote")
    let receipt: Receipt
    do throws(ReceiptError) {
      receipt = try bytes.withSpan { (bytes) throws(ReceiptError) in try Receipt(verifying: bytes) }
    } catch {
      throw .receipt(file.name, error)
    }
    if let signer, receipt.signer != signer {
      throw .refused(
        problem: "\(file.name) is signed by another key, \(receipt.signer)",
        remedy: "do not trust it, or check --signer")
    }
    if let body { try check(body: body, of: receipt, files) }
    let report = ReceiptReport(receipt, bodyWasChecked: body != nil)
    try terminal.text(showsJSON ? report.json : report.text)
  }

  private func check(body path: String, of receipt: Receipt, _ files: Files) throws(ToolError) {
    guard let digest = try? ContentDigest(of: receipt.fields), !digest.isEmpty else {
      throw .refused(problem: "the signature covers only the head, no body", remedy: "leave --body out")
    }
    let input = try files.input(path)
    var check = DigestCheck(digest)
    var piece = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = try input.fill(&piece)
      check.update(piece.span.extracting(first: count))
      if count < piece.count { break }
    }
    guard check.matches() else { throw .receipt(path, .bodyMismatch) }
  }
}
