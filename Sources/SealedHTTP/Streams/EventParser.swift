/// Makes events of lines, step by step as WHATWG HTML section 9.2.6 says.
struct EventParser {
  private let limit: Int
  private var isFirst = true
  private var type = ""
  private var data: [UInt8] = []
  private var lastEventID = ""
  private var reconnectionTime: Duration?

  init(limit: Int) {
    self.limit = limit
  }

  /// Takes a line without its end; gives the event that it ends.
  mutating func receive(_ line: [UInt8]) throws(BodyError) -> ServerSentEvent? {
    let line = isFirst ? withoutByteOrderMark(line) : line[...]
    isFirst = false
    guard !line.isEmpty else { return dispatch() }
    guard let colon = line.firstIndex(of: 0x3A) else {
      try field(line, value: [])
      return nil
    }
    guard colon != line.startIndex else { return nil }
    let value = line[(colon + 1)...]
    try field(line[..<colon], value: value.first == 0x20 ? value.dropFirst() : value)
    return nil
  }

  private mutating func field(_ name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) throws(BodyError) {
    switch String(decoding: name, as: UTF8.self) {
    case "event": type = String(decoding: value, as: UTF8.self)
    case "data":
      guard value.count < limit - data.count else { throw .tooLarge(limit: limit) }
      data += value
      data.append(0x0A)
    case "id":
      if !value.contains(0) { lastEventID = String(decoding: value, as: UTF8.self) }
    case "retry":
      guard !value.isEmpty, value.allSatisfy({ (0x30...0x39).contains($0) }),
        let milliseconds = Int64(String(decoding: value, as: UTF8.self))
      else { return }
      reconnectionTime = .milliseconds(milliseconds)
    default: break
    }
  }

  private mutating func dispatch() -> ServerSentEvent? {
    defer { (type, data) = ("", []) }
    guard !data.isEmpty else { return nil }
    return ServerSentEvent(
      type: type.isEmpty ? "message" : type, data: String(decoding: data.dropLast(), as: UTF8.self),
      lastEventID: lastEventID, reconnectionTime: reconnectionTime)
  }

  private func withoutByteOrderMark(_ line: [UInt8]) -> ArraySlice<UInt8> {
    line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line[...]
  }
}
