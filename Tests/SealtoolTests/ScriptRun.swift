import Foundation
import Testing

/// One run of a script in a folder of its own.
struct ScriptRun {
  /// What the last command wrote.
  private struct Result {
    var status: Int32 = 0
    var stdout = Data()
    var stderr = Data()
  }

  private let script: Script
  private let folder: TemporaryFolder
  private let tool: String
  private var result = Result()
  private var input: String?
  private var variables = ["VECTORS": Self.vectors]

  /// Writes the script's files.
  init(_ script: Script) throws {
    self.script = script
    folder = try TemporaryFolder()
    tool = try #require(Self.tool, "sealtool is not built")
    for file in script.files { _ = try folder.file(file.name, file.content, mode: 0o600) }
  }

  /// The folder of the test vectors, for `sh`.
  private static let vectors = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../spec/vectors").standardized.path

  /// The built tool, which lies beside the test bundle.
  private static let tool: String? = {
    let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }.map { argument in
      URL(filePath: argument.hasPrefix("/") ? argument : FileManager.default.currentDirectoryPath + "/" + argument)
    }
    let folders = bundles.flatMap { url in
      sequence(first: url.deletingLastPathComponent()) { $0.deletingLastPathComponent() }.prefix(4)
    }
    let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.build/debug")
    return (folders + [package]).map { $0.appending(path: "sealtool").path() }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Runs the script up to the first line that fails.
  mutating func run() throws {
    #expect(script.hasReason, "\(script.name): the first line says why")
    for line in script.lines {
      let words = Self.raw(line.text) ?? line.words.map(substitute)
      guard try !perform(words) else { continue }
      let output = "status \(result.status)\n\(text(result.stdout))\n\(text(result.stderr))"
      Issue.record("\(script.name):\(line.number): \(line.words.joined(separator: " "))\n\(output)")
      return
    }
  }

  /// Commands that have their own idea of quotes.
  private static let rawCommands: Set<String> = ["sh", "stdout", "stderr"]

  /// Such a command, with the rest of the line as it stands.
  private static func raw(_ text: String) -> [String]? {
    if text.hasPrefix("! ") { return raw(String(text.dropFirst(2))).map { ["!"] + $0 } }
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    return rawCommands.contains(parts[0]) && parts.count == 2 ? parts : nil
  }

  private func text(_ data: Data) -> String { String(decoding: data.prefix(4000), as: UTF8.self) }

  private func substitute(_ word: String) -> String {
    // Longer names first, so that $AB is not taken for $A.
    variables.sorted { $0.key.count > $1.key.count }.reduce(word) {
      $0.replacingOccurrences(of: "$\($1.key)", with: $1.value)
    }
  }

  /// Does what a line says, and tells whether it was as the line says.
  private mutating func perform(_ words: [String]) throws -> Bool {
    let arguments = Array(words.dropFirst())
    switch words[0] {
    case "!" where arguments[0] == "sealtool": return try sealtool(Array(arguments.dropFirst())) == 1
    case "!": return try !perform(arguments)
    case "usage": return try sealtool(Array(arguments.dropFirst())) == 2
    case "sealtool": return try sealtool(arguments) == 0
    case "sh": return try execute("/bin/sh", ["-c", arguments.joined(separator: " ")]) == 0
    case "stdin": input = arguments[0]
    case "set":
      let first = text(try read(arguments[1])).split(separator: "\n").first
      variables[arguments[0]] = String(try #require(first))
    default: return try check(words[0], arguments)
    }
    return true
  }

  private func check(_ command: String, _ arguments: [String]) throws -> Bool {
    switch command {
    case "stdout", "stderr":
      let pattern = try Regex(arguments.joined(separator: " ")).anchorsMatchLineEndings()
      return text(command == "stdout" ? result.stdout : result.stderr).contains(pattern)
    case "json": return (try? JSONSerialization.jsonObject(with: read(arguments[0]))) != nil
    case "cmp": return try read(arguments[0]) == read(arguments[1])
    case "exists": return FileManager.default.fileExists(atPath: folder.name(arguments[0]))
    case "copy": try write(read(arguments[0]), arguments[1])
    case "append": try write(read(arguments[0]) + read(arguments[1]), arguments[0])
    case "cut": try write(read(arguments[0]).prefix(try number(arguments[1])), arguments[0])
    case "flip":
      var bytes = try read(arguments[0])
      let offset = try number(arguments[1])
      bytes[offset < 0 ? bytes.count + offset : offset] ^= 1
      try write(bytes, arguments[0])
    case "big": try write(Data((0..<(try number(arguments[1]))).map { UInt8($0 % 251) }), arguments[0])
    case "mode":
      let mode = try #require(Int(arguments[0], radix: 8))
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.name(arguments[1]))
    default: return false
    }
    return true
  }

  private func number(_ text: String) throws -> Int { try #require(Int(text)) }

  private func read(_ name: String) throws -> Data {
    switch name {
    case "stdout": result.stdout
    case "stderr": result.stderr
    default: try Data(contentsOf: URL(filePath: folder.name(name)))
    }
  }

  private func write(_ data: Data, _ name: String) throws {
    try data.write(to: URL(filePath: folder.name(name)))
  }
}

extension ScriptRun {
  private mutating func sealtool(_ arguments: [String]) throws -> Int32 { try execute(tool, arguments) }

  private mutating func execute(_ program: String, _ arguments: [String]) throws -> Int32 {
    let (out, err) = (folder.name(".stdout"), folder.name(".stderr"))
    for path in [out, err] { try Data().write(to: URL(filePath: path)) }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.environment = ["PATH": "/usr/bin:/bin", "SEALTOOL": tool, "LC_ALL": "C.UTF-8"]
      .merging(variables) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: input.map(folder.name) ?? "/dev/null"))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: out))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: err))
    input = nil
    try process.run()
    process.waitUntilExit()
    let status = process.terminationReason == .exit ? process.terminationStatus : -1
    result = Result(
      status: status, stdout: try Data(contentsOf: URL(filePath: out)),
      stderr: try Data(contentsOf: URL(filePath: err)))
    return status
  }
}
