internal import SealedHTTP
internal import SealedPayload

// The forms of texts that settings can be.

extension SettingForm where Value == ListenAddress {
  /// An address of this machine, and a port.
  static var listen: SettingForm {
    text("ADDRESS:PORT", shape: "^[0-9a-f.:\\[\\]]+:[0-9]{1,5}$", show: \.description) {
      (text) throws(SettingProblem) in try ListenAddress(text)
    }
  }
}

extension SettingForm where Value == HostAndPort {
  /// A host and a port.
  static var hostAndPort: SettingForm {
    text("HOST:PORT", shape: "^[^/]+:[0-9]{1,5}$", show: \.description) { (text) throws(SettingProblem) in
      try HostAndPort(text)
    }
  }
}

extension SettingForm where Value == APIOrigin {
  /// Where the API really is.
  static var upstream: SettingForm {
    text("ORIGIN", shape: "^https?://[^/?#]+$", show: \.description) { (text) throws(SettingProblem) in
      try APIOrigin(text)
    }
  }
}

extension SettingForm where Value == Issuer {
  /// An origin of an API.
  static var origin: SettingForm {
    text("ORIGIN", shape: "^https?://[^/?#]+$", show: \.text) { (text) throws(SettingProblem) in
      guard let issuer = try? Issuer(origin: text) else {
        throw SettingProblem(
          "'\(text)' is not an origin",
          "use the form https://host[:port], in lower case, without :443 and without a slash at the end")
      }
      return issuer
    }
  }
}

extension SettingForm where Value == VerifyingKey {
  /// A public key that signs.
  static var publicKey: SettingForm {
    text("KEY", shape: "^ed25519:[A-Za-z0-9_-]{43}$", show: \.description) { (text) throws(SettingProblem) in
      guard let key = try? VerifyingKey(text) else {
        throw SettingProblem("it is not a public key", "use the form ed25519:... as 'sealgate serve' prints it")
      }
      return key
    }
  }
}

extension SettingForm where Value == PeerAddress {
  /// The address of a machine.
  static var address: SettingForm {
    text("ADDRESS", shape: "^[0-9a-f.:]+$", show: \.host) { (text) throws(SettingProblem) in
      guard NetworkText.isAddress(text, inBrackets: false), !text.hasPrefix("[") else {
        throw SettingProblem("'\(text)' is not an address", "use one such as 10.0.0.1 or 2001:db8::1, in lower case")
      }
      return PeerAddress(text)
    }
  }
}

extension SettingForm where Value == Padding {
  /// How lengths are hidden: a word, or a number of bytes.
  static var padding: SettingForm {
    let words = ["standard", "none"]
    let units = 1...65_536
    @Sendable func multiple(_ unit: Int?, _ text: String) throws(SettingProblem) -> Padding {
      if let unit, units.contains(unit) { return .multiple(of: unit) }
      let remedy = "use standard, none, or a number of bytes from \(units.lowerBound) to \(units.upperBound)"
      throw SettingProblem("'\(text)' is not a padding", remedy)
    }
    @Sendable func word(_ text: String) throws(SettingProblem) -> Padding {
      if text == words[0] { return .standard }
      return text == words[1] ? .noneRevealingExactLengths : try multiple(Int(text), text)
    }
    return SettingForm(
      flag: SettingFlag(valueName: "PADDING", completion: .suggestion(words)),
      schema: .anyOf([.choice(words), .integer(units)]),
      read: { node, context in
        do throws(SettingProblem) {
          if case .integer(let number) = node.content { return try multiple(Int(exactly: number), String(number)) }
          if case .text(let text) = node.content, words.contains(text) { return try word(text) }
          throw SettingProblem(
            "\(node.typeName) is not a padding", "use \"standard\", \"none\", or a number of bytes without quotes")
        } catch {
          context.add(error, at: node.offset)
          return nil
        }
      },
      readWords: { (words) throws(SettingProblem) in try word(words.last ?? "") },
      show: { padding in
        switch padding {
        case .standard: .text("standard")
        case .noneRevealingExactLengths: .text("none")
        case .multiple(let unit): .integer(unit)
        }
      })
  }
}

extension SettingForm where Value == OuterPrefix {
  /// The beginning of a path as it arrives, and as it was.
  static var outerPrefix: SettingForm {
    text("OUTER=INNER", shape: "^/[^?=]*=/[^?]*$", show: \.description) { (text) throws(SettingProblem) in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, parts.allSatisfy({ TargetRules.isPath($0) && !$0.contains("?") }) else {
        throw SettingProblem("'\(text)' does not say what becomes of paths", "use the form /outer=/inner, as in /api=/")
      }
      return OuterPrefix(outer: parts[0], inner: parts[1])
    }
  }
}

extension SettingForm where Value == String {
  /// The name of a file or folder; one in a file belongs to the folder of that file.
  static func path(_ valueName: String) -> SettingForm {
    let form = text(valueName, completion: .file, show: { $0 }) { (text) throws(SettingProblem) in
      guard !text.isEmpty, !text.utf8.contains(0) else {
        throw SettingProblem("it names no file", "write the name of a file")
      }
      return text
    }
    return SettingForm(
      flag: form.flag, schema: form.schema,
      read: { node, context in
        guard let path = form.read(node, &context) else { return nil }
        return path.hasPrefix("/") || context.folder.isEmpty ? path : "\(context.folder)/\(path)"
      },
      readWords: form.readWords, show: form.show)
  }

  /// The path of a URL, without a query.
  static var target: SettingForm {
    text("PATH", shape: "^/[^?#]*$", show: { $0 }) { (text) throws(SettingProblem) in
      guard TargetRules.isPath(text), !text.contains("?") else {
        throw SettingProblem("'\(text)' is not a path in normal form", "use a path from /, without query, . and ..")
      }
      return text
    }
  }

  /// The name of a header field, taken in lower case.
  static var field: SettingForm {
    text("NAME", shape: "^[A-Za-z0-9-]+$", show: { $0 }) { (text) throws(SettingProblem) in
      let name = text.lowercased()
      guard !name.isEmpty, name.utf8.allSatisfy(isFieldCharacter) else {
        throw SettingProblem("'\(text)' is not the name of a field", "use letters, digits and hyphens")
      }
      return name
    }
  }

  /// A host, with or without a port.
  static var authority: SettingForm {
    text("HOST[:PORT]", shape: "^[^/?#@]+$", show: { $0 }) { (text) throws(SettingProblem) in
      guard AuthorityRules.isAuthority(text) else {
        throw SettingProblem("'\(text)' is not a host", "use the form host[:port], in lower case")
      }
      return text
    }
  }

  /// A host without a port.
  static var host: SettingForm {
    text("HOST", shape: "^[^/?#@:]+$", show: { $0 }) { (text) throws(SettingProblem) in
      guard AuthorityRules.isAuthority(text), !text.contains(":") else {
        throw SettingProblem("'\(text)' is not the name of a host", "use a name in lower case, without a port")
      }
      return text
    }
  }

  private static func isFieldCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"): true
    default: false
    }
  }
}
