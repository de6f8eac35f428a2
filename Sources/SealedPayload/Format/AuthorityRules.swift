/// Authorities in the one form that heads and origins may have, and that all parsers read alike.
package enum AuthorityRules {
  private static let maximumName = 253
  private static let maximumLabel = 63

  /// host[:port]: a name in lower case, an IPv4 address or an IPv6 address in brackets; no user information.
  package static func isAuthority(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let hostEnd: Int
    if bytes.first == UInt8(ascii: "[") {
      guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), IPv6Text.isCanonical(bytes[1..<close])
      else { return false }
      hostEnd = close + 1
    } else {
      hostEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
      guard isName(bytes[..<hostEnd]) else { return false }
    }
    return hostEnd == bytes.count || (bytes[hostEnd] == UInt8(ascii: ":") && isPort(bytes[(hostEnd + 1)...]))
  }

  /// Labels of letters, digits, hyphens and underscores; or an IPv4 address, which is what a last label of digits means.
  private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
    guard name.count <= maximumName else { return false }
    var (start, labels, areOctets) = (name.startIndex, 0, true)
    while true {
      let end = name[start...].firstIndex(of: UInt8(ascii: ".")) ?? name.endIndex
      let label = name[start..<end]
      guard isLabel(label) else { return false }
      labels += 1
      areOctets = areOctets && decimal(label, atMost: 255) != nil
      if end == name.endIndex { return !isNumber(label) || (labels == 4 && areOctets) }
      start = end + 1
    }
  }

  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    guard (1...maximumLabel).contains(label.count) else { return false }
    return label.allSatisfy(isLabelCharacter) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
  }

  private static func isLabelCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// What some parsers take for a part of an IPv4 address: digits, or 0x and hex digits.
  private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
    label.allSatisfy(isDigit)
      || (label.starts(with: "0x".utf8) && label.dropFirst(2).allSatisfy { isDigit($0) || (0x61...0x66).contains($0) })
  }

  private static func isPort(_ digits: ArraySlice<UInt8>) -> Bool {
    decimal(digits, atMost: 65_535).map { $0 > 0 } ?? false
  }

  /// A number without leading zeros.
  private static func decimal(_ digits: ArraySlice<UInt8>, atMost limit: Int) -> Int? {
    guard (1...5).contains(digits.count), digits.allSatisfy(isDigit), digits.count == 1 || digits.first != 0x30,
      let value = Int(String(decoding: digits, as: UTF8.self)), value <= limit
    else { return nil }
    return value
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

/// IPv6 addresses in the one text form of RFC 5952, without those that stand for IPv4 addresses.
enum IPv6Text {
  static func isCanonical(_ text: ArraySlice<UInt8>) -> Bool {
    guard let groups = groups(String(decoding: text, as: UTF8.self)) else { return false }
    let isMapped = groups[..<5].allSatisfy { $0 == 0 } && groups[5] == 0xFFFF
    return !isMapped && canonical(groups).utf8.elementsEqual(text)
  }

  /// The eight groups of an address, in any of its spellings without a dotted part.
  private static func groups(_ text: String) -> [UInt16]? {
    let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = halves.first.flatMap(numbers) else { return nil }
    guard halves.count == 2 else { return first.count == 8 ? first : nil }
    guard let last = numbers(halves[1]), first.count + last.count < 8 else { return nil }
    return first + repeatElement(0, count: 8 - first.count - last.count) + last
  }

  private static func numbers(_ text: Substring) -> [UInt16]? {
    guard !text.isEmpty else { return [] }
    var numbers: [UInt16] = []
    for group in text.split(separator: ":", omittingEmptySubsequences: false) {
      guard (1...4).contains(group.utf8.count), group.utf8.first != UInt8(ascii: "+"),
        let number = UInt16(group, radix: 16)
      else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// RFC 5952 section 4: lower case, no leading zeros, the first longest run of two or more zeros as `::`.
  private static func canonical(_ groups: [UInt16]) -> String {
    var run = 0..<0
    var start = 0
    while start < groups.count {
      let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
      if end - start > max(run.count, 1) { run = start..<end }
      start = max(end, start + 1)
    }
    func text(_ part: ArraySlice<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
    return run.isEmpty ? text(groups[...]) : text(groups[..<run.lowerBound]) + "::" + text(groups[run.upperBound...])
  }
}
