import Testing

@testable import SealedCommandLine
@testable import sealtool

@Suite struct HelpTests {
  @Test(arguments: CommandTable.sealtool.commands.map(\.path))
  func helpNamesEveryOption(_ path: [String]) throws {
    let command = try #require(CommandTable.sealtool.command(at: path))
    let page = HelpText(table: .sealtool).page(for: path)
    for option in command.allOptions { #expect(page.contains(option.name.typed)) }
    let long = page.split(separator: "\n").filter { $0.count > 79 && !$0.contains("  sealtool ") }
    #expect(long.isEmpty)
  }

  @Test func mainPageNamesEveryCommand() {
    let page = HelpText(table: .sealtool).page(for: [])
    for command in CommandTable.sealtool.commands { #expect(page.contains("  \(command.name)")) }
  }

  @Test(arguments: Shell.allCases)
  func completionsAreValidForTheShell(_ shell: Shell) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("script", shell.completions(for: .sealtool))
    let check = shell == .fish ? "fish --no-execute" : "\(shell.rawValue) -n"
    #expect(run("command -v \(shell.rawValue) >/dev/null || exit 0; \(check) '\(path)'") == 0)
  }

  @Test func manualPageIsClean() throws {
    let page = ManualPage(table: .sealtool).source
    for command in CommandTable.sealtool.commands { #expect(page.contains(".Ss \(command.name)\n")) }
    let folder = try TemporaryFolder()
    let path = try folder.file("sealtool.1", page)
    #expect(run("command -v mandoc >/dev/null || exit 0; mandoc -Tlint -Wwarning '\(path)'") == 0)
  }
}
