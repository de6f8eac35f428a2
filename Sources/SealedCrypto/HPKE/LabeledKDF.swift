/// LabeledExtract and LabeledExpand, RFC 9180 section 4.
package struct LabeledKDF: Sendable {
  private static let version = Array("HPKE-v1".utf8)

  private let suiteID: [UInt8]

  package init(suiteID: [UInt8]) {
    self.suiteID = suiteID
  }

  /// ```
  /// def LabeledExtract(salt, label, ikm):
  ///   labeled_ikm = concat("HPKE-v1", suite_id, label, ikm)
  ///   return Extract(salt, labeled_ikm)
  /// ```
  package func extract(salt: Span<UInt8> = Span(), label: StaticString, ikm: Span<UInt8>) -> Secret {
    HKDFSHA256.extract(salt: salt) { hmac in
      Self.version.withSpan { hmac.update($0) }
      suiteID.withSpan { hmac.update($0) }
      label.withSpan { hmac.update($0) }
      hmac.update(ikm)
    }
  }

  /// ```
  /// def LabeledExpand(prk, label, info, L):
  ///   labeled_info = concat(I2OSP(L, 2), "HPKE-v1", suite_id, label, info)
  ///   return Expand(prk, labeled_info, L)
  /// ```
  package func expand(_ prk: borrowing HKDFSHA256, label: StaticString, info: Span<UInt8>, count: Int) -> Secret {
    var labeledInfo: [UInt8] = []
    labeledInfo.reserveCapacity(2 + Self.version.count + suiteID.count + label.utf8CodeUnitCount + info.count)
    labeledInfo.append(bigEndian: UInt16(count))
    labeledInfo += Self.version
    labeledInfo += suiteID
    label.withSpan { labeledInfo.append($0) }
    labeledInfo.append(info)
    return labeledInfo.withSpan { prk.expand(info: $0, count: count) }
  }
}

extension StaticString {
  fileprivate func withSpan(_ body: (Span<UInt8>) -> Void) {
    withUTF8Buffer { unsafe body(Span(_unsafeElements: $0)) }
  }
}
