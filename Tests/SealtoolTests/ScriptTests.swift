import Foundation
import Testing

/// Runs every script in `Scripts` against the built tool.
@Suite struct ScriptTests {
  @Test(arguments: Script.all)
  func passes(_ script: Script) throws {
    var run = try ScriptRun(script)
    try run.run()
  }

  @Test func thereAreScripts() {
    #expect(Script.all.count > 20)
  }
}

/// A command script: a reason, commands with what they must do, and files.
///
///     # why this must hold
///     sealtool ARGUMENT...      must end with status 0; `!` before it: 1; `usage` before it: 2
///     sh COMMAND                must end with status 0, in a shell
///     stdin FILE                what the next `sealtool` reads
///     stdout|stderr PATTERN     the output of the last command has a line that matches the regular expression
///     ! stdout|stderr PATTERN   ... has none
///     json stdout|stderr        the output is JSON
///     cmp FILE FILE             the same bytes; `stdout` and `stderr` are files as well
///     exists FILE, ! exists FILE
///     copy FILE FILE; flip FILE OFFSET; cut FILE COUNT; append FILE FILE; mode OCTAL FILE; big FILE COUNT
///     set NAME FILE             $NAME is the first line of a file from here on; $VECTORS is the folder of the vectors
///     -- FILE --                what follows is the content of a file
struct Script: Sendable, CustomTestStringConvertible {
  /// One line.
  struct Line: Sendable {
    let number: Int
    let words: [String]
    /// All of it.
    let text: String
  }

  /// The file's name.
  let name: String

  /// The commands.
  let lines: [Line]

  /// The files that are there before the first command.
  let files: [(name: String, content: String)]

  /// Whether the first line says why.
  let hasReason: Bool

  var testDescription: String { name }

  /// All scripts, by name.
  static var all: [Script] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted().compactMap { name in
      guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) else { return nil }
      return Script(name: String(name.dropLast(4)), text: text)
    }
  }

  init(name: String, text: String) {
    self.name = name
    var (lines, files): ([Line], [(name: String, content: String)]) = ([], [])
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in all.enumerated() {
      if line.hasPrefix("-- ") && line.hasSuffix(" --") {
        files.append((String(line.dropFirst(3).dropLast(3)), ""))
      } else if !files.isEmpty {
        if index < all.count - 1 { files[files.count - 1].content += line + "\n" }
      } else if !line.hasPrefix("#") && !line.allSatisfy(\.isWhitespace) {
        lines.append(Line(number: index + 1, words: Self.words(String(line)), text: String(line)))
      }
    }
    (self.lines, self.files) = (lines, files)
    hasReason = text.hasPrefix("# ")
  }

  /// Splits a line at blanks; single quotes keep them.
  private static func words(_ line: String) -> [String] {
    var (words, word, isQuoted): ([String], String?, Bool) = ([], nil, false)
    for character in line {
      switch character {
      case "'":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted:
        if let word { words.append(word) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
