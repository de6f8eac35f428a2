internal import SealedCrypto

// What an inspector sees without any key.

extension MessageInspector {
  /// Reads what is in the clear before the records, and tells where they start.
  mutating func readStart(_ message: Span<UInt8>) throws(FormatError) -> Int {
    let magic = message.count >= 3 && message.extracting(first: 3).elementsEqual(Array(Prelude.magic[..<3]))
    guard magic || message.count < 3 else { throw .magic }
    guard message.count > Prelude.magic.count else { throw .truncated }
    guard message[3] == Prelude.magic[3] else { throw .version }
    guard let kind = MessageKind(rawValue: message[4]) else { throw .unexpectedKind(message[4]) }
    self.kind = kind
    let preludeCount: Int
    if kind.isReply {
      let prelude = try ReplyPrelude(message)
      nonce = Array(prelude.bytes.dropFirst(Prelude.magic.count + 1))
      preludeCount = prelude.bytes.count
    } else {
      let prelude = try Prelude(message, expecting: kind)
      self.prelude = prelude
      nonce = prelude.nonce
      preludeCount = prelude.bytes.count
    }
    let start = preludeCount + MessageKeys.commitmentByteCount
    guard message.count >= start else { throw .truncated }
    commitment = [UInt8](copying: message.extracting(preludeCount..<start))
    return start
  }

  /// Finds the records; what is wrong with the framing is noted only after the records before it were opened.
  mutating func frame(_ message: Span<UInt8>, from start: Int) {
    var offset = start
    while let length = try? recordLength(message, offset) {
      offset += SealedPayload.Record.lengthByteCount
      records.append(Record(length: length, range: offset..<offset + length))
      offset += length
    }
  }

  /// The length of the record at `offset`; nil at the end of the message.
  private func recordLength(_ message: Span<UInt8>, _ offset: Int) throws(FormatError) -> Int? {
    let rest = message.extracting(droppingFirst: offset)
    guard !rest.isEmpty else { return nil }
    guard rest.count >= SealedPayload.Record.lengthByteCount else { throw .truncated }
    let length = try SealedPayload.Record.length(rest.extracting(first: SealedPayload.Record.lengthByteCount))
    guard rest.count - SealedPayload.Record.lengthByteCount >= length else { throw .truncated }
    return length
  }

  /// What ends the list of records before the message ends.
  func framingProblem(_ message: Span<UInt8>) -> FormatError? {
    let first = (prelude?.bytes.count ?? ReplyPrelude.byteCount) + MessageKeys.commitmentByteCount
    do throws(FormatError) {
      return try recordLength(message, records.last?.range.upperBound ?? first) == nil ? nil : .truncated
    } catch {
      return error
    }
  }
}
