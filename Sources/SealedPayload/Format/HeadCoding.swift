internal import SealedCrypto

extension Head {
  /// Serialises after checking every rule.
  package func encoded(_ rules: HeadRules) throws(HeadProblem) -> [UInt8] {
    try check(rules)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    switch self {
    case .payload:
      BinaryHTTP.append(BinaryHTTP.requestIndicator, to: &bytes)
      for _ in 0..<4 { BinaryHTTP.append("", to: &bytes) }
    case .request(let head):
      BinaryHTTP.append(BinaryHTTP.requestIndicator, to: &bytes)
      for text in [head.method, head.scheme, head.authority, head.path] { BinaryHTTP.append(text, to: &bytes) }
    case .response(let head):
      BinaryHTTP.append(BinaryHTTP.responseIndicator, to: &bytes)
      BinaryHTTP.append(head.status, to: &bytes)
    }
    appendFields(to: &bytes)
    bytes += [0, 0]
    guard bytes.count <= FormatLimits.content else { throw .tooLarge }
    return bytes
  }

  private func appendFields(to bytes: inout [UInt8]) {
    var count = 0
    for field in fields {
      let (name, value) = (field.name.utf8.count, field.rawValue.count)
      count += BinaryHTTP.integerByteCount(name) + name + BinaryHTTP.integerByteCount(value) + value
    }
    BinaryHTTP.append(count, to: &bytes)
    for field in fields {
      BinaryHTTP.append(field.name, to: &bytes)
      BinaryHTTP.append(field.rawValue, to: &bytes)
    }
  }

  private func check(_ rules: HeadRules) throws(HeadProblem) {
    switch self {
    case .payload: break
    case .request(let head): try rules.check(head)
    case .response(let head): try rules.check(head)
    }
    try rules.check(fields)
  }

  /// Reads the whole of `bytes` as the head of a message of this kind, and checks every rule.
  package init(_ bytes: Span<UInt8>, kind: MessageKind, _ rules: HeadRules) throws(HeadProblem) {
    var reader = BinaryHTTP.Reader()
    let indicator = kind.isReply ? BinaryHTTP.responseIndicator : BinaryHTTP.requestIndicator
    guard try reader.integer(bytes) == indicator else { throw .encoding }
    switch kind {
    case .payload:
      for _ in 0..<4 { guard try reader.range(bytes).isEmpty else { throw .controlData } }
      self = .payload(try Self.fields(bytes, &reader))
    case .request:
      let (method, scheme) = (try reader.string(bytes), try reader.string(bytes))
      let (authority, path) = (try reader.string(bytes), try reader.string(bytes))
      self = .request(
        RequestHead(
          method: method, scheme: scheme, authority: authority, path: path, fields: try Self.fields(bytes, &reader)))
    case .response, .verdict:
      let status = try reader.integer(bytes)
      self = .response(ResponseHead(status: status, fields: try Self.fields(bytes, &reader)))
    }
    guard bytes.count - reader.offset == 2, bytes[reader.offset] == 0, bytes[reader.offset + 1] == 0
    else { throw .encoding }
    try check(rules)
  }

  private static func fields(_ bytes: Span<UInt8>, _ reader: inout BinaryHTTP.Reader) throws(HeadProblem)
    -> [HeaderField]
  {
    let section = try reader.range(bytes)
    let sectionBytes = bytes.extracting(section)
    var fieldReader = BinaryHTTP.Reader()
    var fields: [HeaderField] = []
    while fieldReader.offset < sectionBytes.count {
      guard fields.count < FormatLimits.fields else { throw .tooManyFields }
      let name = try fieldReader.string(sectionBytes)
      let value = try fieldReader.range(sectionBytes)
      fields.append(HeaderField(name, rawValue: [UInt8](copying: sectionBytes.extracting(value))))
    }
    return fields
  }
}
