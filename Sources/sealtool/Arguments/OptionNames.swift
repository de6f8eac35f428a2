internal import SealedCommandLine

/// The options of this tool.
extension OptionName {
  static let allowHTTP = OptionName("allow-http")
  static let armor = OptionName("armor")
  static let body = OptionName("body")
  static let exchange = OptionName("exchange")
  static let format = OptionName("format")
  static let input = OptionName("input")
  static let iss = OptionName("iss")
  static let json = OptionName("json")
  static let key = OptionName("key")
  static let keyLog = OptionName("keylog")
  static let limit = OptionName("limit")
  static let method = OptionName("method")
  static let output = OptionName("output")
  static let passphraseFile = OptionName("passphrase-file")
  static let receipt = OptionName("receipt")
  static let recipient = OptionName("recipient")
  static let signWith = OptionName("sign-with")
  static let signer = OptionName("signer")
  static let status = OptionName("status")
  static let stream = OptionName("stream")
  static let suite = OptionName("suite")
  static let url = OptionName("url")
}
