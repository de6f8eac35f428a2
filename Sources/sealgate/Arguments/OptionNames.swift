internal import SealedCommandLine

/// The options of this tool that are not settings of a configuration.
extension OptionName {
  static let allowHTTPIssuer = OptionName("allow-http-issuer-for-local-work")
  static let authorities = OptionName("cacert")
  static let config = OptionName("config")
  static let connect = OptionName("connect")
  static let data = OptionName("data")
  static let fail = OptionName("fail")
  static let include = OptionName("include")
  static let issuer = OptionName("issuer")
  static let json = OptionName("json")
  static let maxTime = OptionName("max-time")
  static let method = OptionName("request")
  static let output = OptionName("output")
  static let passphraseFile = OptionName("passphrase-file")
  static let pin = OptionName("pin")
  static let privateField = OptionName("private-field")
  static let schema = OptionName("schema")
  static let signWith = OptionName("sign-with")
  static let stream = OptionName("stream")
  static let trustOnFirstUse = OptionName("trust-on-first-use")
  static let verbose = OptionName("verbose")
}
