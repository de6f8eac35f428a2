/// What a setting can be: read from a file and from flags, described for help, completions and the schema.
struct SettingForm<Value: Sendable>: Sendable {
  /// Reads a value of a file, or notes what is wrong with it.
  typealias NodeReader = @Sendable (ConfigurationNode, inout SettingContext) -> Value?

  /// Reads the values of a flag, in the order in which they were given.
  typealias WordReader = @Sendable ([String]) throws(SettingProblem) -> Value

  /// How the flag looks.
  let flag: SettingFlag

  /// What the schema says.
  let schema: Schema

  /// Reads a value of a file.
  let read: NodeReader

  /// Reads the values of a flag.
  let readWords: WordReader

  /// How a value looks in a file.
  let show: @Sendable (Value) -> ShownValue
}

/// How the flag of a setting looks.
package struct SettingFlag: Sendable, Equatable {
  /// What completes its value.
  package enum Completion: Sendable, Equatable {
    case none, file
    case choice([String])
    case suggestion([String])
  }

  /// What the help calls the value; nil for a flag without one.
  package var valueName: String?

  /// What completes its value.
  package var completion = Completion.none

  /// Whether it may be given more than once.
  package var isRepeatable = false
}

/// A value as a file or a help text shows it.
package enum ShownValue: Sendable, Equatable {
  case text(String)
  case integer(Int)
  case bool(Bool)
  case texts([String])
  /// Something larger, which is not shown.
  case other
}

extension SettingForm {
  /// A text that `parse` understands; `shape` is a regular expression for the schema.
  static func text(
    _ valueName: String, shape: String? = nil, completion: SettingFlag.Completion = .none,
    show: @escaping @Sendable (Value) -> String,
    parse: @escaping @Sendable (String) throws(SettingProblem) -> Value
  ) -> SettingForm {
    SettingForm(
      flag: SettingFlag(valueName: valueName, completion: completion), schema: .string(shape: shape),
      read: { node, context in
        guard case .text(let text) = node.content else {
          context.wrongType(node, expected: "a text in quotes")
          return nil
        }
        do throws(SettingProblem) { return try parse(text) } catch {
          context.add(error, at: node.offset)
          return nil
        }
      },
      readWords: { (words) throws(SettingProblem) in try parse(words.last ?? "") },
      show: { .text(show($0)) })
  }
}

extension SettingForm where Value == Bool {
  /// `true` or `false`; the flag stands for `true`.
  static var flag: SettingForm {
    SettingForm(
      flag: SettingFlag(), schema: .boolean,
      read: { node, context in
        guard case .bool(let value) = node.content else {
          context.wrongType(node, expected: "true or false")
          return nil
        }
        return value
      },
      readWords: { _ in true }, show: { .bool($0) })
  }
}

extension SettingForm where Value == Int {
  /// A whole number within a range.
  static func integer(_ valueName: String, _ range: ClosedRange<Int>) -> SettingForm {
    @Sendable func checked(_ number: Int?, _ text: String) throws(SettingProblem) -> Int {
      if let number, range.contains(number) { return number }
      throw SettingProblem(
        "\(text) is out of range", "use a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return SettingForm(
      flag: SettingFlag(valueName: valueName), schema: .integer(range),
      read: { node, context in
        guard case .integer(let number) = node.content else {
          context.wrongType(node, expected: "a whole number")
          return nil
        }
        do throws(SettingProblem) { return try checked(Int(exactly: number), String(number)) } catch {
          context.add(error, at: node.offset)
          return nil
        }
      },
      readWords: { (words) throws(SettingProblem) in
        let word = words.last ?? ""
        guard word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
          throw SettingProblem(
            "'\(word)' is not a whole number",
            "use a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return try checked(Int(word), word)
      },
      show: { .integer($0) })
  }
}

extension SettingForm where Value: RawRepresentable<String> & CaseIterable {
  /// One of a few words.
  static func choice(_ valueName: String) -> SettingForm {
    let words = Value.allCases.map(\.rawValue)
    var form = text(valueName, completion: .choice(words), show: { $0.rawValue }) { (text) throws(SettingProblem) in
      guard let value = Value(rawValue: text) else {
        throw SettingProblem("'\(text)' is not one of its words", "use \(words.joined(separator: ", "))")
      }
      return value
    }
    form = SettingForm(
      flag: form.flag, schema: .choice(words), read: form.read, readWords: form.readWords, show: form.show)
    return form
  }
}
