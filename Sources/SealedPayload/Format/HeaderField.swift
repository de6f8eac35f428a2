/// A field of a head: a lower-case name, and a value that is bytes and mostly text.
public struct HeaderField: Sendable, Hashable {
  /// The name, in lower case.
  public let name: String

  /// The value as it is on the wire: ASCII, UTF-8 or older encodings (RFC 9110 section 5.5).
  public let rawValue: [UInt8]

  /// The value as text; bytes that are not UTF-8 show as U+FFFD.
  public var value: String { String(decoding: rawValue, as: UTF8.self) }

  /// Makes a field; sealing checks it.
  public init(_ name: String, _ value: String) {
    self.name = name
    rawValue = Array(value.utf8)
  }

  /// Makes a field from the bytes of a value; sealing checks it.
  public init(_ name: String, rawValue: [UInt8]) {
    self.name = name
    self.rawValue = rawValue
  }
}

extension HeaderField: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The name, and how long the value is: values are credentials as often as not, and prints end in logs.
  public var description: String { "\(name): (\(rawValue.count) bytes)" }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// What a dump shows: not the value.
  public var customMirror: Mirror { Mirror(self, children: ["name": name, "count": rawValue.count]) }
}
