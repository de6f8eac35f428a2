import Foundation
import Testing

@testable import SealedCommandLine
@testable import SealedGateway
@testable import sealgate

@Suite("sealgate: help, completions, man page")
struct GateHelpTests {
  @Test("Help names every option, in lines of ordinary width", arguments: CommandTable.sealgate.commands.map(\.path))
  func help(_ path: [String]) throws {
    let command = try #require(CommandTable.sealgate.command(at: path))
    let page = HelpText(table: .sealgate).page(for: path)
    for option in command.allOptions { #expect(page.contains(option.name.typed)) }
    #expect(page.hasPrefix("usage: sealgate \(command.name) "))
    let long = page.split(separator: "\n").filter { $0.count > 79 && !$0.contains("  sealgate ") }
    #expect(long.isEmpty)
  }

  @Test("No command has two options of one name or letter", arguments: CommandTable.sealgate.commands.map(\.path))
  func unique(_ path: [String]) throws {
    let options = try #require(CommandTable.sealgate.command(at: path)).allOptions
    #expect(Set(options.map(\.name)).count == options.count)
    let letters = options.compactMap(\.short)
    #expect(Set(letters).count == letters.count)
  }

  @Test("Every setting is a flag of its command")
  func settings() throws {
    let serve = try #require(CommandTable.sealgate.command(at: ["serve"]))
    for setting in ServeSettings.table.settings { #expect(serve.option(named: OptionName(setting.flag)) != nil) }
    let proxy = try #require(CommandTable.sealgate.command(at: ["proxy"]))
    for setting in ProxySettings.table.settings { #expect(proxy.option(named: OptionName(setting.flag)) != nil) }
  }

  @Test("Completions are valid for the shell, and are sealgate's", arguments: Shell.allCases)
  func completions(_ shell: Shell) throws {
    let script = shell.completions(for: .sealgate)
    #expect(script.contains("sealgate") && !script.contains("_sealtool"))
    let check = shell == .fish ? "fish --no-execute" : "\(shell.rawValue) -n"
    #expect(try checks(script, "command -v \(shell.rawValue) >/dev/null || exit 0; \(check) \"$FILE\""))
  }

  @Test("The man page is clean, and has every command")
  func manualPage() throws {
    let page = ManualPage(table: .sealgate).source
    for command in CommandTable.sealgate.commands { #expect(page.contains(".Ss \(command.name)\n")) }
    #expect(try checks(page, "command -v mandoc >/dev/null || exit 0; mandoc -Tlint -Wwarning \"$FILE\""))
  }

  /// Whether a shell command ends with status 0, with `text` in the file $FILE.
  private func checks(_ text: String, _ command: String) throws -> Bool {
    let file = FileManager.default.temporaryDirectory.appending(path: "sealgate-\(UInt64.random(in: .min ... .max))")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Foundation.Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.environment = ["PATH": "/usr/bin:/bin", "FILE": file.path()]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
