/// How a whole body is cut: full data records, and the rest in `end` (spec/sealed-payload.md, "Records").
struct BodyLayout {
  let dataRecords: Int
  let endContent: Int
  let endPlaintext: Int

  init(_ body: Int, _ padding: Padding) {
    dataRecords = body == 0 ? 0 : (body - 1) / FormatLimits.content
    endContent = body - dataRecords * FormatLimits.content
    endPlaintext = padding.endPlaintextCount(content: endContent, body: body)
  }

  /// Bytes of a full data record on the wire.
  static let recordByteCount = FormatLimits.plaintext + Record.overhead

  /// Bytes of all records on the wire.
  var byteCount: Int { dataRecords * Self.recordByteCount + endPlaintext + Record.overhead }
}
