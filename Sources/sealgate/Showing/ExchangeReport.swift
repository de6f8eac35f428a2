internal import SealedHTTP
internal import SealedPayload

/// What `-v` shows: each exchange as hops saw it, beside what was sealed in it.
struct ExchangeReport {
  /// What was sealed in the request.
  let request: RequestHead

  /// The bytes of its body.
  let requestByteCount: Int

  /// What was sealed in the answer; nil if no authentic one came.
  let response: ResponseHead?

  /// The lines for everything that passed.
  func lines(_ passages: [WatchedTransport.Passage]) -> [String] {
    let last = passages.lastIndex { Self.isSealed($0.request) }
    var lines = SideBySide.lines(["WHAT HOPS SAW"], ["WHAT WAS SEALED"])
    for (index, passage) in passages.enumerated() {
      let isSealed = Self.isSealed(passage.request)
      lines += SideBySide.lines(outer(passage), isSealed ? inner : ["(nothing: the key configuration is signed)"])
      let answer = index == last ? response.map(Self.inner) : nil
      lines += SideBySide.lines(passage.response.map(Self.outer) ?? ["< no answer"], answer ?? [])
    }
    return lines
  }

  private var inner: [String] {
    ["> \(request.method) \(request.scheme)://\(request.authority)\(request.path)"]
      + Self.fields(request.fields, ">") + ["> \(requestByteCount) bytes"]
  }

  private func outer(_ passage: WatchedTransport.Passage) -> [String] {
    let head = passage.request
    let size = passage.requestByteCount.map { ["> \($0) bytes"] } ?? ["> a stream"]
    return ["> \(head.method) \(head.scheme)://\(head.authority)\(head.path)"]
      + Self.fields(head.fields, ">") + size
  }

  private static func outer(_ head: ResponseHead) -> [String] { ["< \(head.status)"] + fields(head.fields, "<") }

  private static func inner(_ head: ResponseHead) -> [String] { ["< \(head.status)"] + fields(head.fields, "<") }

  private static func fields(_ fields: [HeaderField], _ mark: String) -> [String] {
    fields.map { field in
      guard field.name == WellKnown.carrierField else { return "\(mark) \(field.name): \(field.value)" }
      return "\(mark) \(field.name): \(field.value.prefix(16))... (\(field.value.utf8.count) bytes)"
    }
  }

  private static func isSealed(_ head: RequestHead) -> Bool {
    head.fields.contains { $0.name == WellKnown.carrierField || $0.value == WellKnown.mediaType }
  }
}
