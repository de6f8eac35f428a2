/// What reading a value of a file needs to know, and where it puts what is wrong.
struct SettingContext {
  /// The folder of the file, to which relative paths in it belong.
  let folder: String

  /// The members that lead to the value, with dots between them.
  var name: String

  /// What is wrong so far.
  private(set) var found: [Found] = []

  /// Something wrong, at a byte of the file.
  struct Found {
    let offset: Int
    let name: String
    let problem: SettingProblem
  }

  init(folder: String, name: String) {
    (self.folder, self.name) = (folder, name)
  }

  /// Notes what is wrong with a value.
  mutating func add(_ problem: SettingProblem, at offset: Int) {
    found.append(Found(offset: offset, name: name, problem: problem))
  }

  /// Notes that a value is of the wrong type.
  mutating func wrongType(_ node: ConfigurationNode, expected: String) {
    add(SettingProblem("\(node.typeName) is not \(expected)", "write \(expected)"), at: node.offset)
  }

  /// Works on a part of the value: `.member` or `[0]`.
  mutating func inside<Result>(_ part: String, _ body: (inout SettingContext) -> Result) -> Result {
    let outer = name
    name += part
    defer { name = outer }
    return body(&self)
  }
}
