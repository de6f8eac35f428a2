internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// Reads a body, seals it, and writes the message.
///
/// A small body is sealed as a whole, which hides its length best. A large one is streamed, in bounded memory. A signature
/// covers the body by its digest, which stands before it: so a large signed file is read twice, and a large signed pipe
/// is kept in memory.
struct SealingRun: ~Copyable {
  /// Bodies up to this size are sealed as a whole: a message of this size twice in memory is still little.
  static let wholeLimit = 16 << 20

  /// What of a pipe is kept in memory for its signature.
  static let signedPipeLimit = 1 << 30

  private static let pieceSize = 256 << 10

  private let input: InputFile
  private var output: MessageOutput
  private var exchange: OutputFile?

  /// Takes the open files; `exchange` gets what opens the response.
  init(from input: consuming InputFile, to output: consuming MessageOutput, exchange: consuming OutputFile? = nil) {
    self.input = input
    self.output = output
    self.exchange = exchange
  }

  /// Does the work.
  consuming func run(_ job: some SealingJob) throws(ToolError) {
    var start: [UInt8] = []
    start.reserveCapacity(Self.wholeLimit)
    let isWhole = try input.append(to: &start, limit: Self.wholeLimit)
    if isWhole {
      try sealWhole(&start, job)
    } else if !job.isSigned {
      try stream(job, digest: nil, start: &start)
    } else if input.canRewind {
      try streamTwice(job)
    } else {
      guard try input.append(to: &start, limit: Self.signedPipeLimit) else {
        throw .file(
          .tooLarge(input.name, limit: Self.signedPipeLimit, remedy: "name a file with -i, which can be read twice"))
      }
      try sealWhole(&start, job)
    }
    try exchange.take()?.commit()
    try output.commit()
  }

  private mutating func sealWhole(_ body: inout [UInt8], _ job: some SealingJob) throws(ToolError) {
    if !job.isSigned {
      var check = AnnouncedDigest(of: job.head)
      check.update(body.span)
      try check.finish(input.name)
    }
    var message: [UInt8] = []
    let opens = try ToolError.sealing { () throws(SealError) in try job.seal(&body, into: &message) }
    try keep(opens)
    try output.write(message.span)
    body = []
  }

  /// Reads the file once for its digest and once more to seal it.
  private mutating func streamTwice(_ job: some SealingJob) throws(ToolError) {
    try input.rewind()
    var hash = SHA512()
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    while true {
      let count = try input.fill(&piece)
      hash.update(piece.span.extracting(first: count))
      if count < piece.count { break }
    }
    try input.rewind()
    var start: [UInt8] = []
    try stream(job, digest: hash.finish(), start: &start)
  }

  private mutating func stream(_ job: some SealingJob, digest: [UInt8]?, start: inout [UInt8]) throws(ToolError) {
    var message: [UInt8] = []
    let field = digest.map { ContentDigest.field(sha512: $0) }
    var sealing = try ToolError.sealing { () throws(SealError) in try job.start(digest: field, into: &message) }
    try keep(sealing.exchange)
    var body = AnnouncedDigest(of: job.head(with: field))
    try take(&start, &sealing, &body, &message)
    start = []
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    while true {
      let count = try input.fillSome(&piece)
      if count == 0 { break }
      body.update(piece.span.extracting(first: count))
      sealing.body.write(piece.span.extracting(first: count), into: &message)
      try flush(&message)
    }
    try body.finish(input.name)
    do throws(SealError) { try sealing.body.finish(into: &message) } catch { throw .sealing(error) }
    try flush(&message)
  }

  /// Seals what was read before, in pieces, so that the message does not take as much memory again.
  private mutating func take(
    _ start: inout [UInt8], _ sealing: inout StartedSealing, _ body: inout AnnouncedDigest, _ message: inout [UInt8]
  ) throws(ToolError) {
    var offset = 0
    while offset < start.count {
      let piece = start.span.extracting(offset..<min(offset + Self.pieceSize, start.count))
      body.update(piece)
      sealing.body.write(piece, into: &message)
      try flush(&message)
      offset += piece.count
    }
  }

  private mutating func flush(_ message: inout [UInt8]) throws(ToolError) {
    try output.write(message.span)
    message.removeAll(keepingCapacity: true)
  }

  /// Writes what opens the response, before any of the message is out.
  private mutating func keep(_ opens: Exchange?) throws(ToolError) {
    guard let opens else { return }
    var file = opens.serialized(expiry: Clock.now + Exchange.defaultLifetime)
    defer { file.erase() }
    try exchange?.write(file.span)
  }
}

/// The digests that a head announces of its body: its receiver will check them.
private struct AnnouncedDigest: ~Copyable {
  private var check: DigestCheck?

  init(of head: Head) {
    check = (try? ContentDigest(of: head.fields)).map { DigestCheck($0) }
  }

  mutating func update(_ piece: Span<UInt8>) { check?.update(piece) }

  consuming func finish(_ name: String) throws(ToolError) {
    guard check.take()?.matches() ?? true else {
      throw .refused(
        problem: "\(name) is not what its content-digest says, or changed while it was read",
        remedy: "leave the header out, or seal a file that nobody writes to")
    }
  }
}
