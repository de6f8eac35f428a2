extension SettingForm {
  /// A list of different values; its flag is given once for each.
  static func list<Element: Hashable & Sendable>(
    of element: SettingForm<Element>
  ) -> SettingForm where Value == [Element] {
    var flag = element.flag
    flag.isRepeatable = true
    return SettingForm(
      flag: flag, schema: .list(element.schema),
      read: { node, context in elements(node, element, &context) },
      readWords: { (words) throws(SettingProblem) in
        var values: [Element] = []
        for word in words {
          let value = try element.readWords([word])
          guard !values.contains(value) else { throw doubled }
          values.append(value)
        }
        return values
      },
      show: { values in shown(values.map(element.show)) })
  }

  private static var doubled: SettingProblem { SettingProblem("it is listed twice", "list it once") }

  /// Reads every element, so that all mistakes are found, and gives them only if all are right.
  private static func elements<Element: Hashable & Sendable>(
    _ node: ConfigurationNode, _ element: SettingForm<Element>, _ context: inout SettingContext
  ) -> [Element]? {
    guard case .list(let nodes) = node.content else {
      context.wrongType(node, expected: "a list in [ ]")
      return nil
    }
    var values: [Element] = []
    for (index, node) in nodes.enumerated() {
      context.inside("[\(index)]") { context in
        guard let value = element.read(node, &context) else { return }
        if values.contains(value) { context.add(doubled, at: node.offset) } else { values.append(value) }
      }
    }
    return values.count == nodes.count ? values : nil
  }

  private static func shown(_ values: [ShownValue]) -> ShownValue {
    var texts: [String] = []
    for value in values {
      guard case .text(let text) = value else { return .other }
      texts.append(text)
    }
    return .texts(texts)
  }
}
