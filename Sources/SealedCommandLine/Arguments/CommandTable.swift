/// All commands: parsing, help, completions and the man page read this and nothing else.
package struct CommandTable: Sendable {
  /// The tool they belong to.
  package let tool: ToolIdentity

  /// The commands, in the order the help shows them.
  package let commands: [CommandSpec]

  /// What the first words stand for that are not commands themselves.
  package let groups: [String: String]

  /// Lists the commands of a tool.
  package init(tool: ToolIdentity, commands: [CommandSpec], groups: [String: String] = [:]) {
    (self.tool, self.commands, self.groups) = (tool, commands, groups)
  }

  /// The command of exactly that path.
  package func command(at path: [String]) -> CommandSpec? { commands.first { $0.path == path } }

  /// The longest run of leading words that names a command or a group.
  package func longestPath(in words: [String]) -> [String] {
    var path: [String] = []
    for word in words {
      guard children(of: path).contains(where: { $0.name == word }) else { break }
      path.append(word)
    }
    return path
  }

  /// The words that can follow `path`, each with its summary.
  package func children(of path: [String]) -> [Child] {
    var found: [Child] = []
    for command in commands where command.path.count > path.count && command.path.starts(with: path) {
      let name = command.path[path.count]
      guard !found.contains(where: { $0.name == name }) else { continue }
      let below = self.command(at: path + [name])
      found.append(Child(name: name, summary: below?.summary ?? groups[name] ?? ""))
    }
    return found
  }

  /// Every path that is a command or a group, the root included.
  package var allPaths: [[String]] {
    var paths: [[String]] = [[]]
    for command in commands {
      for length in 1...command.path.count {
        let path = Array(command.path.prefix(length))
        if !paths.contains(path) { paths.append(path) }
      }
    }
    return paths
  }

  /// One word that can follow a path.
  package struct Child: Sendable {
    /// The word.
    package let name: String

    /// What it stands for.
    package let summary: String
  }
}
