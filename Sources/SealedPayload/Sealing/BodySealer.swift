internal import SealedCrypto

/// Seals a body piece by piece; what it appends goes to the peer in that order.
///
/// `finish` must come last: a message without its end is an error at the receiver, which is how a cut connection is told
/// from the end of a stream.
public struct BodySealer: ~Copyable, Sendable {
  private let keys: MessageKeys
  private let padding: Padding
  private var nextNumber: UInt64
  private var pending: [UInt8] = []
  private let length: ContentLength
  private var count = 0

  init(_ keys: consuming MessageKeys, nextNumber: UInt64, padding: Padding, length: ContentLength) {
    self.keys = keys
    self.nextNumber = nextNumber
    self.padding = padding
    self.length = length
  }

  /// Takes a piece of the body and appends the records that are full by then to `output`.
  public mutating func write(_ piece: Span<UInt8>, into output: inout [UInt8]) {
    count += piece.count
    var rest = piece
    while pending.count + rest.count >= FormatLimits.content {
      let taken = FormatLimits.content - pending.count
      if pending.isEmpty {
        appendRecord(rest.extracting(first: taken), as: .data, to: &output)
      } else {
        pending.append(rest.extracting(first: taken))
        flush(into: &output)
      }
      rest = rest.extracting(droppingFirst: taken)
    }
    pending.append(rest)
  }

  /// Appends a record with all that was written and not yet sealed: the peer shall have it now (an event, a token).
  public mutating func flush(into output: inout [UInt8]) {
    guard !pending.isEmpty else { return }
    let piece = pending
    piece.withSpan { appendRecord($0, as: .data, to: &output) }
    pending.removeAll(keepingCapacity: true)
  }

  /// Appends the last record.
  ///
  /// Fails, and leaves the message without its end, if the head has a content-length that the body didn't meet.
  public consuming func finish(into output: inout [UInt8]) throws(SealError) {
    guard length.matches(count) else { throw .invalidHead(.contentLength) }
    flush(into: &output)
    appendRecord(Span(), as: .end, to: &output)
  }

  mutating func appendRecord(_ content: Span<UInt8>, as type: RecordType, to output: inout [UInt8]) {
    let plaintextCount = padding.plaintextCount(content: content.count)
    let start = output.count
    output.append(zeros: plaintextCount + Record.overhead)
    let number = nextNumber
    output.withMutableSpan { output in
      output.withSubspan(start..<output.count) {
        Record.seal(content, as: type, number: number, plaintextCount: plaintextCount, key: keys.key, into: &$0)
      }
    }
    nextNumber += 1
  }
}

extension BodySealer {
  /// Takes a piece of the body and appends the records that are full by then to `output`.
  public mutating func write(_ piece: [UInt8], into output: inout [UInt8]) {
    piece.withSpan { write($0, into: &output) }
  }
}
