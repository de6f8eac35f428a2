/// One setting of a configuration: its member in the file, its flag, what it can be, and where it goes.
package struct Setting<Root: Sendable>: Sendable {
  /// The members that lead to it.
  let path: [String]

  /// The long name of its flag.
  package let flag: String

  /// How the flag looks.
  package let form: SettingFlag

  /// What it does: one or two sentences without a full stop at the end.
  package let help: String

  /// Whether there is no configuration without it.
  package let isRequired: Bool

  /// What it is unless something else is given; nil for nothing at all.
  package let initial: ShownValue?

  let schema: Schema
  let read: @Sendable (ConfigurationNode, inout SettingContext, inout Root) -> Void
  private let takeWords: @Sendable ([String], inout Root) throws(SettingProblem) -> Void

  /// The members that lead to it, with dots between them.
  package var name: String { path.joined(separator: ".") }

  /// Takes the values of its flag, in the order in which they were given.
  package func read(_ words: [String], into root: inout Root) throws(SettingProblem) {
    try takeWords(words, &root)
  }
}

extension Setting {
  /// A setting with an initial value; its flag is called like its member unless `flag` says otherwise.
  init<Value>(
    _ name: String, flag: String? = nil, _ form: SettingForm<Value>,
    _ place: any WritableKeyPath<Root, Value> & Sendable, of initial: Root, help: String
  ) {
    self.init(
      name, flag, form, isRequired: false, initial: form.show(initial[keyPath: place]), help: help
    ) { root, value in root[keyPath: place] = value }
  }

  /// A setting that is nothing unless given.
  init<Value>(
    _ name: String, flag: String? = nil, _ form: SettingForm<Value>,
    _ place: any WritableKeyPath<Root, Value?> & Sendable, isRequired: Bool = false, help: String
  ) {
    self.init(name, flag, form, isRequired: isRequired, initial: nil, help: help) { root, value in
      root[keyPath: place] = value
    }
  }

  private init<Value>(
    _ name: String, _ flag: String?, _ form: SettingForm<Value>, isRequired: Bool, initial: ShownValue?, help: String,
    _ put: @escaping @Sendable (inout Root, Value) -> Void
  ) {
    path = name.split(separator: ".").map(String.init)
    self.flag = flag ?? String(name.split(separator: ".").last ?? "").replacing("_", with: "-")
    (self.form, self.help, self.isRequired, self.initial) = (form.flag, help, isRequired, initial)
    schema = form.schema
    read = { node, context, root in
      if let value = form.read(node, &context) { put(&root, value) }
    }
    takeWords = { (words, root) throws(SettingProblem) in put(&root, try form.readWords(words)) }
  }
}
