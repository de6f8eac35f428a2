internal import SealedHTTP
internal import SealedPayload

extension SettingForm where Value == Route {
  /// A rule for some requests: an object in a file, `[METHOD ]PATH=POLICY` in a flag.
  static var route: SettingForm {
    SettingForm(
      flag: SettingFlag(valueName: "ROUTE"), schema: RouteForm.schema,
      read: { node, context in RouteForm.read(node, &context) },
      readWords: { (words) throws(SettingProblem) in try RouteForm.read(words.last ?? "") },
      show: { _ in .other })
  }
}

/// The parts of a route.
private enum RouteForm {
  private static let method = SettingForm<String>.text("METHOD", shape: "^[A-Z-]+$", show: { $0 }) {
    (text) throws(SettingProblem) in
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "-") }) else {
      throw SettingProblem("'\(text)' is not a method", "use one such as GET or POST")
    }
    return text
  }

  private static let path = SettingForm<String>.target

  private static let policy = SettingForm<RoutePolicy>.choice("POLICY")

  private static let names = ["method", "path", "policy"]

  static var schema: Schema {
    .object(
      [
        Schema.Member(name: "method", schema: method.schema, help: "The method; every one if it is left out."),
        Schema.Member(name: "path", schema: path.schema, help: "A path: it counts for all below it, too."),
        Schema.Member(name: "policy", schema: policy.schema, help: "What such requests must be."),
      ], required: ["path", "policy"])
  }

  static func read(_ node: ConfigurationNode, _ context: inout SettingContext) -> Route? {
    guard case .object(let members) = node.content else {
      context.wrongType(node, expected: "an object in { }")
      return nil
    }
    var parts = Parts()
    for member in members {
      context.inside(".\(member.name)") { context in read(member, into: &parts, &context) }
    }
    for (name, isMissing) in [("path", !parts.hasPath), ("policy", !parts.hasPolicy)] where isMissing {
      context.inside(".\(name)") { $0.add(SettingProblem("it is missing", "add it"), at: node.offset) }
    }
    guard let path = parts.path, let policy = parts.policy else { return nil }
    return parts.isRight ? Route(parts.method, path: path, policy: policy) : nil
  }

  /// What was read of a route.
  private struct Parts {
    var method: String?
    var path: String?
    var policy: RoutePolicy?
    var hasPath = false
    var hasPolicy = false
    var isRight = true
  }

  private static func read(
    _ member: ConfigurationNode.Member, into parts: inout Parts, _ context: inout SettingContext
  ) {
    switch member.name {
    case "method":
      parts.method = method.read(member.node, &context)
      if parts.method == nil { parts.isRight = false }
    case "path": (parts.path, parts.hasPath) = (path.read(member.node, &context), true)
    case "policy": (parts.policy, parts.hasPolicy) = (policy.read(member.node, &context), true)
    default:
      context.add(.unknown(member.name, among: names), at: member.node.offset)
      parts.isRight = false
    }
  }

  static func read(_ word: String) throws(SettingProblem) -> Route {
    guard let equals = word.lastIndex(of: "=") else {
      throw SettingProblem("'\(word)' is not a route", "use the form 'POST /payments=signed' or /health=unsealed")
    }
    let policy = try policy.readWords([String(word[word.index(after: equals)...])])
    let parts = word[..<equals].split(separator: " ", maxSplits: 1).map(String.init)
    guard let last = parts.last else { throw SettingProblem("'\(word)' has no path", "write a path before =") }
    let method = parts.count == 2 ? try method.readWords([parts[0]]) : nil
    return Route(method, path: try path.readWords([last]), policy: policy)
  }
}
