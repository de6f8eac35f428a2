import Testing

@testable import SealedCommandLine
@testable import sealtool

@Suite struct ParsingTests {
  private func parse(_ line: String) throws -> ParsedArguments? {
    let words = line.split(separator: " ").map(String.init)
    guard case .run(let arguments) = try ArgumentParser(table: .sealtool).parse(words) else { return nil }
    return arguments
  }

  @Test(arguments: ["-r K -i IN", "-rK -iIN", "--recipient K --input IN", "--recipient=K --input=IN"])
  func everyWayToGiveAValue(_ options: String) throws {
    let arguments = try #require(try parse("seal payload " + options))
    #expect(try arguments.required(.recipient) == "K")
    #expect(arguments.value(.input) == "IN")
  }

  @Test func dashIsStandardInputAndDoubleDashEndsOptions() throws {
    #expect(try parse("inspect -")?.operands == ["-"])
    #expect(try parse("seal payload -r K -i -")?.value(.input) == "-")
    #expect(try parse("vectors verify -- -a --b")?.operands == ["-a", "--b"])
  }

  @Test func headersRepeat() throws {
    let words = ["seal", "payload", "-r", "K", "-H", "a: b:c ", "-Hd:e"]
    guard case .run(let arguments) = try ArgumentParser(table: .sealtool).parse(words) else { return }
    #expect(try arguments.headers() == [.init(name: "a", value: "b:c"), .init(name: "d", value: "e")])
  }

  @Test func openIsACommandAndAGroup() throws {
    #expect(try parse("open -k K")?.command.name == "open")
    #expect(try parse("open response --exchange E")?.command.name == "open response")
  }

  @Test(arguments: ["-h", "--help", "seal -h", "seal payload --help", "open -k K -h", "help", "--version"])
  func helpAndVersionNeedNothingElse(_ line: String) throws {
    _ = try parse(line)
  }

  @Test(arguments: [
    ("", UsageError.noCommand),
    ("keygn signing", .unknownCommand("keygn", nearest: "keygen")),
    ("seal paylod", .unknownCommand("seal paylod", nearest: "seal payload")),
    ("xyz", .unknownCommand("xyz", nearest: nil)),
    ("seal", .incompleteCommand("seal", choices: ["payload", "request", "response"])),
    ("vectors --json", .incompleteCommand("vectors", choices: ["verify"])),
    ("--json inspect", .optionBeforeCommand("--json")),
    ("inspect --jsn", .unknownOption("--jsn", command: "inspect", nearest: "--json")),
    ("inspect --zzzz=secret", .unknownOption("--zzzz", command: "inspect", nearest: nil)),
    ("inspect -json", .unknownOption("-j", command: "inspect", nearest: "--json")),
    ("open -k", .missingValue(option: "-k", valueName: "KEYFILE")),
    ("open --key --json", .missingValue(option: "--key", valueName: "KEYFILE")),
    ("inspect --json=yes", .unexpectedValue(option: "--json")),
    ("open --key=", .emptyValue(option: "--key")),
    (
      "seal payload -r K --suite rot13",
      .invalidValue(of: "--suite", value: "rot13", expected: "chacha20poly1305 or aes256gcm")
    ),
    ("keygen both", .invalidValue(of: "KIND", value: "both", expected: "encryption or signing")),
    ("open -k A --key B", .duplicate(option: "--key")),
    ("open response", .missingOption("--exchange", command: "open response")),
    ("inspect -k K --exchange E", .exclusive("--key", "--exchange")),
    ("inspect --iss N", .needs("--iss", "--key")),
    ("public", .missingOperand("KEYFILE", command: "public")),
    ("public A B", .unexpectedOperand("B", command: "public")),
    ("verify --receipt R x", .unexpectedOperand("x", command: "verify")),
    ("open -k K response", .misplacedCommand("open response")),
  ])
  func everyError(_ line: String, _ error: UsageError) {
    #expect(throws: error) { try parse(line) }
    #expect(!error.problem.isEmpty && !error.remedy(in: "sealtool").isEmpty)
    #expect(!error.problem.contains("secret"), "a mistyped option must not show its value")
  }

  @Test(arguments: ["0", "-5", "+5", "1e3", "x", "99999999999999999999"])
  func badPaddingIsRefused(_ text: String) throws {
    let arguments = try #require(try parse("seal payload -r K --padding=\(text)"))
    #expect(throws: UsageError.self) { try arguments.padding() }
  }

  @Test func numbersAreCheckedAgainstTheirRange() throws {
    let arguments = try #require(try parse("seal response --exchange E --status 99"))
    #expect(throws: UsageError.invalidValue(of: "--status", value: "99", expected: "a whole number, 200 to 599")) {
      try arguments.integer(.status, in: 200...599)
    }
  }
}
