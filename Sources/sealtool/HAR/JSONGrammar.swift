internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// Checks that a text is JSON (RFC 8259) without building anything of it: in one pass, without recursion.
struct JSONGrammar {
  private enum Step { case value, firstMember, member, firstElement, end }
  private enum Container { case object, array }

  private var index: Int
  private var open: [Container] = []
  private let depth: Int

  /// Where the first fault is; nil if the text from `start` on is one JSON value.
  ///
  /// Escapes of single surrogates pass: browsers write them.
  static func fault(in text: Span<UInt8>, from start: Int, depth: Int) -> Int? {
    var grammar = JSONGrammar(index: start, depth: depth)
    guard isValidUTF8(text) else { return start }
    return grammar.accepts(text) ? nil : grammar.index
  }

  private init(index: Int, depth: Int) {
    self.index = index
    self.depth = depth
  }

  private mutating func accepts(_ text: Span<UInt8>) -> Bool {
    var step = Step.value
    while true {
      skipSpace(text)
      switch step {
      case .firstMember where take("}", text), .firstElement where take("]", text):
        open.removeLast()
        step = .end
      case .value, .firstElement:
        guard let next = value(text) else { return false }
        step = next
      case .member, .firstMember:
        guard name(text) else { return false }
        step = .value
      case .end:
        guard let container = open.last else { return index == text.count }
        if take(",", text) {
          step = container == .object ? .member : .value
        } else {
          guard take(container == .object ? "}" : "]", text) else { return false }
          open.removeLast()
        }
      }
    }
  }

  private mutating func value(_ text: Span<UInt8>) -> Step? {
    guard index < text.count else { return nil }
    switch text[index] {
    case UInt8(ascii: "{"): return enter(.object)
    case UInt8(ascii: "["): return enter(.array)
    case UInt8(ascii: "\""): return string(text) ? .end : nil
    case UInt8(ascii: "t"): return word("true", text) ? .end : nil
    case UInt8(ascii: "f"): return word("false", text) ? .end : nil
    case UInt8(ascii: "n"): return word("null", text) ? .end : nil
    default: return number(text) ? .end : nil
    }
  }

  private mutating func enter(_ container: Container) -> Step? {
    guard open.count < depth else { return nil }
    index += 1
    open.append(container)
    return container == .object ? .firstMember : .firstElement
  }

  private mutating func name(_ text: Span<UInt8>) -> Bool {
    guard index < text.count, text[index] == UInt8(ascii: "\""), string(text) else { return false }
    skipSpace(text)
    return take(":", text)
  }

  private mutating func string(_ text: Span<UInt8>) -> Bool {
    index += 1
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "\\") {
        guard escape(text) else { return false }
      } else {
        guard byte >= 0x20 else { return false }
        index += 1
        if byte == UInt8(ascii: "\"") { return true }
      }
    }
    return false
  }

  private mutating func escape(_ text: Span<UInt8>) -> Bool {
    index += 1
    guard index < text.count else { return false }
    let byte = text[index]
    index += 1
    guard byte == UInt8(ascii: "u") else { return Array("\"\\/bfnrt".utf8).contains(byte) }
    let end = index + 4
    guard end <= text.count else { return false }
    while index < end {
      guard JSONGrammar.hexValue(text[index]) != nil else { return false }
      index += 1
    }
    return true
  }

  /// number = [ minus ] int [ frac ] [ exp ], RFC 8259 section 6.
  private mutating func number(_ text: Span<UInt8>) -> Bool {
    _ = take("-", text)
    let isZero = index < text.count && text[index] == UInt8(ascii: "0")
    let count = digits(text)
    guard count == 1 || (count > 1 && !isZero) else { return false }
    if take(".", text), digits(text) == 0 { return false }
    if take("e", text) || take("E", text) {
      if !take("+", text) { _ = take("-", text) }
      return digits(text) > 0
    }
    return true
  }

  private mutating func digits(_ text: Span<UInt8>) -> Int {
    let start = index
    while index < text.count, (0x30...0x39).contains(text[index]) { index += 1 }
    return index - start
  }

  private mutating func word(_ word: StaticString, _ text: Span<UInt8>) -> Bool {
    for byte in word.description.utf8 {
      guard index < text.count, text[index] == byte else { return false }
      index += 1
    }
    return true
  }

  private mutating func take(_ character: Unicode.Scalar, _ text: Span<UInt8>) -> Bool {
    guard index < text.count, text[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace(_ text: Span<UInt8>) {
    while index < text.count, JSONSource.isSpace(text[index]) { index += 1 }
  }
}

extension JSONGrammar {
  /// What a hexadecimal digit stands for.
  static func hexValue(_ digit: UInt8) -> UInt32? {
    switch digit {
    case 0x30...0x39: UInt32(digit - 0x30)
    case 0x41...0x46: UInt32(digit - 0x41 + 10)
    case 0x61...0x66: UInt32(digit - 0x61 + 10)
    default: nil
    }
  }
}
