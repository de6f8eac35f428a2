@testable import SealedGateway

/// The mistakes of a file, as lines without the name of the file.
func mistakes(in text: String) -> [String] { lines(ConfigurationSections.mistakes(in: Array(text.utf8))) }

func lines(_ mistakes: [ConfigurationMistake]) -> [String] {
  mistakes.map { "\($0.problem(in: nil)); \($0.remedy)" }
}

/// A right configuration of `serve`, with more members.
func serve(_ more: String = "") -> String {
  """
  {
    "serve": {
      "upstream": "http://127.0.0.1:3000",
      "issuer": "https://api.example",
      "keys": "keys"\(more.isEmpty ? "" : ",\n    " + more)
    }
  }
  """
}

/// A right configuration of `proxy`, with more members.
func proxy(_ more: String = "") -> String {
  """
  {
    "proxy": {
      "api": "https://api.example",
      "pins": ["\(pin)"]\(more.isEmpty ? "" : ",\n    " + more)
    }
  }
  """
}

let pin = "ed25519:E9mQinCSWZLtVGAH0n9Q2mi6chfvYqw8ynhFKf8QRxw"

func readServe(_ text: String?, _ flags: [String: [String]] = [:], folder: String = "") throws -> ServeConfiguration {
  try ServeSettings.table.read(text.map { try ConfigurationFile(Array($0.utf8), folder: folder) }, flags: flags)
}

func readProxy(_ text: String?, _ flags: [String: [String]] = [:], folder: String = "") throws -> ProxyConfiguration {
  try ProxySettings.table.read(text.map { try ConfigurationFile(Array($0.utf8), folder: folder) }, flags: flags)
}
