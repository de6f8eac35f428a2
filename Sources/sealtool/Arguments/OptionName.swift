/// The long name of every option; the raw value is what the user types after `--`.
enum OptionName: String, Sendable, Hashable, CaseIterable {
  case allowHTTP = "allow-http"
  case armor
  case body
  case exchange
  case format
  case header
  case help
  case input
  case iss
  case json
  case key
  case limit
  case man
  case method
  case output
  case padding
  case passphraseFile = "passphrase-file"
  case receipt
  case recipient
  case signWith = "sign-with"
  case signer
  case status
  case stream
  case suite
  case url
  case version

  /// The option as typed: `--name`.
  var typed: String { "--\(rawValue)" }
}
